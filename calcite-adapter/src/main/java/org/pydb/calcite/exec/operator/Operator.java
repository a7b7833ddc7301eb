package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.SpillCount;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;

/**
 * A step of a running plan that gives batches of rows on demand. Not thread-safe.
 *
 * <p>Life: {@link #open}, {@link #next} until it gives null, {@link #close}; then it may be opened
 * again, for the next execution of a prepared statement, and keeps its memory for that. Closing
 * early is fine, closing twice as well.
 */
public abstract class Operator implements AutoCloseable {
  private @Nullable ExecutionContext context;
  private final SpillCount spillCount = new SpillCount();
  private long rowCount;
  private long roundCount;

  /** The measured step to which this belongs. */
  private int step = Measurements.NONE;

  /** Begins an execution. Opens the inputs too; reads parameters; fetches no rows yet. */
  public final void open(ExecutionContext newContext) {
    assert context == null : "opened twice";
    context = newContext;
    rowCount = 0;
    roundCount = 0;
    spillCount.reset();
    Measurements measurements = newContext.measurements();
    step = measurements == null ? Measurements.NONE : measurements.opening();
    start(newContext);
  }

  /**
   * The next rows, at least one.
   *
   * @return null at the end. The batch is valid until the next call of this method or {@link
   *     #close}
   */
  public final @Nullable Batch next() {
    ExecutionContext now = context();
    now.checkCanceled();
    Batch batch = produce();
    if (batch != null) {
      assert batch.count() > 0;
      rowCount += batch.count();
    }
    return batch;
  }

  /** Ends the execution, closes the inputs and gives memory back. */
  @Override
  public final void close() {
    if (context != null) {
      try {
        stop();
        Measurements measurements = context.measurements();
        if (measurements != null) {
          measurements.addSpill(step, spillCount);
          measurements.addRounds(step, roundCount);
        }
      } finally {
        context = null;
      }
    }
  }

  /** The rows that this execution, or the last one, has given so far. */
  public final long rowCount() {
    return rowCount;
  }

  /** What this execution, or the last one, has written to temporary files so far. */
  public final SpillCount spillCount() {
    return spillCount;
  }

  /** Counts a round, for steps that run an input again and again. */
  protected final void countRound() {
    roundCount++;
  }

  /** What a step may use that spills what memory does not hold. */
  protected final Workspace workspace(String name) {
    return context().workspace(name, spillCount);
  }

  /** The context of the running execution. */
  protected final ExecutionContext context() {
    ExecutionContext now = context;
    if (now == null) {
      throw new IllegalStateException("the operator is not open");
    }
    return now;
  }

  /** What was made by {@link #start}. */
  static <T> T open(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the operator is not open");
    }
    return part;
  }

  /** Gives memory back, if any was taken. */
  static void close(@Nullable MemoryAccount memory) {
    if (memory != null) {
      memory.close();
    }
  }

  /** Gives memory and disk back, if any was taken. */
  static void close(@Nullable Workspace workspace) {
    if (workspace != null) {
      workspace.close();
    }
  }

  /** Drops what a batch's own vectors refer to. */
  static void release(Batch batch) {
    for (int i = 0; i < batch.columnCount(); i++) {
      batch.column(i).release();
    }
  }

  /** What {@link #open} does. */
  protected abstract void start(ExecutionContext newContext);

  /** What {@link #next} does: a batch with at least one row, or null. */
  protected abstract @Nullable Batch produce();

  /** What {@link #close} does; called also when {@link #start} failed half way. */
  protected abstract void stop();
}
