package org.pydb.jdbc.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.DateTimes;

/**
 * Binds an object as a type of {@link Types}: a value of another class is converted first, and it
 * is an error if a number would lose something. Parameters count from 1. Stateless.
 */
public final class TargetBinding {

  private TargetBinding() {}

  /**
   * Binds a value.
   *
   * @param sqlType a constant of {@link Types}
   * @param scale digits after the point for a decimal, or -1 to keep those it has
   * @param text reads values from text
   */
  public static void bind(
      Parameters parameters,
      int parameter,
      @Nullable Object value,
      int sqlType,
      int scale,
      ValueText text)
      throws SQLException {
    ColumnKind kind = kind(sqlType);
    if (sqlType == Types.ARRAY && value != null && !isArray(value)) {
      throw SqlExceptions.of(
          SqlStates.CANNOT_CONVERT,
          "parameter "
              + parameter
              + ": an object of "
              + value.getClass().getName()
              + " is no array");
    }
    try {
      ObjectBinding.bind(
          parameters, parameter, value == null ? null : converted(value, kind, scale, text));
    } catch (ArithmeticException e) {
      throw SqlExceptions.of(
          SqlStates.OUT_OF_RANGE,
          "parameter " + parameter + ": " + value + " cannot be had as " + kind + " without loss",
          e);
    } catch (RuntimeException e) {
      SQLException error = SqlExceptions.of(e);
      throw SqlExceptions.of(
          error.getSQLState(), "parameter " + parameter + ": " + error.getMessage(), e);
    }
  }

  /** Arrays, and texts of them. */
  private static boolean isArray(Object value) {
    return value.getClass().isArray()
        || value instanceof java.sql.Array
        || value instanceof CharSequence;
  }

  /** The value as an object of a class that is bound as this kind. */
  private static Object converted(
      Object value, @Nullable ColumnKind kind, int scale, ValueText text) {
    if (kind == null) {
      return value;
    }
    return switch (kind) {
      case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL, NUMERIC ->
          number(value, kind, scale, text);
      case TEXT, CHAR -> characters(value);
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> time(value, kind, text);
      case BYTES, UUID, INTERVAL, JSON, JSONB, ARRAY -> value;
    };
  }

  // ------------------------------------------------------------------ numbers

  private static Object number(Object value, ColumnKind kind, int scale, ValueText text) {
    if (kind == ColumnKind.BOOLEAN) {
      return truth(value, text);
    }
    if (kind == ColumnKind.FLOAT32 || kind == ColumnKind.FLOAT64) {
      return floating(value, kind, text);
    }
    BigDecimal exact = exact(value, text);
    if (exact == null) {
      return value;
    }
    return switch (kind) {
      case INT16 -> exact.shortValueExact();
      case INT32 -> exact.intValueExact();
      case INT64 -> exact.longValueExact();
      default -> scale < 0 ? exact : exact.setScale(scale, RoundingMode.HALF_UP);
    };
  }

  private static Object truth(Object value, ValueText text) {
    if (value instanceof String string) {
      return text.parseLong(ColumnKind.BOOLEAN, string) != 0;
    }
    BigDecimal exact = exact(value, text);
    if (exact == null) {
      return value;
    }
    if (exact.signum() != 0 && exact.compareTo(BigDecimal.ONE) != 0) {
      throw new ArithmeticException("a truth value is 0 or 1");
    }
    return exact.signum() != 0;
  }

  private static Object floating(Object value, ColumnKind kind, ValueText text) {
    if (value instanceof String string) {
      return text.parseDouble(kind, string);
    }
    if (value instanceof Double || value instanceof Float) {
      return value; // The place rounds, or refuses.
    }
    BigDecimal exact = exact(value, text);
    return exact == null ? value : (Object) exact.doubleValue();
  }

  /** All digits of a number; null if the value is none, so that binding it says so. */
  private static @Nullable BigDecimal exact(Object value, ValueText text) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return value instanceof String || value instanceof Number
        ? text.parseDecimal(value.toString())
        : null;
  }

  // ------------------------------------------------------------------ the rest

  private static Object characters(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    boolean printable =
        value instanceof Number
            || value instanceof Boolean
            || value instanceof UUID
            || value instanceof Temporal
            || value instanceof java.sql.Date
            || value instanceof java.sql.Time
            || value instanceof Timestamp;
    return printable ? value.toString() : value;
  }

  private static Object time(Object value, ColumnKind kind, ValueText text) {
    if (value instanceof String string) {
      return parsed(text.parseLong(kind, string), kind);
    }
    if (value instanceof java.util.Date date) {
      return kind == ColumnKind.TIMESTAMP_TZ
          ? DateTimes.instant(date)
          : part(DateTimes.local(date, null), kind);
    }
    return value instanceof LocalDateTime local && kind != ColumnKind.TIMESTAMP_TZ
        ? part(local, kind)
        : value;
  }

  private static Object parsed(long value, ColumnKind kind) {
    return switch (kind) {
      case DATE -> DateTimes.date(value);
      case TIME -> DateTimes.time(value);
      case TIMESTAMP -> DateTimes.dateTime(value);
      default -> DateTimes.instant(value);
    };
  }

  private static Object part(LocalDateTime time, ColumnKind kind) {
    return switch (kind) {
      case DATE -> time.toLocalDate();
      case TIME -> time.toLocalTime();
      default -> time;
    };
  }

  /** The kind that a constant of {@link Types} stands for; null if the value tells by itself. */
  private static @Nullable ColumnKind kind(int sqlType) throws SQLException {
    return switch (sqlType) {
      case Types.BOOLEAN, Types.BIT -> ColumnKind.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT -> ColumnKind.INT16;
      case Types.INTEGER -> ColumnKind.INT32;
      case Types.BIGINT -> ColumnKind.INT64;
      case Types.REAL -> ColumnKind.FLOAT32;
      case Types.FLOAT, Types.DOUBLE -> ColumnKind.FLOAT64;
      case Types.DECIMAL, Types.NUMERIC -> ColumnKind.NUMERIC;
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR ->
          ColumnKind.TEXT;
      case Types.DATE -> ColumnKind.DATE;
      case Types.TIME, Types.TIME_WITH_TIMEZONE -> ColumnKind.TIME;
      case Types.TIMESTAMP -> ColumnKind.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> ColumnKind.TIMESTAMP_TZ;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> ColumnKind.BYTES;
      case Types.OTHER, Types.ARRAY, Types.NULL, Types.JAVA_OBJECT, Types.BLOB, Types.CLOB -> null;
      default -> throw SqlExceptions.notSupported("a parameter of java.sql.Types " + sqlType);
    };
  }

  /**
   * Checks a type, for NULL.
   *
   * @throws SQLException 0A000 if there is no such type
   */
  public static void check(int sqlType) throws SQLException {
    kind(sqlType);
  }
}
