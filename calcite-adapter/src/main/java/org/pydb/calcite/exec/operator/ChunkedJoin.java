package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;

/**
 * A join whose right side does not fit memory and cannot be divided by keys, because there are none
 * or nearly all rows have the same one: right rows are taken chunk by chunk, and for each chunk the
 * left rows pass by once more. What depends on whether a left row met anybody is given with the
 * last chunk. Not thread-safe.
 */
final class ChunkedJoin {
  private final JoinNode node;
  private final Workspace workspace;
  private final Evaluator[] leftKeys;
  private final @Nullable Evaluator condition;
  private final SpilledRows left;
  private final JoinSide right;
  private final @Nullable LeftMarks marks;

  private JoinTable table;
  private JoinRun run;

  /** A right batch that has no place in the current chunk; null if that is the last one. */
  private @Nullable Batch pending;

  /**
   * A join.
   *
   * @param first the first chunk
   * @param right what comes behind it
   */
  ChunkedJoin(
      JoinNode node,
      Workspace workspace,
      Evaluator[] leftKeys,
      @Nullable Evaluator condition,
      SpilledRows left,
      JoinTable first,
      JoinSide right) {
    this.node = node;
    this.workspace = workspace;
    this.leftKeys = leftKeys;
    this.condition = condition;
    this.left = left;
    this.right = right;
    marks = node.kind().asksForMatches() ? new LeftMarks(workspace.memory()) : null;
    pending = right.next();
    table = first;
    run = run();
  }

  /** The next rows, at least one; null at the end. */
  @Nullable Batch next() {
    Batch batch = run.next();
    while (batch == null && pending != null) {
      table.close();
      table = nextChunk(pending);
      run = run();
      batch = run.next();
    }
    return batch;
  }

  private JoinTable nextChunk(Batch first) {
    workspace.count().pass(1);
    JoinTable chunk = new JoinTable(node, workspace);
    Batch batch = first;
    while (batch != null && (chunk.isEmpty() || chunk.hasRoom(batch, right.keys(batch)))) {
      chunk.add(batch, right.keys(batch));
      batch = right.next();
    }
    pending = batch;
    return chunk;
  }

  private JoinRun run() {
    table.finish();
    if (marks != null) {
      marks.rewind();
    }
    PairingProbe probe = new PairingProbe(node, table, leftKeys, condition, marks, pending == null);
    return new JoinRun(node, probe, JoinSide.of(left, leftKeys));
  }

  /** Gives memory and disk back. */
  void close() {
    table.close();
    left.close();
    right.close();
  }
}
