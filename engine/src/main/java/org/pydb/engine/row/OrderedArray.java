package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.schema.ColumnType;

/**
 * Arrays in keys: their elements one after the other, each with a marker before it, and an end.
 * Stateless.
 *
 * <pre>
 * marker     00 the end
 *            01 an element follows, as it is in a key of its own
 *            02 NULL, above every element
 *
 * '{}'           → 00
 * '{a,b}'        → 01 61 00   01 62 00   00
 * '{a,NULL}'     → 01 61 00   02         00
 * </pre>
 *
 * <p>So the first element that differs decides, and an array sorts before all that it begins.
 *
 * <p>In rows an array is as the SQL layer writes it:
 *
 * <pre>
 *  0       4                 4 + (count + 7) / 8
 *  | count | a bit for each  | the elements that are not NULL, one after the other
 *          | that is NULL    |
 *
 *  an element of fixed width    as many bytes as in a row
 *  a decimal of many digits     scale (4), length (4), unscaled value
 *  anything else                length (4), bytes
 * </pre>
 */
final class OrderedArray {
  private static final int END = 0x00;
  private static final int VALUE = 0x01;
  private static final int NULL = 0x02;

  private OrderedArray() {}

  /** What keys of one element of an array are made of. */
  static KeyFormat elementFormat(ColumnType array) {
    return KeyFormat.of(List.of(KeyPart.ascending(Objects.requireNonNull(array.element()))));
  }

  /**
   * Writes an array.
   *
   * @param encoder of keys of one element
   */
  static void put(ByteBuilder target, KeyEncoder encoder, byte[] bytes, int from, int length) {
    ColumnType type = encoder.format().part(0).type();
    ByteBuffer array = ByteBuffer.wrap(bytes, from, length);
    int count = array.getInt();
    int nullsAt = array.position();
    array.position(nullsAt + (count + 7) / 8);
    for (int i = 0; i < count; i++) {
      if ((bytes[nullsAt + i / 8] & 1 << i % 8) != 0) {
        target.putByte(NULL);
      } else {
        target.putByte(VALUE);
        putElement(encoder.begin(target), type, array);
      }
    }
    target.putByte(END);
  }

  private static void putElement(KeyEncoder encoder, ColumnType type, ByteBuffer array) {
    KeyEncoder unused =
        switch (type.kind()) {
          case BOOLEAN -> encoder.addLong(array.get());
          case INT16 -> encoder.addLong(array.getShort());
          case INT32, DATE -> encoder.addLong(array.getInt());
          case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ -> encoder.addLong(array.getLong());
          case FLOAT32 -> encoder.addDouble(array.getFloat());
          case FLOAT64 -> encoder.addDouble(array.getDouble());
          case DECIMAL, NUMERIC ->
              type.isLong()
                  ? encoder.addLong(array.getLong())
                  : encoder.addDecimal(decimal(array, array.getInt()));
          default -> {
            byte[] value = new byte[type.fixedWidth() == 0 ? array.getInt() : type.fixedWidth()];
            array.get(value);
            yield encoder.addBytes(value, 0, value.length);
          }
        };
  }

  private static BigDecimal decimal(ByteBuffer array, int scale) {
    byte[] unscaled = new byte[array.getInt()];
    array.get(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  /** The offset behind the array at {@code at}, or -1 if none ends before {@code to}. */
  static int end(ColumnType element, byte[] bytes, int at, int to, int mask) {
    int i = at;
    while (i >= 0 && i < to) {
      int marker = (bytes[i++] ^ mask) & 0xFF;
      if (marker == END) {
        return i;
      }
      if (marker == VALUE) {
        i = KeyFormat.valueEnd(element, bytes, i, to, mask);
      } else if (marker != NULL) {
        return -1;
      }
    }
    return -1;
  }

  /** Whether a NULL stands at a place, instead of an element. */
  static boolean isNull(byte[] bytes, int at) {
    return bytes[at] == NULL;
  }

  /** Whether the end stands at a place. */
  static boolean isEnd(byte[] bytes, int at) {
    return bytes[at] == END;
  }
}
