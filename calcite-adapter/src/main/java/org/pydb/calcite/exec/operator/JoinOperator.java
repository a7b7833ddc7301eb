package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;

/**
 * Runs a {@link JoinNode}. First the right side is read into a {@link JoinTable}; then left batches
 * pass by a {@link JoinProbe} of the way that fits; last, right and full joins give the right rows
 * that met nobody.
 */
final class JoinOperator extends Operator {
  private final JoinNode node;
  private final Operator left;
  private final Operator right;
  private final Evaluator[] leftKeys;
  private final Evaluator[] rightKeys;
  private final @Nullable Evaluator condition;

  private @Nullable MemoryAccount memory;
  private @Nullable JoinProbe probe;
  private @Nullable UnmatchedRight unmatched;

  JoinOperator(JoinNode node, Operator left, Operator right) {
    this.node = node;
    this.left = left;
    this.right = right;
    leftKeys = Expression.evaluators(node.leftKeys());
    rightKeys = Expression.evaluators(node.rightKeys());
    Expression residual = node.condition();
    condition = residual == null ? null : residual.evaluator();
  }

  @Override
  protected void start(ExecutionContext context) {
    memory = new MemoryAccount(context.memory(), node.leftKeys().isEmpty() ? "Join" : "HashJoin");
    for (int i = 0; i < leftKeys.length; i++) {
      leftKeys[i].open(context);
      rightKeys[i].open(context);
    }
    if (condition != null) {
      condition.open(context);
    }
    left.open(context);
    right.open(context);
  }

  @Override
  protected @Nullable Batch produce() {
    JoinProbe now = probe;
    if (now == null) {
      now = probeOf(readRight());
      probe = now;
    }
    if (unmatched == null) {
      Batch batch = probeLeft(now);
      if (batch != null || !node.kind().keepsRight()) {
        return batch;
      }
      unmatched = new UnmatchedRight(node, now.table());
    }
    return unmatched.next();
  }

  private JoinTable readRight() {
    JoinTable table = new JoinTable(node, rightKeys, open(memory));
    for (Batch batch = right.next(); batch != null; batch = right.next()) {
      table.add(batch);
    }
    table.finish();
    return table;
  }

  private JoinProbe probeOf(JoinTable table) {
    if (!node.kind().givesPairs() && condition == null) {
      return new SelectingProbe(node, table, leftKeys);
    }
    return table.isUnique() && node.kind().givesPairs()
        ? new AlignedProbe(node, table, leftKeys, condition)
        : new PairingProbe(node, table, leftKeys, condition);
  }

  private @Nullable Batch probeLeft(JoinProbe now) {
    Batch batch = now.next();
    while (batch == null) {
      if (!needsLeft(now.table())) {
        return null;
      }
      Batch next = left.next();
      if (next == null) {
        return null;
      }
      now.begin(next);
      batch = now.next();
    }
    return batch;
  }

  /** Whether left rows can give anything: not if they need a match and there is none to be had. */
  private boolean needsLeft(JoinTable table) {
    return switch (node.kind()) {
      case INNER, RIGHT, SEMI -> !table.isEmpty();
      default -> true;
    };
  }

  @Override
  protected void stop() {
    probe = null;
    unmatched = null;
    for (int i = 0; i < leftKeys.length; i++) {
      leftKeys[i].close();
      rightKeys[i].close();
    }
    if (condition != null) {
      condition.close();
    }
    close(memory);
    left.close();
    right.close();
  }
}
