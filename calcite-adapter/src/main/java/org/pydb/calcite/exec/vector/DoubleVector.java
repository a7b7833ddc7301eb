package org.pydb.calcite.exec.vector;

import java.util.Arrays;

/** Values of FLOAT64, and of FLOAT32, which are doubles that a float can hold. */
public final class DoubleVector extends Vector {
  private double[] values = {};

  /** The values by position. The array changes when the vector grows. */
  public double[] values() {
    return values;
  }

  /** The value at a position. */
  public double get(int row) {
    return values[row];
  }

  /** Sets a value that is not NULL. */
  public void set(int row, double value) {
    values[row] = value;
    setNull(row, false);
  }

  @Override
  public int compare(int row, Vector other, int otherRow) {
    return compare(values[row], ((DoubleVector) other).values[otherRow]);
  }

  /** The order of two doubles as PostgreSQL sees it: -0 equals 0, NaN is above all others. */
  public static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
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
    double[] from = ((DoubleVector) source).values;
    for (int k = 0; k < count; k++) {
      values[rows[k]] = from[rows[k]];
    }
  }

  @Override
  protected void gatherValues(Vector source, int[] rows, int count, int at) {
    double[] from = ((DoubleVector) source).values;
    for (int k = 0; k < count; k++) {
      values[at + k] = from[rows[k]];
    }
  }

  @Override
  protected void repeatValue(Vector source, int sourceRow, int from, int to) {
    Arrays.fill(values, from, to, ((DoubleVector) source).values[sourceRow]);
  }

  @Override
  protected Object getBoxed(int row) {
    return values[row];
  }

  @Override
  protected void setBoxed(int row, Object value) {
    set(row, (Double) value);
  }

  @Override
  public void release() {
    reset(0);
  }
}
