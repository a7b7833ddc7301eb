package org.pydb.calcite.exec.operator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Runs a {@link JoinNode}. The right side is read into a {@link JoinTable}; then the left side
 * passes by.
 *
 * <p>If the right side does not fit memory both sides are divided into parts on the disk by the
 * hash of their keys, and each part is joined in the same way, which may divide it again. A part
 * that dividing has hardly made smaller, or a join without keys, is a {@link ChunkedJoin}.
 */
final class JoinOperator extends Operator {
  private final JoinNode node;
  private final Operator left;
  private final Operator right;
  private final Evaluator[] leftKeys;
  private final Evaluator[] rightKeys;
  private final @Nullable Evaluator condition;

  /** The right side that other operators use too; null if this one reads its own. */
  private @Nullable SharedJoin shared;

  private @Nullable Workspace workspace;

  /** The parts that are still to be joined; null before the first one. */
  private @Nullable Deque<JoinPart> parts;

  // The part that is being joined.
  private @Nullable JoinPart part;
  private @Nullable JoinTable table;
  private @Nullable JoinRun run;
  private @Nullable ChunkedJoin chunked;

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
    shared = context.sharedJoin(node);
    workspace = workspace(node.leftKeys().isEmpty() ? "Join" : "HashJoin");
    for (int i = 0; i < leftKeys.length; i++) {
      leftKeys[i].open(context);
      rightKeys[i].open(context);
    }
    if (condition != null) {
      condition.open(context);
    }
    left.open(context);
    if (shared == null) {
      right.open(context);
    }
  }

  @Override
  protected @Nullable Batch produce() {
    return shared == null ? nextOfAll() : nextOfShared(shared);
  }

  /** Lets the left rows pass by the right side of all lanes. */
  private @Nullable Batch nextOfShared(SharedJoin right) {
    if (run == null) {
      run = new JoinRun(node, probeOf(right.table()), JoinSide.of(left, leftKeys));
    }
    return run.next();
  }

  private @Nullable Batch nextOfAll() {
    Deque<JoinPart> left = parts;
    if (left == null) {
      left = new ArrayDeque<>();
      parts = left;
      begin(JoinPart.whole(JoinSide.of(this.left, leftKeys), JoinSide.of(right, rightKeys)), left);
    }
    Batch batch = nextOfPart();
    while (batch == null && !left.isEmpty()) {
      endPart();
      begin(left.pop(), left);
      batch = nextOfPart();
    }
    return batch;
  }

  private @Nullable Batch nextOfPart() {
    if (chunked != null) {
      return chunked.next();
    }
    return run == null ? null : run.next();
  }

  /** Reads the right side of a part; if it does not fit, the part is divided. */
  private void begin(JoinPart begun, Deque<JoinPart> left) {
    part = begun;
    Workspace work = open(workspace);
    JoinSide from = begun.right();
    JoinTable filled = new JoinTable(node, work);
    table = filled;
    for (Batch batch = from.next(); batch != null; batch = from.next()) {
      Vector[] keys = from.keys(batch);
      if (!filled.isEmpty() && !filled.hasRoom(batch, keys) && begun.mayBeCut(node)) {
        cut(begun, filled, batch, left);
        return;
      }
      filled.add(batch, keys);
    }
    filled.finish();
    run = new JoinRun(node, probeOf(filled), begun.left());
  }

  private void cut(JoinPart begun, JoinTable filled, Batch next, Deque<JoinPart> left) {
    JoinDivision division = new JoinDivision(node, open(workspace), leftKeys, rightKeys);
    if (begun.isDivisible(node)) {
      division.divide(begun, filled, next, left);
    } else {
      chunked = division.chunk(begun, filled, next, condition);
    }
  }

  private JoinProbe probeOf(JoinTable filled) {
    if (!node.keepsRightRows()) {
      return new SelectingProbe(node, filled, leftKeys);
    }
    return filled.isUnique() && node.kind().givesPairs()
        ? new AlignedProbe(node, filled, leftKeys, condition)
        : new PairingProbe(node, filled, leftKeys, condition);
  }

  private void endPart() {
    if (chunked != null) {
      chunked.close();
    }
    if (table != null) {
      table.close();
    }
    if (part != null) {
      part.left().close();
      part.right().close();
    }
    chunked = null;
    table = null;
    part = null;
    run = null;
  }

  @Override
  protected void stop() {
    chunked = null;
    table = null;
    part = null;
    run = null;
    parts = null;
    shared = null;
    for (int i = 0; i < leftKeys.length; i++) {
      leftKeys[i].close();
      rightKeys[i].close();
    }
    if (condition != null) {
      condition.close();
    }
    close(workspace);
    left.close();
    right.close();
  }
}
