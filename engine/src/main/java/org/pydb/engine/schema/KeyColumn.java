package org.pydb.engine.schema;

/**
 * One column of a key: which column of the table, and how it is ordered. Immutable; thread-safe.
 *
 * @param column the column's ordinal in the table, from 0
 * @param descending whether larger values come first
 * @param nullsFirst whether NULL comes before all values in the order of the key
 */
public record KeyColumn(int column, boolean descending, boolean nullsFirst) {

  /** An ascending column; NULL stands above every value. */
  public static KeyColumn ascending(int column) {
    return new KeyColumn(column, false, false);
  }

  /** A descending column; NULL stands above every value, so it comes first. */
  public static KeyColumn descending(int column) {
    return new KeyColumn(column, true, true);
  }
}
