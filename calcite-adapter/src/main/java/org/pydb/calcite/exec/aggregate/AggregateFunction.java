package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The aggregate functions, as PostgreSQL defines them. Except for the counts they are NULL if no
 * argument that is not NULL came.
 */
public enum AggregateFunction {
  /** Rows. */
  COUNT_ROWS,
  /** Arguments that are not NULL. */
  COUNT,
  SUM,
  /** {@link #SUM}, but 0 for no arguments. */
  SUM_OR_ZERO,
  AVG,
  MIN,
  MAX,
  BOOL_AND,
  BOOL_OR,
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  /** The first argument that came and is not NULL. */
  ANY_VALUE,
  /** The only argument; 21000 if there are more. */
  SINGLE_VALUE,
  VAR_POP,
  VAR_SAMP,
  STDDEV_POP,
  STDDEV_SAMP,

  // Those that take rows: several arguments, or an order.
  /** Texts, with marks between them. */
  STRING_AGG,
  /** An array of all values, NULLs included. */
  ARRAY_AGG,
  /** A JSON array of values that are {@code json} already. */
  JSON_AGG,
  /** The same with each value on a line, as rows are written. */
  JSON_AGG_ROWS,
  JSONB_AGG,
  /** The same without values that are NULL. */
  JSON_AGG_STRICT,
  JSON_AGG_ROWS_STRICT,
  JSONB_AGG_STRICT,
  /** A JSON object of keys, which are texts, and values that are {@code json} already. */
  JSON_OBJECT_AGG,
  JSONB_OBJECT_AGG,
  /** The same without values that are NULL. */
  JSON_OBJECT_AGG_STRICT,
  JSONB_OBJECT_AGG_STRICT,
  /** The same where no key may come twice. */
  JSON_OBJECT_AGG_UNIQUE,
  JSONB_OBJECT_AGG_UNIQUE,
  /** The same of both. */
  JSON_OBJECT_AGG_UNIQUE_STRICT,
  JSONB_OBJECT_AGG_UNIQUE_STRICT,
  PERCENTILE_CONT,
  PERCENTILE_DISC,
  /** The most frequent value. */
  MODE,
  CORR,
  COVAR_POP,
  COVAR_SAMP,
  REGR_AVGX,
  REGR_AVGY,
  REGR_COUNT,
  REGR_INTERCEPT,
  REGR_R2,
  REGR_SLOPE,
  REGR_SXX,
  REGR_SXY,
  REGR_SYY,

  /** One that an application has brought. */
  JAVA;

  /**
   * The type that PostgreSQL gives the result.
   *
   * @param argument the argument's type; null for {@link #COUNT_ROWS}
   * @return null if the function does not take such an argument
   */
  public @Nullable ColumnType resultType(@Nullable ColumnType argument) {
    if (this == COUNT_ROWS || this == COUNT) {
      return ColumnType.of(ColumnKind.INT64);
    }
    if (argument == null) {
      return null;
    }
    return switch (this) {
      case SUM, SUM_OR_ZERO -> sumType(argument);
      case AVG -> argument.kind() == ColumnKind.INTERVAL ? argument : averageType(argument);
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> averageType(argument);
      case BOOL_AND, BOOL_OR -> argument.kind() == ColumnKind.BOOLEAN ? argument : null;
      case BIT_AND, BIT_OR, BIT_XOR -> isInteger(argument) ? argument : null;
      default -> argument;
    };
  }

  private static @Nullable ColumnType sumType(ColumnType argument) {
    return switch (argument.kind()) {
      case INT16, INT32 -> ColumnType.of(ColumnKind.INT64);
      case INT64, DECIMAL, NUMERIC -> ColumnType.of(ColumnKind.NUMERIC);
      case FLOAT32, FLOAT64, INTERVAL -> argument;
      default -> null;
    };
  }

  private static @Nullable ColumnType averageType(ColumnType argument) {
    return switch (argument.kind()) {
      case INT16, INT32, INT64, DECIMAL, NUMERIC -> ColumnType.of(ColumnKind.NUMERIC);
      case FLOAT32, FLOAT64 -> ColumnType.of(ColumnKind.FLOAT64);
      default -> null;
    };
  }

  private static boolean isInteger(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /**
   * Whether a result of this type can be given: {@link #resultType} itself, and for NUMERIC also
   * DECIMAL of any precision and scale, to which the result is then rounded, or for a sum of
   * integers any wide enough integer.
   */
  public boolean gives(@Nullable ColumnType argument, ColumnType result) {
    ColumnType natural = resultType(argument);
    if (natural == null) {
      return false;
    }
    if (this == JAVA) {
      return true;
    }
    if (isChoice()) {
      return natural.kind() == result.kind() && natural.scale() == result.scale();
    }
    return switch (natural.kind()) {
      case NUMERIC ->
          result.kind() == ColumnKind.NUMERIC
              || result.kind() == ColumnKind.DECIMAL
              || (isSum() && argument != null && isInteger(argument) && isInteger(result));
      case INT64 -> isInteger(result) || (isSum() && isDecimal(result));
      default -> natural.kind() == result.kind();
    };
  }

  /** Whether what it gathers is JSON, with the same values before they became JSON if distinct. */
  public boolean takesJson() {
    return compareTo(JSON_AGG) >= 0 && compareTo(JSONB_OBJECT_AGG_UNIQUE_STRICT) <= 0;
  }

  /** Whether it takes several arguments, or rows in an order. */
  public boolean takesRows() {
    return compareTo(STRING_AGG) >= 0 && this != JAVA;
  }

  /** Whether the result is one of the arguments. */
  private boolean isChoice() {
    return this == MIN || this == MAX || this == ANY_VALUE || this == SINGLE_VALUE;
  }

  private boolean isSum() {
    return this == SUM || this == SUM_OR_ZERO;
  }

  private static boolean isDecimal(ColumnType type) {
    return type.kind() == ColumnKind.NUMERIC || type.kind() == ColumnKind.DECIMAL;
  }
}
