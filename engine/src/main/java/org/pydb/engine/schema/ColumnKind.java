package org.pydb.engine.schema;

/**
 * The storage kinds of a column. A kind fixes how a value looks in a row, how it is ordered in a
 * key, and by which accessor it travels: {@code long}, {@code double}, bytes or decimal.
 *
 * <pre>
 * kind          in a row        travels as   the value
 * BOOLEAN       1 byte          long         0 or 1
 * INT16         2 bytes         long         two's complement
 * INT32         4 bytes         long         two's complement
 * INT64         8 bytes         long         two's complement
 * FLOAT32       4 bytes         double       IEEE 754 single
 * FLOAT64       8 bytes         double       IEEE 754 double
 * DECIMAL       8 or 16 bytes   long/decimal unscaled value; 8 bytes up to 18 digits, 16 up to 38
 * NUMERIC       variable        decimal      any scale, kept as written
 * DATE          4 bytes         long         days since 1970-01-01
 * TIME          8 bytes         long         microseconds since midnight
 * TIMESTAMP     8 bytes         long         microseconds since 1970-01-01 00:00:00, no zone
 * TIMESTAMP_TZ  8 bytes         long         microseconds since 1970-01-01 00:00:00 UTC, an instant
 * UUID          16 bytes        bytes        most significant byte first
 * CHAR          variable        bytes        UTF-8 without trailing blanks
 * TEXT          variable        bytes        UTF-8, no NUL character
 * BYTES         variable        bytes        anything
 * INTERVAL      16 bytes        bytes        months and days of 4 bytes, microseconds of 8
 * JSON          variable        bytes        UTF-8, as it was written
 * JSONB         variable        bytes        UTF-8, in the one form that the SQL layer gives it
 * ARRAY         variable        bytes        elements of one type, as the SQL layer writes them
 * </pre>
 *
 * <p>The engine does not look into JSON. It cannot order that, so it is no key.
 */
public enum ColumnKind {
  BOOLEAN(1, 1),
  INT16(2, 2),
  INT32(3, 4),
  INT64(4, 8),
  FLOAT32(5, 4),
  FLOAT64(6, 8),
  DECIMAL(7, 0),
  NUMERIC(8, 0),
  DATE(9, 4),
  TIME(10, 8),
  TIMESTAMP(11, 8),
  TIMESTAMP_TZ(12, 8),
  UUID(13, 16),
  CHAR(14, 0),
  TEXT(15, 0),
  BYTES(16, 0),
  INTERVAL(17, 16),
  JSON(18, 0),
  JSONB(19, 0),
  ARRAY(20, 0);

  private static final ColumnKind[] BY_CODE = new ColumnKind[21];

  static {
    for (ColumnKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final int code;
  private final int width;

  ColumnKind(int code, int width) {
    this.code = code;
    this.width = width;
  }

  /** The number that stands for this kind in a file; it never changes. */
  public int code() {
    return code;
  }

  /** Whether values may be so large that they are kept outside their rows. */
  public boolean mayBeLarge() {
    return this == TEXT || this == BYTES || this == JSON || this == JSONB;
  }

  /** Bytes of a value in a row, or 0 where that depends on the type or on the value. */
  int width() {
    return width;
  }

  /**
   * The kind with this code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ColumnKind ofCode(int code) {
    ColumnKind kind = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (kind == null) {
      throw new IllegalArgumentException("no column kind has the code " + code);
    }
    return kind;
  }
}
