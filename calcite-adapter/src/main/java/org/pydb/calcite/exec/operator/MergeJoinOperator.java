package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;

/**
 * Runs a {@link MergeJoinNode}. Left rows with equal keys are a run, as far as they lie in one
 * batch; {@link RightGroups} finds what it meets. Pairs are listed in {@link MergedPairs}, and
 * given when there is a batch of them, or before rows go to which they refer.
 *
 * <p>A run is paired with one chunk of its group after the other, so that a group on the disk is
 * read once for a run and not for each of its rows. Within a run, rows come in any order.
 */
final class MergeJoinOperator extends Operator {
  private final MergeJoinNode node;
  private final JoinKind kind;
  private final Operator left;
  private final Operator right;
  private final @Nullable Evaluator condition;
  private final MergeKeys keys;

  private @Nullable Workspace workspace;
  private @Nullable RightGroups groups;
  private @Nullable MergedPairs pairs;

  // The left batch, and its run by k: `current` is the first row that is not done.
  private @Nullable Batch batch;
  private int current;
  private int runEnd;

  /** Whether the run meets a group. */
  private boolean isMet;

  // The rows of the group that are being paired, null if none are left, and the next pair by k.
  private @Nullable Batch chunk;
  private int nextLeft;
  private int nextRight;

  MergeJoinOperator(MergeJoinNode node, Operator left, Operator right) {
    this.node = node;
    this.left = left;
    this.right = right;
    kind = node.kind();
    Expression rest = node.condition();
    condition = rest == null ? null : rest.evaluator();
    keys = new MergeKeys(node.leftKeys());
  }

  @Override
  protected void start(ExecutionContext context) {
    Workspace work = workspace("MergeJoin");
    workspace = work;
    groups = new RightGroups(node, right, work);
    pairs = new MergedPairs(node, condition);
    if (condition != null) {
      condition.open(context);
    }
    left.open(context);
    right.open(context);
  }

  @Override
  protected @Nullable Batch produce() {
    MergedPairs listed = open(pairs);
    while (true) {
      Batch now = batch;
      if (now == null) {
        now = left.next();
        if (now == null) {
          return null;
        }
        begin(now, listed);
      }
      boolean isDone = current == now.count();
      if (isDone || !advance(now, listed)) {
        Batch output = isDone ? listed.finish(now) : listed.give(now);
        batch = isDone ? null : now;
        if (output != null) {
          return output;
        }
      }
    }
  }

  private void begin(Batch now, MergedPairs listed) {
    batch = now;
    keys.read(now);
    listed.begin(now.count());
    current = 0;
    runEnd = 0;
  }

  /** Goes a step on in the left batch; false if the pairs must be given before. */
  private boolean advance(Batch now, MergedPairs listed) {
    if (runEnd == current) {
      return beginRun(now, listed);
    }
    Batch rows = chunk;
    return rows == null ? finishRun(now, listed) : pair(now, rows, listed);
  }

  private boolean beginRun(Batch now, MergedPairs listed) {
    RightGroups found = open(groups);
    int row = now.rows()[current];
    RightGroups.Answer answer = keys.hasNull(row) ? RightGroups.Answer.NONE : found.find(keys, row);
    if (answer == RightGroups.Answer.UNKNOWN) {
      if (!listed.isEmpty()) {
        return false;
      }
      context().checkCanceled();
      found.advance();
      return true;
    }
    isMet = answer == RightGroups.Answer.FOUND;
    runEnd = isMet ? endOfRun(now) : current + 1;
    if (isMet && !node.keepsRightRows()) {
      listed.markMatched(current, runEnd);
    } else if (isMet) {
      beginChunk(found, found.firstChunk());
    }
    return true;
  }

  private int endOfRun(Batch now) {
    int[] rows = now.rows();
    int end = current + 1;
    while (end < now.count() && keys.isEqual(rows[end], keys, rows[current])) {
      end++;
    }
    return end;
  }

  private void beginChunk(RightGroups found, @Nullable Batch rows) {
    chunk = rows;
    nextLeft = current;
    nextRight = found.from();
  }

  private boolean pair(Batch now, Batch rows, MergedPairs listed) {
    RightGroups found = open(groups);
    int to = found.to();
    for (; nextLeft < runEnd; nextLeft++) {
      boolean isWanted = kind.givesPairs() || !listed.isMatched(nextLeft);
      for (; isWanted && nextRight < to; nextRight++) {
        if (listed.isFull()) {
          return false;
        }
        listed.add(nextLeft, now.rows()[nextLeft], rows, rows.rows()[nextRight]);
      }
      nextRight = found.from();
    }
    if (found.isBuffered() && !listed.isEmpty()) {
      return false;
    }
    beginChunk(found, found.nextChunk());
    return true;
  }

  /** Lists the rows of the run that may have to be given alone. */
  private boolean finishRun(Batch now, MergedPairs listed) {
    boolean mayBeAlone = kind == JoinKind.LEFT && (!isMet || condition != null);
    for (; mayBeAlone && current < runEnd; current++) {
      if (listed.isFull()) {
        return false;
      }
      listed.addAlone(current, now.rows()[current]);
    }
    current = runEnd;
    return true;
  }

  @Override
  protected void stop() {
    groups = null;
    pairs = null;
    batch = null;
    chunk = null;
    if (condition != null) {
      condition.close();
    }
    close(workspace);
    left.close();
    right.close();
  }
}
