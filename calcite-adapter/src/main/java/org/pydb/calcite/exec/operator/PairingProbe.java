package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Joins in which a left row may meet many right rows. Pairs are listed, up to a batch of them; then
 * the columns of both sides are gathered for the list, and the condition is asked.
 */
final class PairingProbe extends JoinProbe {

  /** What comes next for the left batch. */
  private enum Phase {
    /** Its pairs. */
    PAIRS,
    /** What depends on which of its rows were in a pair. */
    ROWS,
    /** Nothing. */
    DONE
  }

  private final JoinKind kind;
  private final @Nullable Evaluator condition;
  private final int leftWidth;
  private final Batch joined;
  private final BatchView view;

  /** The left rows that met a right row in an earlier pass; null if there is but one pass. */
  private final @Nullable LeftMarks marks;

  private final boolean isLastPass;

  private @Nullable Batch left;
  private Phase phase = Phase.DONE;

  // By k: the next right row that the left row meets, and whether it was in a pair.
  private int[] cursors = {};
  private boolean[] matched = {};
  private int current;

  // The listed pairs: k and position of the left row, and the right row.
  private int[] pairK = {};
  private int[] pairLeft = {};
  private int[] pairRight = {};
  private int pairCount;

  private int[] selected = {};

  PairingProbe(
      JoinNode node, JoinTable table, Evaluator[] leftKeys, @Nullable Evaluator condition) {
    this(node, table, leftKeys, condition, null, true);
  }

  /** A pass over the left rows, of several. */
  PairingProbe(
      JoinNode node,
      JoinTable table,
      Evaluator[] leftKeys,
      @Nullable Evaluator condition,
      @Nullable LeftMarks marks,
      boolean isLastPass) {
    super(table, leftKeys);
    this.condition = condition;
    this.marks = marks;
    this.isLastPass = isLastPass;
    kind = node.kind();
    leftWidth = node.leftTypes().size();
    joined = Batch.of(JoinKind.pairTypes(node.leftTypes(), node.rightTypes()));
    view = new BatchView(leftWidth);
  }

  @Override
  void begin(Batch newLeft) {
    left = newLeft;
    cursors = findMatches(newLeft);
    if (matched.length < newLeft.count()) {
      matched = new boolean[Selection.ensure(new int[0], newLeft.count()).length];
    }
    Arrays.fill(matched, 0, newLeft.count(), false);
    if (marks != null) {
      marks.read(matched, newLeft.count());
    }
    current = 0;
    phase = Phase.PAIRS;
  }

  @Override
  @Nullable Batch next() {
    Batch batch = left;
    if (batch == null || phase == Phase.DONE) {
      return null;
    }
    if (phase == Phase.PAIRS) {
      Batch pairs = nextPairs(batch);
      if (pairs != null) {
        return pairs;
      }
    }
    phase = Phase.DONE;
    if (marks != null) {
      marks.write(matched, batch.count());
    }
    if (!isLastPass) {
      return null;
    }
    return kind.givesPairs() ? unmatchedLeft(batch) : selectLeft(batch);
  }

  private @Nullable Batch nextPairs(Batch batch) {
    for (listPairs(batch); pairCount > 0; listPairs(batch)) {
      gather(batch);
      int count = pairCount;
      int[] rows = Selection.ALL;
      if (condition != null) {
        selected = Selection.ensure(selected, pairCount);
        count = condition.select(joined, Selection.ALL, pairCount, selected);
        rows = selected;
      }
      markMatched(rows, count);
      if (count > 0 && kind.givesPairs()) {
        joined.select(pairCount, rows, count);
        return joined;
      }
    }
    return null;
  }

  /** Lists pairs until there is a batch of them or the left batch has no more. */
  private void listPairs(Batch batch) {
    boolean oneIsEnough = !kind.givesPairs();
    pairCount = 0;
    while (current < batch.count() && pairCount < Batch.ROWS_MAX) {
      int row = cursors[current];
      if (row < 0 || (oneIsEnough && matched[current])) {
        current++;
        continue;
      }
      if (pairCount == pairK.length) {
        growPairs();
      }
      pairK[pairCount] = current;
      pairLeft[pairCount] = batch.rows()[current];
      pairRight[pairCount++] = row;
      cursors[current] = table().next(row);
    }
  }

  private void growPairs() {
    int capacity = Math.max(16, 2 * pairK.length);
    pairK = Arrays.copyOf(pairK, capacity);
    pairLeft = Arrays.copyOf(pairLeft, capacity);
    pairRight = Arrays.copyOf(pairRight, capacity);
  }

  private void gather(Batch batch) {
    gatherLeft(batch, pairCount);
    table().rows().gather(pairRight, 0, pairCount, joined, leftWidth);
    joined.selectAll(pairCount);
  }

  private void gatherLeft(Batch batch, int count) {
    for (int i = 0; i < leftWidth; i++) {
      Vector column = joined.column(i);
      column.reset(count);
      column.gather(batch.column(i), pairLeft, count, 0);
    }
  }

  private void markMatched(int[] pairs, int count) {
    boolean marksRight = kind.keepsRight();
    for (int i = 0; i < count; i++) {
      int pair = pairs[i];
      matched[pairK[pair]] = true;
      if (marksRight) {
        table().markMatched(pairRight[pair]);
      }
    }
  }

  /** The left rows that were in no pair, with NULLs beside them, if the kind keeps them. */
  private @Nullable Batch unmatchedLeft(Batch batch) {
    if (!kind.keepsLeft()) {
      return null;
    }
    int count = listLeft(batch, false);
    if (count == 0) {
      return null;
    }
    gatherLeft(batch, count);
    for (int i = leftWidth; i < joined.columnCount(); i++) {
      joined.column(i).reset(count);
      joined.column(i).setNulls(0, count);
    }
    joined.selectAll(count);
    return joined;
  }

  private @Nullable Batch selectLeft(Batch batch) {
    int count = listLeft(batch, kind == JoinKind.SEMI);
    return count == 0 ? null : view.select(batch, pairLeft, count);
  }

  /** Lists the left rows that were in a pair, or those that were not. */
  private int listLeft(Batch batch, boolean inPair) {
    while (pairK.length < batch.count()) {
      growPairs();
    }
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      pairLeft[count] = batch.rows()[k];
      count += matched[k] == inPair ? 1 : 0;
    }
    return count;
  }
}
