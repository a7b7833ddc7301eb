package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/** One way to join left batches, one after the other, with the rows of a {@link JoinTable}. */
abstract class JoinProbe {
  private final JoinTable table;
  private final Evaluator[] leftKeys;
  private final Vector[] keyVectors;
  private int[] matches = {};

  JoinProbe(JoinTable table, Evaluator[] leftKeys) {
    this.table = table;
    this.leftKeys = leftKeys;
    keyVectors = new Vector[leftKeys.length];
  }

  /** Takes the next left batch. */
  abstract void begin(Batch left);

  /** The next rows that the left batch gives, at least one; null if it has given all. */
  abstract @Nullable Batch next();

  /** The right side. */
  final JoinTable table() {
    return table;
  }

  /** The first right row that each row of a batch meets by its key, or -1; by {@code k}. */
  final int[] findMatches(Batch left) {
    matches = Selection.ensure(matches, left.count());
    for (int i = 0; i < leftKeys.length; i++) {
      keyVectors[i] = leftKeys[i].evaluate(left, left.rows(), left.count());
    }
    table.findFirst(keyVectors, left.rows(), left.count(), matches);
    return matches;
  }

  /** Whether the key of a row of the batch that was looked up last has a NULL. */
  final boolean hasNullKey(int row) {
    for (Vector key : keyVectors) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }
}
