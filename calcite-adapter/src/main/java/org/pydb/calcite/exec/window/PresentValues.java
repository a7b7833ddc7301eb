package org.pydb.calcite.exec.window;

/**
 * Which rows have a value that is not NULL, so that the n-th of them is found at once. Not
 * thread-safe.
 */
final class PresentValues {
  private final WindowRows rows;
  private final int column;

  /** For each row how many before it have a value; one more at the end. */
  private int[] before = {};

  /** The rows with a value. */
  private int[] present = {};

  PresentValues(WindowRows rows, int column) {
    this.rows = rows;
    this.column = column;
  }

  /** Looks at new rows. */
  void begin() {
    int size = rows.size();
    if (before.length <= size) {
      rows.memory().use(2L * Integer.BYTES * (size + 1 - before.length));
      before = new int[size + 1];
      present = new int[size + 1];
    }
    WindowColumn values = rows.column(column);
    int count = 0;
    for (int row = 0; row < size; row++) {
      before[row] = count;
      if (!values.isNull(row)) {
        present[count++] = row;
      }
    }
    before[size] = count;
  }

  /** How many rows {@code from <= row < to} have a value. */
  int count(int from, int to) {
    return before[to] - before[from];
  }

  /** The n-th row with a value, from 0, of those from a row on; negative numbers count backward. */
  int nth(int from, long n) {
    return present[(int) (before[from] + n)];
  }
}
