package org.pydb.calcite.exec.store;

/**
 * A column by which rows are ordered.
 *
 * @param column the column's index
 * @param descending whether greater values come first
 * @param nullsFirst whether NULLs come before all values, in the order that results
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {

  /** Lesser values first, NULLs last. */
  public static SortKey ascending(int column) {
    return new SortKey(column, false, false);
  }

  /** Greater values first, NULLs before them. */
  public static SortKey descending(int column) {
    return new SortKey(column, true, true);
  }

  @Override
  public String toString() {
    return "$"
        + column
        + (descending ? " desc" : "")
        + (nullsFirst == descending ? "" : nullsFirst ? " nulls first" : " nulls last");
  }
}
