package org.pydb.calcite.exec.aggregate;

import org.pydb.calcite.exec.vector.Vector;

/** What an {@link OrderedAccumulator} gives for the rows of a group. */
interface OrderedResult {

  /** The kept column in which a row with NULL does not count; -1 if all rows count. */
  int presentColumn();

  /**
   * Writes the result of a group that has rows.
   *
   * @param kept the columns that were kept
   * @param rows positions in them; those from {@code begin} to {@code end} are the group's, in
   *     order
   * @param at the position to write to
   */
  void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at);
}
