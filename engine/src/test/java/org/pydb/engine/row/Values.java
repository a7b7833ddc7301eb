package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Values of columns as plain objects: {@code Long}, {@code Double}, {@code BigDecimal}, {@code
 * byte[]}, or null. The model beside which the codecs are tested.
 */
final class Values {
  /** The kinds that keys can have. */
  private static final ColumnKind[] KINDS =
      EnumSet.range(ColumnKind.BOOLEAN, ColumnKind.BYTES).toArray(ColumnKind[]::new);

  private Values() {}

  static ColumnType randomType(Random random) {
    ColumnKind kind = KINDS[random.nextInt(KINDS.length)];
    if (kind == ColumnKind.DECIMAL) {
      int precision = 1 + random.nextInt(ColumnType.DECIMAL_PRECISION_MAX);
      return ColumnType.decimal(precision, random.nextInt(precision + 1));
    }
    return ColumnType.of(kind);
  }

  /** A value; extremes and values near to each other are frequent. */
  static Object random(ColumnType type, Random random) {
    return switch (Carrier.of(type)) {
      case LONG -> randomLong(LongRange.of(type), random);
      case DOUBLE -> randomDouble(type, random);
      case DECIMAL -> type.kind() == ColumnKind.NUMERIC ? numeric(random) : decimal(type, random);
      case BYTES -> randomBytes(type.kind(), random);
    };
  }

  private static Long randomLong(LongRange range, Random random) {
    long value =
        switch (random.nextInt(6)) {
          case 0 -> range.least();
          case 1 -> range.greatest();
          case 2 -> random.nextLong();
          case 3 -> random.nextInt(1000);
          default -> random.nextInt(5) - 2;
        };
    return Math.max(range.least(), Math.min(range.greatest(), value));
  }

  private static Double randomDouble(ColumnType type, Random random) {
    double[] extremes = {
      0.0,
      -0.0,
      1,
      -1,
      Float.MIN_VALUE,
      -Float.MAX_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    if (random.nextBoolean()) {
      return extremes[random.nextInt(extremes.length)];
    }
    return type.kind() == ColumnKind.FLOAT32
        ? (double) Float.intBitsToFloat(random.nextInt())
        : Double.longBitsToDouble(random.nextLong());
  }

  private static BigDecimal decimal(ColumnType type, Random random) {
    BigInteger bound = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    BigInteger unscaled =
        switch (random.nextInt(4)) {
          case 0 -> bound;
          case 1 -> bound.negate();
          case 2 -> BigInteger.valueOf(random.nextInt(5) - 2);
          default -> new BigInteger(130, random).subtract(BigInteger.ONE.shiftLeft(129)).mod(bound);
        };
    return new BigDecimal(unscaled, type.scale());
  }

  private static BigDecimal numeric(Random random) {
    BigInteger unscaled =
        switch (random.nextInt(5)) {
          case 0 -> BigInteger.valueOf(random.nextLong());
          case 1 -> new BigInteger(random.nextInt(300), random);
          case 2 -> new BigInteger(random.nextInt(300), random).negate();
          default -> BigInteger.valueOf(random.nextInt(2001) - 1000);
        };
    int scale = random.nextInt(8) == 0 ? random.nextInt(32_767) - 16_383 : random.nextInt(9) - 4;
    return new BigDecimal(unscaled, scale);
  }

  private static byte[] randomBytes(ColumnKind kind, Random random) {
    int length = kind == ColumnKind.UUID ? 16 : random.nextInt(random.nextInt(20) == 0 ? 300 : 5);
    if (kind == ColumnKind.UUID || kind == ColumnKind.BYTES) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (random.nextInt(3) - 1); // 00, 01 and FF are the interesting ones
      }
      return bytes;
    }
    String[] letters = {"a", "b", " ", "\u0001", "é", "€", "\uFFFD", "😀"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters[random.nextInt(letters.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The order that SQL asks for, of values that are not NULL. */
  static int compare(ColumnType type, Object a, Object b) {
    return switch (Carrier.of(type)) {
      case LONG -> Long.compare((Long) a, (Long) b);
      case DOUBLE -> Double.compare((Double) a + 0.0, (Double) b + 0.0); // -0.0 + 0.0 is 0.0
      case DECIMAL -> ((BigDecimal) a).compareTo((BigDecimal) b);
      case BYTES -> Arrays.compareUnsigned(stored(type, a), stored(type, b));
    };
  }

  /** What remains of a value when it is stored: a CHAR loses its trailing blanks. */
  static byte[] stored(ColumnType type, Object value) {
    byte[] bytes = (byte[]) value;
    int length = bytes.length;
    while (type.kind() == ColumnKind.CHAR && length > 0 && bytes[length - 1] == ' ') {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Adds a value, or NULL, to a key. */
  static void add(KeyEncoder key, ColumnType type, Object value) {
    if (value == null) {
      key.addNull();
      return;
    }
    switch (Carrier.of(type)) {
      case LONG -> key.addLong((Long) value);
      case DOUBLE -> key.addDouble((Double) value);
      case DECIMAL -> key.addDecimal((BigDecimal) value);
      case BYTES -> {
        byte[] bytes = (byte[]) value;
        key.addBytes(bytes, 0, bytes.length);
      }
    }
  }

  /** Reads a value, or NULL, from a key. */
  static Object get(KeyDecoder key, int part) {
    if (key.isNull(part)) {
      return null;
    }
    return switch (Carrier.of(key.format().parts().get(part).type())) {
      case LONG -> key.getLong(part);
      case DOUBLE -> key.getDouble(part);
      case DECIMAL -> key.getDecimal(part);
      case BYTES -> slice(key.array(part), key.start(part), key.length(part));
    };
  }

  /** Sets a column of a row. */
  static void set(RowBuilder row, int column, ColumnType type, Object value) {
    if (value == null) {
      row.setNull(column);
      return;
    }
    switch (Carrier.of(type)) {
      case LONG -> row.setLong(column, (Long) value);
      case DOUBLE -> row.setDouble(column, (Double) value);
      case DECIMAL -> row.setDecimal(column, (BigDecimal) value);
      case BYTES -> {
        byte[] bytes = (byte[]) value;
        row.setBytes(column, bytes, 0, bytes.length);
      }
    }
  }

  /** Reads a column of a row. */
  static Object get(Row row, int column, ColumnType type) {
    if (row.isNull(column)) {
      return null;
    }
    return switch (Carrier.of(type)) {
      case LONG -> row.getLong(column);
      case DOUBLE -> row.getDouble(column);
      case DECIMAL -> row.getDecimal(column);
      case BYTES -> slice(row.array(column), row.start(column), row.length(column));
    };
  }

  static byte[] slice(byte[] array, int start, int length) {
    return Arrays.copyOfRange(array, start, start + length);
  }
}
