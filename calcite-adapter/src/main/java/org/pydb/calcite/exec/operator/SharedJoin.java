package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.spill.SpillCount;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The right side of a join whose left side several lanes bring: read once, by the thread that runs
 * the query, before the first left row comes. Its input may itself be a {@link GatherNode}.
 */
final class SharedJoin implements AutoCloseable {
  private final JoinNode node;
  private final Operator right;
  private final Evaluator[] keys;
  private @Nullable Workspace workspace;
  private @Nullable JoinTable table;

  SharedJoin(JoinNode node) {
    this.node = node;
    right = node.right().operator();
    keys = Expression.evaluators(node.rightKeys());
  }

  void open(ExecutionContext context) {
    workspace = context.workspace("HashJoin", new SpillCount());
    for (Evaluator key : keys) {
      key.open(context);
    }
    right.open(context);
  }

  /** Reads the right side; false if it does not fit memory. */
  boolean build() {
    JoinSide from = JoinSide.of(right, keys);
    JoinTable filled = new JoinTable(node, Operator.open(workspace));
    for (Batch batch = from.next(); batch != null; batch = from.next()) {
      Vector[] values = from.keys(batch);
      if (!filled.hasRoom(batch, values)) {
        return false;
      }
      filled.add(batch, values);
    }
    filled.finish();
    table = filled;
    return true;
  }

  /** Whether the join gives no rows, whatever the left side has. */
  boolean leavesNothing() {
    return node.kind().needsRight() && Operator.open(table).isEmpty();
  }

  /** The table, for one lane: it shares the rows, and has its own scratch. */
  JoinTable table() {
    return Operator.open(table).reader();
  }

  @Override
  public void close() {
    for (Evaluator key : keys) {
      key.close();
    }
    Operator.close(workspace);
    right.close();
    table = null;
  }
}
