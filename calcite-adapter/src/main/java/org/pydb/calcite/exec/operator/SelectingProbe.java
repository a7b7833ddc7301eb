package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;

/** Semi and anti joins without a condition: they only select among the left rows. */
final class SelectingProbe extends JoinProbe {
  private final JoinKind kind;
  private final BatchView view;
  private @Nullable Batch left;
  private int[] selected = {};

  SelectingProbe(JoinNode node, JoinTable table, Evaluator[] leftKeys) {
    super(table, leftKeys);
    kind = node.kind();
    view = new BatchView(node.types().size());
  }

  @Override
  void begin(Batch newLeft) {
    left = newLeft;
  }

  @Override
  @Nullable Batch next() {
    Batch batch = left;
    left = null;
    if (batch == null) {
      return null;
    }
    int[] matches = findMatches(batch);
    selected = Selection.ensure(selected, batch.count());
    int found = 0;
    for (int k = 0; k < batch.count(); k++) {
      int row = batch.rows()[k];
      selected[found] = row;
      found += remains(row, matches[k] >= 0) ? 1 : 0;
    }
    return found == 0 ? null : view.select(batch, selected, found);
  }

  private boolean remains(int row, boolean matches) {
    return switch (kind) {
      case SEMI -> matches;
      case ANTI -> !matches;
      default -> table().isEmpty() || (!matches && !table().hasNullKey() && !hasNullKey(row));
    };
  }
}
