package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Values of columns as plain objects: {@code Long}, {@code Double}, {@code BigDecimal}, {@code
 * byte[]}, or null. The model beside which the codecs are tested.
 */
final class Values {
  /** The kinds that keys can have. */
  private static final ColumnKind[] KINDS =
      EnumSet.complementOf(EnumSet.of(ColumnKind.JSON, ColumnKind.JSONB))
          .toArray(ColumnKind[]::new);

  private Values() {}

  static ColumnType randomType(Random random) {
    ColumnKind kind = KINDS[random.nextInt(KINDS.length)];
    if (kind == ColumnKind.DECIMAL) {
      int precision = 1 + random.nextInt(ColumnType.DECIMAL_PRECISION_MAX);
      return ColumnType.decimal(precision, random.nextInt(precision + 1));
    }
    if (kind == ColumnKind.ARRAY) {
      ColumnType element = randomType(random);
      return element.element() == null ? ColumnType.array(element) : element;
    }
    boolean isTime =
        kind == ColumnKind.TIME || kind == ColumnKind.TIMESTAMP || kind == ColumnKind.TIMESTAMP_TZ;
    return isTime ? ColumnType.ofFraction(kind, random.nextInt(7)) : ColumnType.of(kind);
  }

  /** A value; extremes and values near to each other are frequent. */
  static Object random(ColumnType type, Random random) {
    return switch (Carrier.of(type)) {
      case LONG -> randomLong(LongRange.of(type), random);
      case DOUBLE -> randomDouble(type, random);
      case DECIMAL -> type.kind() == ColumnKind.NUMERIC ? numeric(random) : decimal(type, random);
      case BYTES ->
          switch (type.kind()) {
            case INTERVAL -> randomInterval(random);
            case ARRAY -> randomArray(type, random);
            default -> randomBytes(type.kind(), random);
          };
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
    long inside = Math.max(range.least(), Math.min(range.greatest(), value));
    return inside - inside % range.unit();
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

  private static byte[] randomInterval(Random random) {
    int[] near = {0, 1, -1, 29, 30, Integer.MAX_VALUE, Integer.MIN_VALUE};
    long[] spans = {
      0, 1, -1, LongRange.MICROS_PER_DAY, -LongRange.MICROS_PER_DAY, Long.MAX_VALUE, Long.MIN_VALUE
    };
    return ByteBuffer.allocate(16)
        .putInt(near[random.nextInt(near.length)])
        .putInt(random.nextInt(4) == 0 ? random.nextInt() : near[random.nextInt(near.length)])
        .putLong(random.nextInt(4) == 0 ? random.nextLong() : spans[random.nextInt(spans.length)])
        .array();
  }

  private static byte[] randomArray(ColumnType type, Random random) {
    List<Object> elements = new ArrayList<>();
    int count = random.nextInt(random.nextInt(20) == 0 ? 30 : 4);
    for (int i = 0; i < count; i++) {
      elements.add(random.nextInt(4) == 0 ? null : random(type.element(), random));
    }
    return array(type.element(), elements);
  }

  /** An array as the SQL layer writes it. */
  static byte[] array(ColumnType element, List<Object> elements) {
    ByteBuilder array = new ByteBuilder(16);
    array.putInt(elements.size());
    for (int i = 0; i < elements.size(); i += 8) {
      int nulls = 0;
      for (int bit = 0; bit < 8 && i + bit < elements.size(); bit++) {
        nulls |= elements.get(i + bit) == null ? 1 << bit : 0;
      }
      array.putByte(nulls);
    }
    for (Object value : elements) {
      if (value instanceof Long number) {
        byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        array.put(wide, Long.BYTES - element.fixedWidth(), element.fixedWidth());
      } else if (value instanceof Double number && element.kind() == ColumnKind.FLOAT32) {
        array.putInt(Float.floatToRawIntBits(number.floatValue()));
      } else if (value instanceof Double number) {
        array.putLong(Double.doubleToRawLongBits(number));
      } else if (value instanceof BigDecimal decimal) {
        byte[] unscaled = decimal.unscaledValue().toByteArray();
        array.putInt(decimal.scale()).putInt(unscaled.length).put(unscaled, 0, unscaled.length);
      } else if (value instanceof byte[] bytes) {
        if (element.fixedWidth() == 0) {
          array.putInt(bytes.length);
        }
        array.put(bytes, 0, bytes.length);
      }
    }
    return array.toArray();
  }

  private static List<Object> elements(ColumnType element, byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array);
    List<Object> elements = new ArrayList<>();
    int count = bytes.getInt();
    byte[] nulls = new byte[(count + 7) / 8];
    bytes.get(nulls);
    for (int i = 0; i < count; i++) {
      boolean isNull = (nulls[i / 8] & 1 << i % 8) != 0;
      elements.add(isNull ? null : element(element, bytes));
    }
    return elements;
  }

  private static Object element(ColumnType type, ByteBuffer bytes) {
    if (type.isLong()) {
      byte[] wide = new byte[type.fixedWidth()];
      bytes.get(wide);
      return new BigInteger(wide).longValue();
    }
    if (type.isDouble()) {
      return type.kind() == ColumnKind.FLOAT32 ? (double) bytes.getFloat() : bytes.getDouble();
    }
    int scale = type.isBigDecimal() ? bytes.getInt() : 0;
    byte[] value = new byte[type.isBytes() && type.fixedWidth() != 0 ? 16 : bytes.getInt()];
    bytes.get(value);
    return type.isBigDecimal() ? new BigDecimal(new BigInteger(value), scale) : value;
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
      case BYTES ->
          switch (type.kind()) {
            case INTERVAL -> length(a).compareTo(length(b));
            case ARRAY -> compareArrays(type, (byte[]) a, (byte[]) b);
            default -> Arrays.compareUnsigned(stored(type, a), stored(type, b));
          };
    };
  }

  /** How long an interval is, in microseconds, with months of 30 days. */
  private static BigInteger length(Object interval) {
    ByteBuffer bytes = ByteBuffer.wrap((byte[]) interval);
    long days = 30L * bytes.getInt() + bytes.getInt();
    return BigInteger.valueOf(days)
        .multiply(BigInteger.valueOf(LongRange.MICROS_PER_DAY))
        .add(BigInteger.valueOf(bytes.getLong()));
  }

  private static int compareArrays(ColumnType type, byte[] a, byte[] b) {
    List<Object> left = elements(type.element(), a);
    List<Object> right = elements(type.element(), b);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      Object x = left.get(i);
      Object y = right.get(i);
      int order =
          x == null || y == null
              ? Boolean.compare(x == null, y == null)
              : compare(type.element(), x, y);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
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
