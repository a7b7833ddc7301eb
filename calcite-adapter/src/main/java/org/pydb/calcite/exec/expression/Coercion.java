package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Which types stand in for which without being asked to: PostgreSQL's implicit casts. Stateless.
 */
final class Coercion {

  private Coercion() {}

  static boolean isInteger(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /** Whether values are decimals. */
  static boolean isDecimal(ColumnType type) {
    return type.kind() == ColumnKind.DECIMAL || type.kind() == ColumnKind.NUMERIC;
  }

  static boolean isNumber(ColumnType type) {
    return isInteger(type) || isDecimal(type) || type.isDouble();
  }

  static boolean isText(ColumnType type) {
    return type.kind() == ColumnKind.TEXT || type.kind() == ColumnKind.CHAR;
  }

  /** Whether values name a day: DATE, TIMESTAMP or TIMESTAMP_TZ. */
  static boolean isDay(ColumnType type) {
    return switch (type.kind()) {
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> true;
      default -> false;
    };
  }

  /** The type that values of both types are converted to when they meet; null if there is none. */
  static @Nullable ColumnType common(ColumnType a, ColumnType b) {
    if (a.equals(b)) {
      return a;
    }
    if (isNumber(a) && isNumber(b)) {
      return commonNumber(a, b);
    }
    if (isDay(a) && isDay(b)) {
      return ColumnType.of(a.kind().compareTo(b.kind()) > 0 ? a.kind() : b.kind());
    }
    if (isText(a) && isText(b)) {
      return a.kind() == ColumnKind.CHAR && b.kind() == ColumnKind.CHAR
          ? ColumnType.character(Math.max(a.precision(), b.precision()))
          : ColumnType.of(ColumnKind.TEXT);
    }
    if (a.element() != null && b.element() != null) {
      ColumnType element = common(a.element(), b.element());
      return element == null ? null : ColumnType.array(element);
    }
    return a.kind() == b.kind() ? ColumnType.of(a.kind()) : null;
  }

  /** {@link #common(ColumnType, ColumnType)} of any number of operands; NULLs do not count. */
  static @Nullable ColumnType common(List<Expression> operands) {
    ColumnType common = null;
    for (Expression operand : operands) {
      if (!isNull(operand)) {
        common = common == null ? operand.type() : common(common, operand.type());
        if (common == null) {
          return null;
        }
      }
    }
    return common == null ? operands.get(0).type() : common;
  }

  private static ColumnType commonNumber(ColumnType a, ColumnType b) {
    if (a.isDouble() || b.isDouble()) {
      return ColumnType.of(a.kind() == b.kind() ? a.kind() : ColumnKind.FLOAT64);
    }
    if (isInteger(a) && isInteger(b)) {
      return a.kind().compareTo(b.kind()) > 0 ? a : b;
    }
    if (a.kind() == ColumnKind.NUMERIC || b.kind() == ColumnKind.NUMERIC) {
      return ColumnType.of(ColumnKind.NUMERIC);
    }
    int scale = Math.max(a.scale(), b.scale());
    int whole = Math.max(wholeDigits(a), wholeDigits(b));
    return whole + scale > ColumnType.DECIMAL_PRECISION_MAX
        ? ColumnType.of(ColumnKind.NUMERIC)
        : ColumnType.decimal(whole + scale, scale);
  }

  /** The most digits before the point of an integer or DECIMAL type. */
  private static int wholeDigits(ColumnType type) {
    return switch (type.kind()) {
      case INT16 -> 5;
      case INT32 -> 10;
      case INT64 -> 19;
      default -> type.precision() - type.scale();
    };
  }

  /** Whether the expression is a literal NULL, which fits every type. */
  static boolean isNull(Expression expression) {
    return expression instanceof Literal literal && literal.isNull();
  }

  /**
   * The operand as a parameter of this kind takes it.
   *
   * @param kind NUMERIC also stands for DECIMAL of any scale, and TEXT for CHAR
   * @return null if there is no implicit cast
   */
  static @Nullable Expression implicit(Expression operand, ColumnKind kind) {
    ColumnType from = operand.type();
    if (isNull(operand)) {
      ColumnType type =
          kind == ColumnKind.ARRAY
              ? ColumnType.array(ColumnType.of(ColumnKind.TEXT))
              : ColumnType.of(kind);
      return Literal.ofBoxed(type, null);
    }
    if (from.kind() == kind || !widens(from, kind)) {
      return from.kind() == kind ? operand : null;
    }
    if (kind == ColumnKind.NUMERIC && from.kind() == ColumnKind.DECIMAL) {
      return operand;
    }
    ColumnType to = kind == ColumnKind.NUMERIC ? ColumnType.decimal(19, 0) : ColumnType.of(kind);
    return Casts.cast(operand, to, CastMode.EXPLICIT);
  }

  private static boolean widens(ColumnType from, ColumnKind to) {
    return switch (to) {
      case INT32, INT64 -> isInteger(from) && from.kind().compareTo(to) < 0;
      case NUMERIC -> isInteger(from) || from.kind() == ColumnKind.DECIMAL;
      case FLOAT32 -> isInteger(from) || isDecimal(from);
      case FLOAT64 -> isNumber(from);
      case TIMESTAMP -> from.kind() == ColumnKind.DATE;
      case TIMESTAMP_TZ -> isDay(from);
      case TEXT -> from.kind() == ColumnKind.CHAR;
      default -> false;
    };
  }
}
