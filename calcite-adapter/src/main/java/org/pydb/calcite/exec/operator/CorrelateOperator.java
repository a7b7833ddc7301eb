package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Runs a {@link CorrelateNode}. Left rows are taken one by one; the rows that the right side gives
 * for one are kept in {@link InnerRuns}, and pairs of a left row and one of those listed. Once a
 * batch of pairs is listed, the columns of both sides are gathered for it.
 */
final class CorrelateOperator extends Operator {

  /** What stands for a right row of NULLs. */
  private static final int NO_ROW = -1;

  private final CorrelateNode node;
  private final JoinKind kind;
  private final Operator left;
  private final Operator right;
  private final int leftWidth;
  private final List<Vector> outerRow;
  private final Batch joined;
  private final BatchView view;

  private @Nullable Workspace workspace;
  private @Nullable InnerRuns runs;
  private @Nullable ExecutionContext inner;

  // The left batch, the number of each of its rows' key, and at which row (by k) we are.
  private @Nullable Batch batch;
  private int[] ids = {};
  private int current;

  // Of the current left row, once it has begun: rows of its run that are still to be paired.
  private boolean isBegun;
  private boolean isRunning;
  private boolean isMatched;
  private int runStart;
  private int next;
  private int end;

  // The listed pairs: position of the left row, and the right row.
  private int[] pairLeft = {};
  private int[] pairRight = {};
  private int pairCount;

  CorrelateOperator(CorrelateNode node, Operator left, Operator right) {
    this.node = node;
    this.left = left;
    this.right = right;
    kind = node.kind();
    leftWidth = node.leftTypes().size();
    outerRow = node.leftTypes().stream().map(Vector::of).toList();
    joined = Batch.of(node.types());
    view = new BatchView(leftWidth);
  }

  @Override
  protected void start(ExecutionContext context) {
    workspace = workspace("Correlate");
    runs = new InnerRuns(node, workspace.memory());
    inner = context.inner(node.query(), outerRow);
    left.open(context);
  }

  @Override
  protected @Nullable Batch produce() {
    pairCount = 0;
    trim();
    while (true) {
      Batch now = batch;
      if (now != null && current < now.count()) {
        if (!advance(now)) {
          return give(now);
        }
      } else if (now != null && pairCount > 0) {
        return give(now);
      } else {
        batch = null;
        trim();
        batch = left.next();
        if (batch == null) {
          return null;
        }
        ids = open(runs).resolve(batch);
        current = 0;
      }
    }
  }

  private void trim() {
    if (next == end && open(runs).trim()) {
      runStart = NO_ROW;
      next = 0;
      end = 0;
      if (batch != null) {
        ids = open(runs).resolve(batch);
      }
    }
  }

  /** Goes a step on in the current left row; false if a batch of pairs is full. */
  private boolean advance(Batch now) {
    if (!isBegun) {
      begin(now);
    }
    int row = now.rows()[current];
    if (!kind.givesPairs()) {
      isMatched |= next < end;
      next = end;
    }
    while (next < end && pairCount < Batch.ROWS_MAX) {
      isMatched = true;
      addPair(row, next++);
    }
    if (pairCount == Batch.ROWS_MAX || (pairCount > 0 && open(runs).isCrowded())) {
      return false;
    }
    if (isRunning) {
      pull();
    } else {
      finish(row);
    }
    return true;
  }

  private void begin(Batch now) {
    InnerRuns known = open(runs);
    int id = ids[current];
    isBegun = true;
    isMatched = false;
    if (known.isKnown(id)) {
      next = known.start(id);
      end = known.end(id);
      return;
    }
    for (int column : node.used()) {
      outerRow.get(column).reset(1);
      outerRow.get(column).repeat(now.column(column), now.rows()[current], 0, 1);
    }
    right.open(Objects.requireNonNull(inner));
    isRunning = true;
    runStart = known.rows().size();
    next = runStart;
    end = runStart;
  }

  private void pull() {
    InnerRuns known = open(runs);
    Batch found = right.next();
    if (found != null) {
      known.rows().append(found, found.rows(), kind.givesPairs() ? found.count() : 1);
      end = known.rows().size();
    }
    if (found == null || !kind.givesPairs()) {
      right.close();
      isRunning = false;
      if (runStart != NO_ROW) {
        known.finish(ids[current], runStart);
      }
    }
  }

  private void finish(int row) {
    boolean isGivenAlone =
        switch (kind) {
          case LEFT, ANTI -> !isMatched;
          case SEMI -> isMatched;
          default -> false;
        };
    if (isGivenAlone) {
      addPair(row, NO_ROW);
    }
    isBegun = false;
    current++;
  }

  private void addPair(int row, int rightRow) {
    if (pairCount == pairLeft.length) {
      int capacity = Math.max(16, 2 * pairCount);
      pairLeft = Arrays.copyOf(pairLeft, capacity);
      pairRight = Arrays.copyOf(pairRight, capacity);
    }
    pairLeft[pairCount] = row;
    pairRight[pairCount++] = rightRow;
  }

  private Batch give(Batch now) {
    if (!kind.givesPairs()) {
      return view.select(now, pairLeft, pairCount);
    }
    for (int i = 0; i < leftWidth; i++) {
      Vector column = joined.column(i);
      column.reset(pairCount);
      column.gather(now.column(i), pairLeft, pairCount, 0);
    }
    open(runs).rows().gather(pairRight, 0, pairCount, joined, leftWidth);
    joined.selectAll(pairCount);
    return joined;
  }

  @Override
  protected void stop() {
    runs = null;
    inner = null;
    batch = null;
    current = 0;
    isBegun = false;
    isRunning = false;
    next = 0;
    end = 0;
    close(workspace);
    left.close();
    right.close();
  }
}
