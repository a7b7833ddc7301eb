package org.pydb.calcite.exec.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.RowOrder;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows of sorted runs, in order: a loser tree, which finds the next row with one comparison for
 * each doubling of the number of runs. Not thread-safe.
 *
 * <pre>
 *                 winner                 each inner node holds the run that lost there; the
 *                    │                   winner's next row plays only against the losers on
 *                 [ 1 ]                  its way up
 *               ┌────┴────┐
 *            [ 2 ]     [ 3 ]
 *            ┌─┴─┐     ┌─┴─┐
 *           run run   run run
 * </pre>
 */
public final class RowMerge {
  private final RowOrder order;
  private final Run[] runs;
  private final long wanted;

  /** By inner node, from 1 on: the run that lost there. */
  private final int[] losers;

  private int winner;
  private long given;

  private final Batch output;

  // The rows of the output that are chosen: their runs and places. Up to `copied` they are copied.
  private final Run[] chosenRuns = new Run[Batch.ROWS_MAX];
  private final int[] chosenRows = new int[Batch.ROWS_MAX];
  private int chosen;
  private int copied;

  RowMerge(List<ColumnType> types, RowOrder order, List<SpilledRows> runs, long wanted) {
    this.order = order;
    this.wanted = wanted;
    this.runs = runs.stream().map(run -> new Run(run.read(), types.size())).toArray(Run[]::new);
    losers = new int[this.runs.length];
    output = Batch.of(types);
    winner = play(1);
  }

  /** A run, and its row whose turn it is. */
  static final class Run {
    private final SpilledRows.Reader reader;
    final Vector[] columns;
    private int row = -1;
    private int count;
    private boolean ended;

    Run(SpilledRows.Reader reader, int width) {
      this.reader = reader;
      columns = new Vector[width];
      fetch();
    }

    private void fetch() {
      Batch batch = reader.next();
      row = 0;
      if (batch == null) {
        ended = true;
        return;
      }
      count = batch.count();
      for (int i = 0; i < columns.length; i++) {
        columns[i] = batch.column(i);
      }
    }
  }

  /** Lets the runs below a node play; gives who wins. */
  private int play(int node) {
    if (node >= runs.length) {
      return node - runs.length;
    }
    int left = play(2 * node);
    int right = play(2 * node + 1);
    boolean leftWins = isBefore(left, right);
    losers[node] = leftWins ? right : left;
    return leftWins ? left : right;
  }

  private boolean isBefore(int a, int b) {
    Run run = runs[a];
    Run other = runs[b];
    if (run.ended || other.ended) {
      return !run.ended;
    }
    int compared = order.compare(run.columns, run.row, other.columns, other.row);
    return compared == 0 ? a < b : compared < 0;
  }

  /** The next rows, valid until the next call; null at the end. */
  public @Nullable Batch next() {
    chosen = 0;
    copied = 0;
    for (int i = 0; i < output.columnCount(); i++) {
      output.column(i).reset(Batch.ROWS_MAX);
    }
    while (chosen < Batch.ROWS_MAX && given < wanted && !runs[winner].ended) {
      Run run = runs[winner];
      chosenRuns[chosen] = run;
      chosenRows[chosen++] = run.row++;
      given++;
      if (run.row == run.count) {
        copy();
        run.fetch();
      }
      replay();
    }
    copy();
    output.selectAll(chosen);
    return chosen == 0 ? null : output;
  }

  private void replay() {
    int now = winner;
    for (int node = (now + runs.length) / 2; node > 0; node /= 2) {
      int other = losers[node];
      if (isBefore(other, now)) {
        losers[node] = now;
        now = other;
      }
    }
    winner = now;
  }

  /** Copies the chosen rows to the output, before the blocks in which they lie are replaced. */
  private void copy() {
    for (int i = 0; i < output.columnCount(); i++) {
      RowCopy.copy(chosenRuns, chosenRows, copied, chosen, i, output.column(i));
    }
    copied = chosen;
  }
}
