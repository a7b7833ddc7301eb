package org.pydb.engine.schema;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column: its kind and the numbers that narrow it. Immutable; thread-safe.
 *
 * @param kind how values are stored and ordered
 * @param precision for {@code DECIMAL} the digits (1 to 38); for {@code CHAR} and {@code TEXT} the
 *     most characters, 0 for no bound; for times of day and timestamps one more than the digits
 *     that they keep of their seconds' fraction, 0 for all (see {@link #fractionDigits}); otherwise
 *     0
 * @param scale for {@code DECIMAL} the digits after the point (0 to {@code precision}); otherwise 0
 * @param element for {@code ARRAY} the type of the elements; otherwise null
 */
public record ColumnType(ColumnKind kind, int precision, int scale, @Nullable ColumnType element) {

  /** The most digits of a {@code DECIMAL}. */
  public static final int DECIMAL_PRECISION_MAX = 38;

  /** A {@code DECIMAL} of at most so many digits is stored as one scaled {@code long}. */
  public static final int LONG_DECIMAL_PRECISION_MAX = 18;

  /** The digits of microseconds: the most that the fraction of a second has. */
  public static final int FRACTION_DIGITS_MAX = 6;

  /** Checks that the numbers fit the kind. */
  public ColumnType {
    if ((kind == ColumnKind.ARRAY) != (element != null)) {
      throw new IllegalArgumentException("arrays, and nothing else, have a type of elements");
    }
    if (element != null && element.kind() == ColumnKind.ARRAY) {
      throw new IllegalArgumentException("arrays have one dimension");
    }
    if (precision < 0 || scale < 0) {
      throw new IllegalArgumentException("precision and scale must not be negative");
    }
    if (kind == ColumnKind.DECIMAL) {
      if (precision < 1 || precision > DECIMAL_PRECISION_MAX || scale > precision) {
        throw new IllegalArgumentException(
            "decimal("
                + precision
                + ", "
                + scale
                + "): expected 1 to 38 digits, scale within them");
      }
    } else if (hasFraction(kind)) {
      if (scale != 0 || precision > FRACTION_DIGITS_MAX) {
        throw new IllegalArgumentException(
            kind + " with a precision of " + precision + ": expected 0 to " + FRACTION_DIGITS_MAX);
      }
    } else if (scale != 0 || (precision != 0 && !isCharacter(kind))) {
      throw new IllegalArgumentException(kind + " takes no precision or scale");
    }
  }

  /** A type that is no array. */
  public ColumnType(ColumnKind kind, int precision, int scale) {
    this(kind, precision, scale, null);
  }

  /** Arrays of elements of a type. */
  public static ColumnType array(ColumnType element) {
    return new ColumnType(ColumnKind.ARRAY, 0, 0, element);
  }

  /** The type of this kind with nothing to narrow it. */
  public static ColumnType of(ColumnKind kind) {
    return new ColumnType(kind, 0, 0);
  }

  /** {@code DECIMAL(precision, scale)}. */
  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(ColumnKind.DECIMAL, precision, scale);
  }

  /** {@code TEXT} of at most {@code length} characters (code points); 0 for no bound. */
  public static ColumnType text(int length) {
    return new ColumnType(ColumnKind.TEXT, length, 0);
  }

  /** {@code CHAR(length)}, in characters (code points). */
  public static ColumnType character(int length) {
    return new ColumnType(ColumnKind.CHAR, length, 0);
  }

  /**
   * A time of day or timestamp whose seconds keep so many digits after the point: 0 to 6. All six
   * are as good as no bound, and the same type as {@link #of}.
   */
  public static ColumnType ofFraction(ColumnKind kind, int digits) {
    if (!hasFraction(kind) || digits < 0 || digits > FRACTION_DIGITS_MAX) {
      throw new IllegalArgumentException(kind + " whose seconds have " + digits + " digits");
    }
    return new ColumnType(kind, digits == FRACTION_DIGITS_MAX ? 0 : digits + 1, 0);
  }

  /** How many digits of its seconds' fraction a time of day or timestamp keeps; otherwise 0. */
  public int fractionDigits() {
    if (!hasFraction(kind)) {
      return 0;
    }
    return precision == 0 ? FRACTION_DIGITS_MAX : precision - 1;
  }

  /** Of how many microseconds all values are multiples: 1,000 if seconds keep three digits. */
  public long fractionMicros() {
    long micros = 1;
    int leftOut = hasFraction(kind) ? FRACTION_DIGITS_MAX - fractionDigits() : 0;
    for (int i = 0; i < leftOut; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Bytes that a value takes in a row's fixed part, or 0 if it stands in the variable part. */
  public int fixedWidth() {
    if (kind == ColumnKind.DECIMAL) {
      return precision <= LONG_DECIMAL_PRECISION_MAX ? 8 : 16;
    }
    return kind.width();
  }

  /** Whether values travel as {@code long}. */
  public boolean isLong() {
    return switch (kind) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> true;
      case DECIMAL -> precision <= LONG_DECIMAL_PRECISION_MAX;
      case FLOAT32, FLOAT64, NUMERIC -> false;
      case UUID, CHAR, TEXT, BYTES, INTERVAL, JSON, JSONB, ARRAY -> false;
    };
  }

  /** Whether values travel as {@code double}. */
  public boolean isDouble() {
    return kind == ColumnKind.FLOAT32 || kind == ColumnKind.FLOAT64;
  }

  /** Whether values travel as {@code BigDecimal}. */
  public boolean isBigDecimal() {
    return kind == ColumnKind.NUMERIC || (kind == ColumnKind.DECIMAL && !isLong());
  }

  /** Whether values travel as bytes. */
  public boolean isBytes() {
    return switch (kind) {
      case UUID, CHAR, TEXT, BYTES, INTERVAL, JSON, JSONB, ARRAY -> true;
      default -> false;
    };
  }

  /** Whether the engine knows the order of the values, so that they can be keys. */
  public boolean isOrdered() {
    return switch (kind) {
      case JSON, JSONB -> false;
      case ARRAY -> element != null && element.isOrdered();
      default -> true;
    };
  }

  /**
   * Whether an encoded key gives back exactly the value that went in. It does not for {@code
   * NUMERIC} (a key forgets trailing zeros), for floating point (a key holds no negative zero) and
   * {@code INTERVAL} (a key holds no months), nor for {@code ARRAY}, so rows keep such columns
   * beside the key.
   */
  public boolean isExactInKeys() {
    return switch (kind) {
      case NUMERIC, FLOAT32, FLOAT64, INTERVAL, ARRAY -> false;
      default -> true;
    };
  }

  private static boolean isCharacter(ColumnKind kind) {
    return kind == ColumnKind.CHAR || kind == ColumnKind.TEXT;
  }

  private static boolean hasFraction(ColumnKind kind) {
    return switch (kind) {
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
      case CHAR, TEXT -> precision == 0 ? kind.name() : kind + "(" + precision + ")";
      case TIME, TIMESTAMP, TIMESTAMP_TZ ->
          precision == 0 ? kind.name() : kind + "(" + fractionDigits() + ")";
      case ARRAY -> element + "[]";
      default -> kind.name();
    };
  }
}
