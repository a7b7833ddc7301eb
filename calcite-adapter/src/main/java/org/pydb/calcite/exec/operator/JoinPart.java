package org.pydb.calcite.exec.operator;

import org.pydb.calcite.exec.spill.Partitions;

/**
 * A part of a join that can be done for itself: no row of it matches one of another part.
 *
 * @param level how often it was divided
 * @param wholeRowCount the right rows of what it is a part of
 */
record JoinPart(JoinSide left, JoinSide right, int level, long wholeRowCount) {

  /** The whole join. */
  static JoinPart whole(JoinSide left, JoinSide right) {
    return new JoinPart(left, right, 0, Long.MAX_VALUE);
  }

  /** Whether something can be done if the right side does not fit memory. */
  boolean mayBeCut(JoinNode node) {
    return node.keepsRightRows() || level < Partitions.LEVELS;
  }

  /**
   * Whether dividing it by keys promises to help. Rows with one and the same key stay together; if
   * there are many of them the last time did not help either. Keys alone are each there once.
   */
  boolean isDivisible(JoinNode node) {
    return !node.leftKeys().isEmpty()
        && level < Partitions.LEVELS
        && (!node.keepsRightRows() || right.rowCount() <= wholeRowCount / 4 * 3);
  }
}
