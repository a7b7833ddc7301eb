package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/**
 * Where a plan gets rows that no operator of this package makes: a table, an index, a bridge. One
 * execution at a time; not thread-safe.
 */
public interface BatchSource {

  /** Begins an execution. */
  void open(ExecutionContext context);

  /** The next rows, valid until the next call or {@link #close}; null at the end. */
  @Nullable Batch next();

  /** Ends the execution; called once for each {@link #open}, also if that failed. */
  void close();
}
