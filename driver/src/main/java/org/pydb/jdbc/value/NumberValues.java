package org.pydb.jdbc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Values as numbers and truth values. A number that does not fit is an error. Of one with a
 * fraction the whole part is given where a whole number is asked for, as pgJDBC does; binary
 * fractions are rounded. Stateless.
 */
public final class NumberValues {

  private NumberValues() {}

  /** The value as {@code boolean}: a truth value, 0 or 1, or a text that reads as one. */
  public static boolean toBoolean(RowValues row, int column) throws SQLException {
    if (isText(row.type(column))) {
      try {
        return row.text().parseLong(ColumnKind.BOOLEAN, row.string(column)) != 0;
      } catch (RuntimeException e) {
        throw row.unparsable(column, e);
      }
    }
    if (row.type(column).kind() == ColumnKind.BOOLEAN) {
      return row.word(column) != 0;
    }
    BigDecimal value = toBigDecimal(row, column, "boolean");
    if (value.signum() != 0 && value.compareTo(BigDecimal.ONE) != 0) {
      throw row.outOfRange(column, value, "boolean, which is 0 or 1");
    }
    return value.signum() != 0;
  }

  /** The value as {@code byte}. */
  public static byte toByte(RowValues row, int column) throws SQLException {
    long value = integer(row, column, "byte");
    if (value != (byte) value) {
      throw row.outOfRange(column, value, "byte");
    }
    return (byte) value;
  }

  /** The value as {@code short}. */
  public static short toShort(RowValues row, int column) throws SQLException {
    long value = integer(row, column, "short");
    if (value != (short) value) {
      throw row.outOfRange(column, value, "short");
    }
    return (short) value;
  }

  /** The value as {@code int}. */
  public static int toInt(RowValues row, int column) throws SQLException {
    long value = integer(row, column, "int");
    if (value != (int) value) {
      throw row.outOfRange(column, value, "int");
    }
    return (int) value;
  }

  /** The value as {@code long}. */
  public static long toLong(RowValues row, int column) throws SQLException {
    return integer(row, column, "long");
  }

  private static long integer(RowValues row, int column, String wanted) throws SQLException {
    return switch (row.type(column).kind()) {
      case INT16, INT32, INT64, BOOLEAN -> row.word(column);
      case FLOAT32, FLOAT64 -> whole(row, column, row.number(column), wanted);
      case DECIMAL, NUMERIC -> whole(row, column, row.decimal(column), wanted);
      case CHAR, TEXT -> whole(row, column, parsed(row, column), wanted);
      default -> throw row.cannotConvert(column, wanted);
    };
  }

  private static long whole(RowValues row, int column, double value, String wanted)
      throws SQLException {
    if (!(value >= -0x1p63 && value < 0x1p63)) {
      throw row.outOfRange(column, value, wanted);
    }
    return (long) value;
  }

  private static long whole(RowValues row, int column, BigDecimal value, String wanted)
      throws SQLException {
    try {
      return value.setScale(0, RoundingMode.DOWN).longValueExact();
    } catch (ArithmeticException e) {
      throw row.outOfRange(column, value, wanted);
    }
  }

  /** The value as {@code float}, rounded to the nearest. */
  public static float toFloat(RowValues row, int column) throws SQLException {
    if (row.type(column).kind() == ColumnKind.FLOAT32) {
      return (float) row.number(column);
    }
    double value = toDouble(row, column, "float");
    float rounded = (float) value;
    if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
      throw row.outOfRange(column, value, "float");
    }
    return rounded;
  }

  /** The value as {@code double}, rounded to the nearest. */
  public static double toDouble(RowValues row, int column) throws SQLException {
    return toDouble(row, column, "double");
  }

  private static double toDouble(RowValues row, int column, String wanted) throws SQLException {
    return switch (row.type(column).kind()) {
      case INT16, INT32, INT64, BOOLEAN -> row.word(column);
      case FLOAT32, FLOAT64 -> row.number(column);
      case DECIMAL, NUMERIC -> rounded(row, column, row.decimal(column), wanted);
      case CHAR, TEXT -> {
        try {
          yield row.text().parseDouble(ColumnKind.FLOAT64, row.string(column));
        } catch (RuntimeException e) {
          throw row.unparsable(column, e);
        }
      }
      default -> throw row.cannotConvert(column, wanted);
    };
  }

  private static double rounded(RowValues row, int column, BigDecimal value, String wanted)
      throws SQLException {
    double rounded = value.doubleValue();
    if (Double.isInfinite(rounded)) {
      throw row.outOfRange(column, value, wanted);
    }
    return rounded;
  }

  /** The value as {@code BigDecimal}; a binary fraction has the digits that it is printed with. */
  public static BigDecimal toBigDecimal(RowValues row, int column) throws SQLException {
    return toBigDecimal(row, column, "BigDecimal");
  }

  private static BigDecimal toBigDecimal(RowValues row, int column, String wanted)
      throws SQLException {
    return switch (row.type(column).kind()) {
      case DECIMAL, NUMERIC -> row.decimal(column);
      case INT16, INT32, INT64, BOOLEAN -> BigDecimal.valueOf(row.word(column));
      case FLOAT32, FLOAT64 -> digits(row, column, row.number(column));
      case CHAR, TEXT -> parsed(row, column);
      default -> throw row.cannotConvert(column, wanted);
    };
  }

  private static BigDecimal digits(RowValues row, int column, double value) throws SQLException {
    if (!Double.isFinite(value)) {
      throw row.outOfRange(column, value, "BigDecimal");
    }
    return row.type(column).kind() == ColumnKind.FLOAT32
        ? new BigDecimal(Float.toString((float) value))
        : BigDecimal.valueOf(value);
  }

  /** The value as {@code BigInteger}. */
  public static BigInteger toBigInteger(RowValues row, int column) throws SQLException {
    return toBigDecimal(row, column).toBigInteger();
  }

  private static BigDecimal parsed(RowValues row, int column) throws SQLException {
    try {
      return row.text().parseDecimal(row.string(column));
    } catch (RuntimeException e) {
      throw row.unparsable(column, e);
    }
  }

  private static boolean isText(ColumnType type) {
    return type.kind() == ColumnKind.TEXT || type.kind() == ColumnKind.CHAR;
  }
}
