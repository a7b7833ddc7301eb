package org.pydb.calcite.api;

/**
 * Rows that can be gone to by their numbers, forth and back. They are kept as they were when the
 * query saw them, but for those that the caller replaces. Used by one thread at a time.
 *
 * <p>Rows are taken from the query when they are first asked for, and held within the memory of the
 * database; those for which there is no room are held on the disk.
 */
public interface ScrollableResult extends SqlResult {

  /** Has them outlive the commit of their transaction, for which all are taken from the query. */
  void hold();

  /**
   * Whether there is a row with this number.
   *
   * @param number counted from 1; no more rows are taken from the query than it needs
   */
  boolean has(long number);

  /** How many rows there are; all are taken from the query. */
  long count();

  /**
   * Moves to a row.
   *
   * @param number counted from 1
   * @return false if there is none; then getters are not valid
   */
  boolean moveTo(long number);

  /**
   * Replaces values of the row on which it stands.
   *
   * @param source stands on a row
   * @param columns for each column, which one of the source has its new value; -1 leaves it alone
   */
  void replace(SqlResult source, int[] columns);
}
