package org.pydb.calcite.exec.vector;

import java.util.Arrays;

/**
 * Values that are numbers of 64 bits: BOOLEAN as 0 and 1, integers, DATE as days, TIME and
 * TIMESTAMP as microseconds, and intervals, which are INT64 months or INT64 microseconds.
 */
public final class LongVector extends Vector {
  private long[] values = {};

  /** The values by position. The array changes when the vector grows. */
  public long[] values() {
    return values;
  }

  /** The value at a position. */
  public long get(int row) {
    return values[row];
  }

  /** Sets a value that is not NULL. */
  public void set(int row, long value) {
    values[row] = value;
    setNull(row, false);
  }

  @Override
  public int compare(int row, Vector other, int otherRow) {
    return Long.compare(values[row], ((LongVector) other).values[otherRow]);
  }

  @Override
  public int capacity() {
    return values.length;
  }

  @Override
  protected void grow(int capacity) {
    values = Arrays.copyOf(values, capacity);
  }

  @Override
  protected void copyValues(Vector source, int[] rows, int count) {
    long[] from = ((LongVector) source).values;
    for (int k = 0; k < count; k++) {
      values[rows[k]] = from[rows[k]];
    }
  }

  @Override
  protected void gatherValues(Vector source, int[] rows, int count, int at) {
    long[] from = ((LongVector) source).values;
    for (int k = 0; k < count; k++) {
      values[at + k] = from[rows[k]];
    }
  }

  @Override
  protected void repeatValue(Vector source, int sourceRow, int from, int to) {
    Arrays.fill(values, from, to, ((LongVector) source).values[sourceRow]);
  }

  @Override
  protected Object getBoxed(int row) {
    return values[row];
  }

  @Override
  protected void setBoxed(int row, Object value) {
    set(row, (Long) value);
  }

  @Override
  public void release() {
    reset(0);
  }
}
