package org.pydb.engine.row;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnType;

/**
 * Where the columns stand in row values of one shape: so many columns, with ends of this width. See
 * {@link RowLayout} for the picture. Immutable; thread-safe.
 *
 * <p>Arrays are indexed by the column's ordinal in the table.
 */
final class ValueShape {

  /** Says that a column has no such place. */
  static final int NONE = -1;

  private static final int WIDE_FLAG = 1;
  private static final int HEADER_BYTE_MAX = 0x7F;

  /** Variable bytes before the last column up to here need ends of two bytes. */
  static final int NARROW_END_MAX = 0xFFFF;

  /** What a value of this shape begins with. */
  final int header;

  /** Where the byte with the column's null bit stands, or {@link #NONE} if it is not stored. */
  final int[] nullAt;

  /** The column's bit in that byte. */
  final byte[] nullMask;

  /** Where the value stands, or {@link #NONE} for columns that are variable or not stored. */
  final int[] fixedAt;

  /** The column's number among the variable ones, or {@link #NONE}. */
  final int[] variable;

  /** Where the variable bytes begin: no value of this shape is shorter. */
  final int variableAt;

  private final int variableCount;
  private final int endsAt;
  private final boolean wide;

  /**
   * The shape of values that hold the first {@code count} of these columns.
   *
   * @param types the types of all columns of the table
   * @param stored the ordinals of those that stand in values
   */
  ValueShape(ColumnType[] types, int[] stored, int count, boolean wide) {
    this.wide = wide;
    header = header(count, wide);
    nullAt = places(types.length);
    nullMask = new byte[types.length];
    fixedAt = places(types.length);
    variable = places(types.length);
    int bitsAt = header <= HEADER_BYTE_MAX ? 1 : 2;
    int at = bitsAt + (count + 7) / 8;
    int variables = 0;
    for (int i = 0; i < count; i++) {
      int column = stored[i];
      nullAt[column] = bitsAt + i / 8;
      nullMask[column] = (byte) (1 << i % 8);
      int width = types[column].fixedWidth();
      if (width == 0) {
        variable[column] = variables++;
      } else {
        fixedAt[column] = at;
        at += width;
      }
    }
    variableCount = variables;
    endsAt = at;
    variableAt = at + Math.max(0, variables - 1) * endWidth();
  }

  private static int[] places(int count) {
    int[] places = new int[count];
    Arrays.fill(places, NONE);
    return places;
  }

  /** The header of values that hold so many columns. */
  static int header(int count, boolean wide) {
    return count << 1 | (wide ? WIDE_FLAG : 0);
  }

  static int countOf(int header) {
    return header >>> 1;
  }

  static boolean isWide(int header) {
    return (header & WIDE_FLAG) != 0;
  }

  /** Writes the header: as a varint, of one byte up to 63 columns. */
  void putHeader(byte[] value, int from) {
    if (header <= HEADER_BYTE_MAX) {
      value[from] = (byte) header;
    } else {
      value[from] = (byte) (header | 0x80);
      value[from + 1] = (byte) (header >>> 7);
    }
  }

  /** Reads the header of a value that lies between {@code from} and {@code to}. */
  static int header(byte[] value, int from, int to) {
    if (from < to && value[from] >= 0) {
      return value[from];
    }
    if (from + 1 < to) {
      return (value[from] & 0x7F) | (value[from + 1] & 0xFF) << 7;
    }
    throw new CorruptionException("a row value of " + (to - from) + " bytes has no header");
  }

  /** Writes where a variable column ends; of the last one that need not be said. */
  void putVariableEnd(byte[] value, int from, int number, int end) {
    if (number < variableCount - 1) {
      int relative = end - from - variableAt;
      if (wide) {
        Bytes.putInt(value, from + endsAt + 4 * number, relative);
      } else {
        assert relative <= NARROW_END_MAX;
        Bytes.putShort(value, from + endsAt + 2 * number, relative);
      }
    }
  }

  /** The offset at which a variable column begins. */
  int variableStart(byte[] value, int from, int to, int number) {
    return number == 0 ? from + variableAt : variableEnd(value, from, to, number - 1);
  }

  /** The offset behind a variable column. */
  int variableEnd(byte[] value, int from, int to, int number) {
    if (number == variableCount - 1) {
      return to;
    }
    int relative =
        wide
            ? Bytes.getInt(value, from + endsAt + 4 * number)
            : Bytes.getShort(value, from + endsAt + 2 * number);
    if (relative < 0 || relative > to - from - variableAt) {
      throw new CorruptionException(
          "variable column "
              + number
              + " of a row ends at byte "
              + relative
              + " of "
              + (to - from - variableAt));
    }
    return from + variableAt + relative;
  }

  /** Whether both ends of a variable column are said, by two bytes each. */
  boolean isBetweenNarrowEnds(int number) {
    return !wide && number > 0 && number < variableCount - 1;
  }

  /** Where a value says, in two bytes, where a variable column ends. */
  int narrowEndAt(int number) {
    return endsAt + 2 * number;
  }

  /** The length of a variable column. */
  int variableLength(byte[] value, int from, int to, int number) {
    int start = variableStart(value, from, to, number);
    return checkLength(variableEnd(value, from, to, number) - start, number);
  }

  /** The length of a variable column, found from its ends; these cannot cross. */
  static int checkLength(int length, int number) {
    if (length < 0) {
      throw new CorruptionException(
          "variable column " + number + " of a row ends " + -length + " bytes before it begins");
    }
    return length;
  }

  private int endWidth() {
    return wide ? 4 : 2;
  }
}
