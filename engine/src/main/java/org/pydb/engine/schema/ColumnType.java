package org.pydb.engine.schema;

/**
 * The type of a column: its kind and the numbers that narrow it. Immutable; thread-safe.
 *
 * @param kind how values are stored and ordered
 * @param precision for {@code DECIMAL} the digits (1 to 38); for {@code CHAR} and {@code TEXT} the
 *     most characters, 0 for no bound; otherwise 0
 * @param scale for {@code DECIMAL} the digits after the point (0 to {@code precision}); otherwise 0
 */
public record ColumnType(ColumnKind kind, int precision, int scale) {

  /** The most digits of a {@code DECIMAL}. */
  public static final int DECIMAL_PRECISION_MAX = 38;

  /** A {@code DECIMAL} of at most so many digits is stored as one scaled {@code long}. */
  public static final int LONG_DECIMAL_PRECISION_MAX = 18;

  /** Checks that the numbers fit the kind. */
  public ColumnType {
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
    } else if (scale != 0 || (precision != 0 && !isCharacter(kind))) {
      throw new IllegalArgumentException(kind + " takes no precision or scale");
    }
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
      case FLOAT32, FLOAT64, NUMERIC, UUID, CHAR, TEXT, BYTES -> false;
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
      case UUID, CHAR, TEXT, BYTES -> true;
      default -> false;
    };
  }

  /**
   * Whether an encoded key gives back exactly the value that went in. It does not for {@code
   * NUMERIC} (a key forgets trailing zeros) and for floating point (a key holds no negative zero),
   * so rows keep such columns beside the key.
   */
  public boolean isExactInKeys() {
    return kind != ColumnKind.NUMERIC && !isDouble();
  }

  private static boolean isCharacter(ColumnKind kind) {
    return kind == ColumnKind.CHAR || kind == ColumnKind.TEXT;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case DECIMAL -> "DECIMAL(" + precision + "," + scale + ")";
      case CHAR, TEXT -> precision == 0 ? kind.name() : kind + "(" + precision + ")";
      default -> kind.name();
    };
  }
}
