package org.pydb.calcite.exec.store;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.DecimalVector;

/**
 * The first 64 bits of a key: an unsigned number for each value of a column, such that a lesser
 * value never has a greater number. Sorting by numbers is fast; where numbers are equal the values
 * may still differ, unless the prefix is exact.
 */
final class SortPrefix {
  /** The bytes of a run that a number holds. */
  private static final int PART = 7;

  private final ColumnStore column;
  private final boolean descending;
  private final int offset;

  /**
   * A part of the keys in a column.
   *
   * @param offset for bytes, how many of them to leave out; all values agree in them
   */
  SortPrefix(ColumnStore column, boolean descending, int offset) {
    this.column = column;
    this.descending = descending;
    this.offset = offset;
  }

  /** Whether values with this number are equal, given that they agree in what was left out. */
  boolean isExact(long number) {
    if (column instanceof BytesStore bytes) {
      if (bytes.order() != null) {
        return false;
      }
      long left = (descending ? ~number : number) & 0xFF;
      return left <= PART;
    }
    return !(column instanceof DecimalStore decimals) || !decimals.hasBigs();
  }

  /** The part of the key behind this one; null if there are no more parts but comparing. */
  @Nullable SortPrefix next() {
    return column instanceof BytesStore bytes && bytes.order() == null
        ? new SortPrefix(column, descending, offset + PART)
        : null;
  }

  /** The numbers of some rows, none of which is NULL: that of {@code rows[i]} to {@code out[i]}. */
  void fill(int[] rows, int from, int to, long[] out) {
    if (column instanceof LongStore longs) {
      for (int i = from; i < to; i++) {
        out[i] = ofLong(longs.get(rows[i]));
      }
    } else if (column instanceof DoubleStore doubles) {
      for (int i = from; i < to; i++) {
        out[i] = ofDouble(doubles.get(rows[i]));
      }
    } else if (column instanceof BytesStore bytes) {
      for (int i = from; i < to; i++) {
        out[i] = ofBytes(bytes, rows[i], offset);
      }
    } else {
      fillDecimals((DecimalStore) column, rows, from, to, out);
    }
    if (descending) {
      for (int i = from; i < to; i++) {
        out[i] = ~out[i];
      }
    }
  }

  private static long ofLong(long value) {
    return value ^ Long.MIN_VALUE;
  }

  private static long ofDouble(double value) {
    long bits = Hash.bits(value);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static long ofBytes(BytesStore bytes, int row, int offset) {
    if (bytes.order() != null) {
      return 0; // All are told apart by comparing.
    }
    byte[] array = bytes.array(row);
    int start = bytes.start(row) + offset;
    int left = Math.min(PART + 1, bytes.length(row) - offset);
    int taken = Math.min(PART, left);
    long number = 0;
    for (int i = 0; i < taken; i++) {
      number = number << 8 | (array[start + i] & 0xFF);
    }
    return number << (8 * (PART + 1 - taken)) | left;
  }

  private static void fillDecimals(
      DecimalStore decimals, int[] rows, int from, int to, long[] out) {
    boolean ownScales = decimals.scale() == DecimalVector.OWN_SCALES;
    for (int i = from; i < to; i++) {
      int row = rows[i];
      if (ownScales) {
        out[i] = ofDouble(decimals.get(row).doubleValue());
      } else if (decimals.big(row) == null) {
        out[i] = ofLong(decimals.getUnscaled(row));
      } else {
        // Beyond all longs of this scale.
        out[i] = decimals.get(row).signum() < 0 ? 0 : -1;
      }
    }
  }
}
