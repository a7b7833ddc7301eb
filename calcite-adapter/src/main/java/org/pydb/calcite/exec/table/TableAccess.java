package org.pydb.calcite.exec.table;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * What one execution needs of the engine; the transaction of its {@code ExecutionContext}. Serves
 * one execution after the other, each by one thread.
 */
public final class TableAccess {
  private @Nullable Transaction transaction;
  private @Nullable View view;

  /** An access of an execution to come. */
  public TableAccess() {}

  /** An access of an execution that begins now. */
  public TableAccess(Transaction transaction, View view) {
    begin(transaction, view);
  }

  /**
   * Serves an execution from now on.
   *
   * @param newView null if it reads nothing: a view would make the next write copy its nodes
   */
  public void begin(Transaction newTransaction, @Nullable View newView) {
    transaction = newTransaction;
    view = newView;
  }

  /** Lets go of what served the last execution. */
  public void end() {
    transaction = null;
    view = null;
  }

  /** To which the execution writes. */
  public Transaction transaction() {
    return running(transaction);
  }

  /**
   * Through which it reads: taken when the statement began, so that it never meets what it writes
   * itself.
   */
  public View view() {
    return running(view);
  }

  /** Whether there is no view. */
  boolean readsNothing() {
    return view == null;
  }

  private static <T> T running(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the execution has ended, or was said to read nothing");
    }
    return part;
  }
}
