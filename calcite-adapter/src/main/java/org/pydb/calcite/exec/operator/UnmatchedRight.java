package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/** The right rows of a join that met no left row, with NULLs for the left columns. */
final class UnmatchedRight {
  private final JoinTable table;
  private final int leftWidth;
  private final Batch output;
  private final int[] rows;
  private int next;

  UnmatchedRight(JoinNode node, JoinTable table) {
    this.table = table;
    leftWidth = node.leftTypes().size();
    output = Batch.of(node.types());
    rows = new int[Math.min(Batch.ROWS_MAX, table.rows().size())];
  }

  /** The next of them; null if there are no more. */
  @Nullable Batch next() {
    int count = 0;
    for (; count < rows.length && next < table.rows().size(); next++) {
      if (!table.isMatched(next)) {
        rows[count++] = next;
      }
    }
    if (count == 0) {
      return null;
    }
    for (int i = 0; i < leftWidth; i++) {
      output.column(i).reset(count);
      output.column(i).setNulls(0, count);
    }
    table.rows().gather(rows, 0, count, output, leftWidth);
    output.selectAll(count);
    return output;
  }
}
