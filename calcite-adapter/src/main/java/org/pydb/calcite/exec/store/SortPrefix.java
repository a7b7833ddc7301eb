package org.pydb.calcite.exec.store;

import org.pydb.calcite.exec.vector.DecimalVector;

/**
 * The first 64 bits of a key: an unsigned number for each value of a column, such that a lesser
 * value never has a greater number. Sorting by numbers is fast; where numbers are equal the values
 * may still differ, unless the prefix is exact.
 */
final class SortPrefix {
  private final ColumnStore column;
  private final boolean descending;

  SortPrefix(ColumnStore column, boolean descending) {
    this.column = column;
    this.descending = descending;
  }

  /** Whether equal numbers mean equal values. */
  boolean isExact() {
    return column instanceof LongStore
        || column instanceof DoubleStore
        || (column instanceof DecimalStore decimals && !decimals.hasBigs());
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
        out[i] = ofBytes(bytes, rows[i]);
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

  private static long ofBytes(BytesStore bytes, int row) {
    byte[] array = bytes.array(row);
    int start = bytes.start(row);
    int length = Math.min(Long.BYTES, bytes.length(row));
    long prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix = prefix << 8 | (array[start + i] & 0xFF);
    }
    return length == 0 ? 0 : prefix << (8 * (Long.BYTES - length));
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
