package org.pydb.calcite.exec.array;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * An array as bytes, of elements of one type, each of which may be NULL.
 *
 * <pre>
 *  0       4                 4 + (count + 7) / 8
 *  | count | a bit for each  | the elements that are not NULL, one after the other
 *          | that is NULL    |
 *
 *  the count's highest bit      the elements are counted from 0, not from 1
 *
 *  an element of fixed width    as many bytes as in a row: a number, big-endian
 *  a decimal of many digits     scale (4), length (4), unscaled value
 *  anything else                length (4), bytes
 * </pre>
 *
 * <p>The lists of columns that PostgreSQL's catalog has for an index are counted from 0. That much
 * of its arrays with other bounds there is: what makes an array of others counts from 1.
 *
 * <p>Elements are in the boxes that vectors have: {@code Long}, {@code Double}, {@code BigDecimal},
 * {@code byte[]}. Stateless.
 */
public final class ArrayValue {

  /** The most elements of an array. */
  public static final int COUNT_MAX = 10_000_000;

  private static final int NULLS_AT = Integer.BYTES;
  private static final int FROM_ZERO = Integer.MIN_VALUE;

  private ArrayValue() {}

  /** How many elements an array has. */
  public static int count(byte[] array, int start) {
    return ByteBuffer.wrap(array).getInt(start) & ~FROM_ZERO;
  }

  /** The number of the first element: 1, or 0 in an array that is counted from there. */
  public static int first(byte[] array, int start) {
    return ByteBuffer.wrap(array).getInt(start) < 0 ? 0 : 1;
  }

  /** The same array, counted from 0 or 1; changes it. */
  public static byte[] countFrom(int first, byte[] array) {
    array[0] = (byte) (first == 0 ? array[0] | 0x80 : array[0] & 0x7F);
    return array;
  }

  /** The bytes of an array. */
  public static byte[] write(ColumnType element, List<? extends @Nullable Object> elements) {
    int count = elements.size();
    byte[] nulls = new byte[(count + 7) / 8];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
    for (int i = 0; i < count; i++) {
      if (elements.get(i) == null) {
        nulls[i / 8] |= (byte) (1 << i % 8);
      }
    }
    out.writeBytes(nulls);
    for (Object value : elements) {
      if (value != null) {
        write(element, value, out);
      }
    }
    return out.toByteArray();
  }

  private static void write(ColumnType element, Object value, ByteArrayOutputStream out) {
    if (value instanceof Long number) {
      byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      int width = element.fixedWidth();
      out.write(wide, Long.BYTES - width, width);
    } else if (value instanceof Double number) {
      ByteBuffer bits =
          element.kind() == ColumnKind.FLOAT32
              ? ByteBuffer.allocate(Float.BYTES).putFloat(number.floatValue())
              : ByteBuffer.allocate(Double.BYTES).putDouble(number);
      out.writeBytes(bits.array());
    } else if (value instanceof BigDecimal decimal && element.isLong()) {
      long unscaled = decimal.setScale(element.scale()).unscaledValue().longValueExact();
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(unscaled).array());
    } else if (value instanceof BigDecimal decimal) {
      byte[] unscaled = decimal.unscaledValue().toByteArray();
      out.writeBytes(
          ByteBuffer.allocate(2 * Integer.BYTES)
              .putInt(decimal.scale())
              .putInt(unscaled.length)
              .array());
      out.writeBytes(unscaled);
    } else {
      byte[] bytes = (byte[]) value;
      if (element.fixedWidth() == 0) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      }
      out.writeBytes(bytes);
    }
  }

  /** The elements of an array. */
  public static List<@Nullable Object> read(ColumnType element, byte[] array, int start) {
    Elements elements = new Elements(element, array, start);
    List<@Nullable Object> read = new ArrayList<>(elements.count());
    while (elements.hasNext()) {
      read.add(elements.next());
    }
    return read;
  }

  /** The elements of an array, one after the other. */
  public static final class Elements {
    private final ColumnType element;
    private final byte[] array;
    private final int nullsAt;
    private final int count;
    private final ByteBuffer bytes;
    private int next;

    /** The elements of an array that begins at a place. */
    public Elements(ColumnType element, byte[] array, int start) {
      this.element = element;
      this.array = array;
      nullsAt = start + NULLS_AT;
      bytes = ByteBuffer.wrap(array);
      count = ArrayValue.count(array, start);
      bytes.position(nullsAt + (count + 7) / 8);
    }

    /** How many there are. */
    public int count() {
      return count;
    }

    /** Whether there is another one. */
    public boolean hasNext() {
      return next < count;
    }

    /** The next one. */
    public @Nullable Object next() {
      int index = next++;
      if ((array[nullsAt + index / 8] & 1 << index % 8) != 0) {
        return null;
      }
      return switch (element.kind()) {
        case BOOLEAN -> (long) bytes.get();
        case INT16 -> (long) bytes.getShort();
        case INT32, DATE -> (long) bytes.getInt();
        case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ -> bytes.getLong();
        case FLOAT32 -> (double) bytes.getFloat();
        case FLOAT64 -> bytes.getDouble();
        case DECIMAL, NUMERIC -> decimal();
        default -> slice(element.fixedWidth() == 0 ? bytes.getInt() : element.fixedWidth());
      };
    }

    private BigDecimal decimal() {
      if (element.isLong()) {
        return BigDecimal.valueOf(bytes.getLong(), element.scale());
      }
      int scale = bytes.getInt();
      return new BigDecimal(new BigInteger(slice(bytes.getInt())), scale);
    }

    private byte[] slice(int length) {
      byte[] slice = new byte[length];
      bytes.get(slice);
      return slice;
    }
  }
}
