package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Joins in which a left row meets at most one right row, since right keys are unique: as when
 * orders meet their customers. Left columns are handed on as they are, and right values laid at the
 * positions of their left rows.
 */
final class AlignedProbe extends JoinProbe {
  private final JoinKind kind;
  private final @Nullable Evaluator condition;
  private final int leftWidth;
  private final Vector[] rightColumns;
  private final Batch joined;
  private @Nullable Batch left;

  // Left rows that meet a right row, and that one, by k; then those for which the condition holds.
  private int[] metRows = {};
  private int[] metRight = {};
  private int[] joinedRows = {};
  private int[] otherRows = {};

  AlignedProbe(
      JoinNode node, JoinTable table, Evaluator[] leftKeys, @Nullable Evaluator condition) {
    super(table, leftKeys);
    this.condition = condition;
    kind = node.kind();
    leftWidth = node.leftTypes().size();
    rightColumns = node.rightTypes().stream().map(Vector::of).toArray(Vector[]::new);
    joined = Batch.ofWidth(leftWidth + rightColumns.length);
    for (int i = 0; i < rightColumns.length; i++) {
      joined.setColumn(leftWidth + i, rightColumns[i]);
    }
  }

  @Override
  void begin(Batch newLeft) {
    left = newLeft;
    for (int i = 0; i < leftWidth; i++) {
      joined.setColumn(i, newLeft.column(i));
    }
  }

  @Override
  @Nullable Batch next() {
    Batch batch = left;
    left = null;
    if (batch == null) {
      return null;
    }
    int met = meet(batch);
    int count = restrict(batch, met);
    if (kind.keepsRight()) {
      markMatched(met, count);
    }
    if (kind.keepsLeft()) {
      blankOthers(batch, count);
      joined.select(batch.size(), batch.rows(), batch.count());
      return joined;
    }
    joined.select(batch.size(), joinedRows, count);
    return count == 0 ? null : joined;
  }

  /** Lays right values beside the left rows that meet any. */
  private int meet(Batch batch) {
    int[] matches = findMatches(batch);
    metRows = Selection.ensure(metRows, batch.count());
    metRight = Selection.ensure(metRight, batch.count());
    int met = 0;
    for (int k = 0; k < batch.count(); k++) {
      metRows[met] = batch.rows()[k];
      metRight[met] = matches[k];
      met += matches[k] >= 0 ? 1 : 0;
    }
    for (int i = 0; i < rightColumns.length; i++) {
      rightColumns[i].reset(batch.size());
      table().rows().column(i).gather(metRight, 0, metRows, met, rightColumns[i]);
    }
    return met;
  }

  /** Finds the rows among those met for which the condition holds. */
  private int restrict(Batch batch, int met) {
    if (condition == null) {
      joinedRows = metRows;
      return met;
    }
    if (joinedRows.length < met || joinedRows == metRows) {
      joinedRows = Selection.ensure(new int[0], batch.count());
    }
    joined.select(batch.size(), metRows, met);
    return condition.select(joined, joined.rows(), met, joinedRows);
  }

  private void markMatched(int met, int count) {
    int found = 0;
    for (int k = 0; k < met && found < count; k++) {
      if (metRows[k] == joinedRows[found]) {
        table().markMatched(metRight[k]);
        found++;
      }
    }
  }

  /** Makes the right columns NULL beside the left rows that found none. */
  private void blankOthers(Batch batch, int count) {
    otherRows = Selection.ensure(otherRows, batch.count());
    int others = Selection.subtract(batch.rows(), batch.count(), joinedRows, count, otherRows);
    for (Vector column : rightColumns) {
      for (int k = 0; k < others; k++) {
        column.setNull(otherRows[k]);
      }
    }
  }
}
