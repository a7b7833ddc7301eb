package org.pydb.calcite.exec.operator;

import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.spill.Partitions;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Moves a {@link JoinPart} to the disk whose right side does not fit memory. What is known by then:
 * the table that could not grow, and the batch that it could not take.
 */
final class JoinDivision {
  private final JoinNode node;
  private final JoinKind kind;
  private final Workspace workspace;
  private final Evaluator[] leftKeys;
  private final Evaluator[] rightKeys;
  private int[] rows = {};

  JoinDivision(JoinNode node, Workspace workspace, Evaluator[] leftKeys, Evaluator[] rightKeys) {
    this.node = node;
    this.workspace = workspace;
    this.leftKeys = leftKeys;
    this.rightKeys = rightKeys;
    kind = node.kind();
  }

  /** Divides both sides of a part by the hash of their keys; the parts come first in the queue. */
  void divide(JoinPart part, JoinTable table, Batch next, Deque<JoinPart> queue) {
    boolean hasNullKey = table.hasNullKey();
    List<ColumnType> types = node.keepsRightRows() ? node.rightTypes() : rightKeyTypes();
    Partitions right = new Partitions(workspace, types, node.keyTypes(), part.level());
    addTable(table, right);
    table.close();
    for (Batch batch = next; batch != null; batch = part.right().next()) {
      Vector[] keys = part.right().keys(batch);
      int count = listRows(batch, keys, kind.keepsRight());
      hasNullKey |= count < batch.count();
      Batch kept = node.keepsRightRows() ? batch : new Batch(keys);
      if (kept != batch) {
        kept.select(batch.size(), rows, count);
      }
      right.add(kept, rows, count, keys);
    }
    right.finish();
    part.right().close();
    if (kind == JoinKind.NULL_AWARE_ANTI && hasNullKey) {
      return; // Of no left row it is known that it has no match.
    }
    Partitions left = divideLeft(part);
    for (int i = Partitions.COUNT - 1; i >= 0; i--) {
      push(left.get(i), right.get(i), part.level() + 1, right.rowCount(), queue);
    }
  }

  private List<ColumnType> rightKeyTypes() {
    return node.rightKeys().stream().map(Expression::type).toList();
  }

  private void addTable(JoinTable table, Partitions right) {
    RowStore store = node.keepsRightRows() ? table.rows() : table.keys();
    assert store != null;
    List<ColumnType> types = node.keepsRightRows() ? node.rightTypes() : rightKeyTypes();
    Batch batch = Batch.of(types);
    Vector[] keys = new Vector[rightKeys.length];
    int[] indexes = new int[Batch.ROWS_MAX];
    for (int from = 0; from < store.size(); from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, store.size() - from);
      for (int k = 0; k < count; k++) {
        indexes[k] = from + k;
      }
      store.gather(indexes, 0, count, batch, 0);
      batch.selectAll(count);
      for (int i = 0; i < keys.length; i++) {
        keys[i] =
            node.keepsRightRows()
                ? rightKeys[i].evaluate(batch, Selection.ALL, count)
                : batch.column(i);
      }
      right.add(batch, Selection.ALL, count, keys);
    }
  }

  /** Lists the rows of a batch; those whose key has a NULL only on demand. Gives their number. */
  private int listRows(Batch batch, Vector[] keys, boolean withNulls) {
    rows = Selection.ensure(rows, batch.count());
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int row = batch.rows()[k];
      rows[count] = row;
      count += withNulls || !hasNull(keys, row) ? 1 : 0;
    }
    return count;
  }

  private static boolean hasNull(Vector[] keys, int row) {
    for (Vector key : keys) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private Partitions divideLeft(JoinPart part) {
    boolean withNulls = kind.keepsLeft() || kind == JoinKind.ANTI;
    Partitions left = new Partitions(workspace, node.leftTypes(), node.keyTypes(), part.level());
    for (Batch batch = part.left().next(); batch != null; batch = part.left().next()) {
      Vector[] keys = part.left().keys(batch);
      int count = listRows(batch, keys, withNulls);
      left.add(batch, rows, count, keys);
    }
    left.finish();
    part.left().close();
    return left;
  }

  private void push(
      @Nullable SpilledRows left,
      @Nullable SpilledRows right,
      int level,
      long wholeRowCount,
      Deque<JoinPart> queue) {
    boolean givesSomething =
        switch (kind) {
          case INNER, SEMI -> left != null && right != null;
          case RIGHT -> right != null;
          case FULL -> left != null || right != null;
          default -> left != null;
        };
    if (givesSomething) {
      JoinSide rightSide =
          node.keepsRightRows()
              ? JoinSide.of(right, rightKeys)
              : JoinSide.ofKeys(right, rightKeys.length);
      queue.push(new JoinPart(JoinSide.of(left, leftKeys), rightSide, level, wholeRowCount));
    } else {
      close(left);
      close(right);
    }
  }

  private static void close(@Nullable SpilledRows rows) {
    if (rows != null) {
      rows.close();
    }
  }

  /** Puts the rest of the right side, and the left side if it is not there, on the disk. */
  ChunkedJoin chunk(JoinPart part, JoinTable table, Batch next, @Nullable Evaluator condition) {
    workspace.count().pass(part.level());
    SpilledRows rest = workspace.rows(node.rightTypes());
    for (Batch batch = next; batch != null; batch = part.right().next()) {
      rest.append(batch);
    }
    rest.finish();
    SpilledRows left = part.left().rows();
    if (left == null) {
      left = workspace.rows(node.leftTypes());
      for (Batch batch = part.left().next(); batch != null; batch = part.left().next()) {
        left.append(batch);
      }
      left.finish();
    }
    return new ChunkedJoin(
        node, workspace, leftKeys, condition, left, table, JoinSide.of(rest, rightKeys));
  }
}
