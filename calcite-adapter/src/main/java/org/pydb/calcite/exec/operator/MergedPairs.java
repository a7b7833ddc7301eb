package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The pairs of a merge join that are to be given next, as positions in a left batch and a right
 * one. Where the join keeps left rows, such a row stands once more behind its pairs, alone: that
 * counts if the condition was true for none of them. So rows stay in the order of the keys. Not
 * thread-safe.
 */
final class MergedPairs {

  /** What stands for a right row of NULLs. */
  private static final int NO_ROW = -1;

  private final JoinKind kind;
  private final @Nullable Evaluator condition;
  private final int leftWidth;
  private final Batch joined;
  private final BatchView view;

  /** By k of the left batch: whether the condition was true for a pair of the row. */
  private final boolean[] matched = new boolean[Batch.ROWS_MAX];

  // The list: k and position of the left row, and position of the right row.
  private final int[] pairK = new int[Batch.ROWS_MAX];
  private final int[] pairLeft = new int[Batch.ROWS_MAX];
  private final int[] pairRight = new int[Batch.ROWS_MAX];
  private int count;

  /** The right batch; null if no pair refers to one. */
  private @Nullable Batch right;

  /** Where in the list left rows stand alone. */
  private final int[] alone = new int[Batch.ROWS_MAX];

  private int aloneCount;

  private int[] candidates = {};
  private int[] selected = {};
  private int[] merged = {};

  /** Which of the list are given; one of the other arrays. */
  private int[] given = {};

  MergedPairs(MergeJoinNode node, @Nullable Evaluator condition) {
    this.condition = condition;
    kind = node.kind();
    leftWidth = node.leftTypes().size();
    joined = Batch.of(JoinKind.pairTypes(node.leftTypes(), node.rightTypes()));
    view = new BatchView(leftWidth);
  }

  /** Begins a left batch of so many rows. */
  void begin(int leftCount) {
    assert count == 0;
    Arrays.fill(matched, 0, leftCount, false);
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean isFull() {
    return count == Batch.ROWS_MAX;
  }

  /** Whether a left row is known to have a match. */
  boolean isMatched(int k) {
    return matched[k];
  }

  /** Notes that left rows have a match. */
  void markMatched(int from, int to) {
    Arrays.fill(matched, from, to, true);
  }

  /** Lists a pair, of the same right batch as all others. */
  void add(int k, int leftRow, Batch rightBatch, int rightRow) {
    right = rightBatch;
    pairK[count] = k;
    pairLeft[count] = leftRow;
    pairRight[count++] = rightRow;
  }

  /** Lists a left row that is given with NULLs if it has no match. */
  void addAlone(int k, int leftRow) {
    alone[aloneCount++] = count;
    pairK[count] = k;
    pairLeft[count] = leftRow;
    pairRight[count++] = NO_ROW;
  }

  /** Empties the list; gives what is to be given of it, null if that is nothing. */
  @Nullable Batch give(Batch left) {
    int listed = count;
    if (listed == 0) {
      return null;
    }
    gatherLeft(left);
    gatherRight();
    joined.selectAll(listed);
    int givenCount = select();
    count = 0;
    aloneCount = 0;
    right = null;
    if (givenCount == 0 || !kind.givesPairs()) {
      return null;
    }
    joined.select(listed, given, givenCount);
    return joined;
  }

  /** The last rows that a left batch gives. */
  @Nullable Batch finish(Batch left) {
    Batch last = give(left);
    return kind.givesPairs() ? last : selectLeft(left);
  }

  private void gatherLeft(Batch left) {
    for (int i = 0; i < leftWidth; i++) {
      Vector column = joined.column(i);
      column.reset(count);
      column.gather(left.column(i), pairLeft, count, 0);
    }
  }

  private void gatherRight() {
    Batch from = right;
    for (int i = 0; from != null && i < aloneCount; i++) {
      pairRight[alone[i]] = from.rows()[0]; // any: it becomes NULL
    }
    for (int i = leftWidth; i < joined.columnCount(); i++) {
      Vector column = joined.column(i);
      column.reset(count);
      if (from == null) {
        column.setNulls(0, count);
        continue;
      }
      column.gather(from.column(i - leftWidth), pairRight, count, 0);
      for (int k = 0; k < aloneCount; k++) {
        column.setNull(alone[k]);
      }
    }
  }

  /** Finds out which of the list are given. */
  private int select() {
    Evaluator asked = condition;
    if (asked == null) {
      given = Selection.ALL;
      return count;
    }
    candidates = Selection.ensure(candidates, count);
    selected = Selection.ensure(selected, count);
    int asks = Selection.subtract(Selection.ALL, count, alone, aloneCount, candidates);
    int[] rows = aloneCount == 0 ? Selection.ALL : candidates;
    int trueCount = asks == 0 ? 0 : asked.select(joined, rows, asks, selected);
    for (int i = 0; i < trueCount; i++) {
      matched[pairK[selected[i]]] = true;
    }
    given = selected;
    return aloneCount == 0 ? trueCount : addAlone(trueCount);
  }

  /** Adds the left rows without a match to the pairs that were selected. */
  private int addAlone(int trueCount) {
    int[] rows = candidates;
    int rowCount = 0;
    for (int i = 0; i < aloneCount; i++) {
      rows[rowCount] = alone[i];
      rowCount += matched[pairK[alone[i]]] ? 0 : 1;
    }
    int[] all = Selection.ensure(merged, count);
    merged = all;
    given = all;
    return Selection.merge(selected, trueCount, rows, rowCount, all);
  }

  /** The left rows that have a match, or those that have none, as the kind wants it. */
  private @Nullable Batch selectLeft(Batch left) {
    selected = Selection.ensure(selected, left.count());
    given = selected;
    int rowCount = 0;
    for (int k = 0; k < left.count(); k++) {
      given[rowCount] = left.rows()[k];
      rowCount += matched[k] == (kind == JoinKind.SEMI) ? 1 : 0;
    }
    return rowCount == 0 ? null : view.select(left, given, rowCount);
  }
}
