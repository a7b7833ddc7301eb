package org.pydb.calcite.exec.vector;

/**
 * Lists of row positions, ascending, kept as an array and a count: which rows of a batch to work
 * on. Stateless.
 *
 * <p>Code that evaluates takes {@code (int[] rows, int count)} and touches only the positions
 * {@code rows[0]} to {@code rows[count - 1]}. {@link #ALL} is the list of all positions; loops that
 * pay off without indirection test for it by identity:
 *
 * <pre>{@code
 * if (rows == Selection.ALL) {
 *   for (int i = 0; i < count; i++) { out[i] = f(in[i]); }
 * } else {
 *   for (int k = 0; k < count; k++) { int i = rows[k]; out[i] = f(in[i]); }
 * }
 * }</pre>
 */
public final class Selection {

  /** 0, 1, 2 … {@link Batch#ROWS_MAX} - 1. Never written to. */
  @SuppressWarnings("MutablePublicArray") // loops index it: no copy, no accessor
  public static final int[] ALL = new int[Batch.ROWS_MAX];

  static {
    for (int i = 0; i < ALL.length; i++) {
      ALL[i] = i;
    }
  }

  private Selection() {}

  /**
   * The rows that are not in a part of them.
   *
   * @param part some of {@code rows}, in the same order
   * @param out where the others go; may be {@code rows} itself, but not {@code part}
   * @return how many went to {@code out}
   */
  public static int subtract(int[] rows, int count, int[] part, int partCount, int[] out) {
    int taken = 0;
    int written = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (taken < partCount && part[taken] == row) {
        taken++;
      } else {
        out[written++] = row;
      }
    }
    return written;
  }

  /**
   * The rows of two lists that share none, in order.
   *
   * @param out where they go; neither of the lists
   * @return how many went to {@code out}
   */
  public static int merge(int[] a, int aCount, int[] b, int bCount, int[] out) {
    int i = 0;
    int j = 0;
    int written = 0;
    while (i < aCount && j < bCount) {
      out[written++] = a[i] < b[j] ? a[i++] : b[j++];
    }
    while (i < aCount) {
      out[written++] = a[i++];
    }
    while (j < bCount) {
      out[written++] = b[j++];
    }
    return written;
  }

  /** Room for the positions of a batch of so many rows: {@code buffer} if it is large enough. */
  public static int[] ensure(int[] buffer, int size) {
    return buffer.length >= size ? buffer : new int[Vector.roundUp(size)];
  }
}
