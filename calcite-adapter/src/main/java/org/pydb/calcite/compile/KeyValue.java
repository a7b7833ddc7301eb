package org.pydb.calcite.compile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A value that a key column is compared with, as a value of the column's type. It never fails: what
 * the column cannot hold equals nothing (NULL), or is moved to the next value that it can hold.
 *
 * <p>{@code id = 1.5} finds nothing in an integer column, {@code id > 1.5} begins at 2, and {@code
 * price <= 9.999} ends at 9.99 where prices have two digits. Integers are left alone, as wide as
 * they are: whoever makes the range from them sees what is beyond the column.
 */
final class KeyValue extends Expression {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  /** What becomes of a value between two that the column can hold. */
  enum Rounding {
    /** It equals nothing. */
    EXACT,
    /** The one below. */
    DOWN,
    /** The one above. */
    UP
  }

  private final Rounding rounding;

  private KeyValue(Expression value, ColumnType type, Rounding rounding) {
    super(type, List.of(value));
    this.rounding = rounding;
  }

  /** The value for a column of this type. */
  static Expression of(Expression value, ColumnType column, Rounding rounding) {
    return isHeldBy(value.type(), column) ? value : new KeyValue(value, column, rounding);
  }

  /** Whether every value of a type is one of the column's type, or so far beyond as to be seen. */
  private static boolean isHeldBy(ColumnType type, ColumnType column) {
    if (column.isBytes()) {
      // Keys have no trailing blanks; text that has some equals none of them.
      return column.kind() != ColumnKind.CHAR || type.kind() == ColumnKind.CHAR;
    }
    return switch (column.kind()) {
      case INT16, INT32, INT64 -> type.kind() != ColumnKind.BOOLEAN && isInteger(type);
      case DECIMAL ->
          type.kind() == ColumnKind.DECIMAL
              && type.scale() <= column.scale()
              && type.precision() - type.scale() <= column.precision() - column.scale();
      case NUMERIC -> type.isBigDecimal() || type.kind() == ColumnKind.DECIMAL;
      default -> type.kind() == column.kind();
    };
  }

  private static boolean isInteger(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  @Override
  protected String name() {
    return switch (rounding) {
      case EXACT -> "exactly";
      case DOWN -> "at most";
      case UP -> "at least";
    };
  }

  @Override
  public Evaluator evaluator() {
    return new Conversion(operands().get(0).evaluator());
  }

  private final class Conversion extends Evaluator {
    private final Vector result = Vector.of(type());

    Conversion(Evaluator value) {
      super(value);
    }

    @Override
    public void open(EvaluationContext context) {
      super.open(context);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      Vector values = operand(0).evaluate(batch, rows, count);
      result.reset(batch.size());
      for (int k = 0; k < count; k++) {
        Object value = values.getObject(rows[k]);
        result.setObject(rows[k], value == null ? null : convert(value));
      }
      return result;
    }
  }

  private @Nullable Object convert(Object value) {
    return switch (type().kind()) {
      case DATE -> day((Long) value);
      case CHAR -> text((byte[]) value);
      case FLOAT32, FLOAT64 -> floating(((Number) value).doubleValue());
      default -> number(value);
    };
  }

  private @Nullable Object day(long micros) {
    long day = Math.floorDiv(micros, MICROS_A_DAY);
    boolean isMidnight = Math.floorMod(micros, MICROS_A_DAY) == 0;
    if (isMidnight) {
      return day;
    }
    return switch (rounding) {
      case EXACT -> null;
      case DOWN -> day;
      case UP -> day + 1;
    };
  }

  private static byte @Nullable [] text(byte[] value) {
    return value.length > 0 && value[value.length - 1] == ' ' ? null : value;
  }

  private @Nullable Object floating(double value) {
    if (type().kind() == ColumnKind.FLOAT64 || Double.isNaN(value) || (float) value == value) {
      return value;
    }
    float near = (float) value;
    return switch (rounding) {
      case EXACT -> null;
      case DOWN -> (double) (near > value ? Math.nextDown(near) : near);
      case UP -> (double) (near < value ? Math.nextUp(near) : near);
    };
  }

  private @Nullable Object number(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return rounding == Rounding.EXACT ? null : limit(number > 0 || Double.isNaN(number));
    }
    BigDecimal exact = decimal(value);
    return switch (type().kind()) {
      case DECIMAL -> scaled(exact);
      case NUMERIC -> exact;
      default -> whole(exact);
    };
  }

  private BigDecimal decimal(Object value) {
    if (value instanceof Double number) {
      return new BigDecimal(number);
    }
    return value instanceof BigDecimal number ? number : BigDecimal.valueOf((Long) value);
  }

  private @Nullable Object scaled(BigDecimal value) {
    BigDecimal near = value.setScale(type().scale(), mode());
    boolean isExact = near.compareTo(value) == 0;
    boolean isTooBig = near.precision() - near.scale() > type().precision() - type().scale();
    if (rounding == Rounding.EXACT && (!isExact || isTooBig)) {
      return null;
    }
    return isTooBig ? limit(near.signum() > 0) : near;
  }

  private @Nullable Object whole(BigDecimal value) {
    BigDecimal near = value.setScale(0, mode());
    if (rounding == Rounding.EXACT && near.compareTo(value) != 0) {
      return null;
    }
    boolean isTooBig = near.toBigInteger().bitLength() > 63;
    if (isTooBig) {
      return rounding == Rounding.EXACT ? null : limit(near.signum() > 0);
    }
    return near.longValueExact();
  }

  private RoundingMode mode() {
    return rounding == Rounding.UP ? RoundingMode.CEILING : RoundingMode.FLOOR;
  }

  /**
   * A decimal beyond all of the column's type, as whoever makes the range sees; otherwise the
   * greatest or least value.
   */
  private Object limit(boolean greatest) {
    if (type().kind() == ColumnKind.DECIMAL) {
      BigDecimal beyond = BigDecimal.TEN.pow(type().precision()).movePointLeft(type().scale());
      return greatest ? beyond : beyond.negate();
    }
    return greatest ? Long.MAX_VALUE : Long.MIN_VALUE;
  }
}
