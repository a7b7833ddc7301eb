package org.pydb.calcite.service;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * The rows of a running query. When it ends, by itself or by being closed, the operators go back to
 * the statement, and a transaction of its own ends with it.
 *
 * <p>A query that locks its rows runs to its end before the first of them goes out, since it may
 * have to run again.
 */
final class Rows implements SqlResult {
  private final SessionStatement statement;
  private final ParameterValues values;
  private final Execution execution;
  private final SessionTransactions transactions;

  /** The transaction that ends with the rows; null if they belong to the open one. */
  private @Nullable Transaction own;

  /** What they are read through, kept while others begin. */
  private @Nullable View held;

  private @Nullable RowCursor cursor;
  private boolean isStarted;

  /** Rows that are not yet started. */
  Rows(SessionStatement statement, ParameterValues values, Execution execution) {
    this.statement = statement;
    this.values = values;
    this.execution = execution;
    transactions = statement.session().transactions();
  }

  /**
   * Begins to run.
   *
   * @param locking whether the rows are to be locked
   */
  void start(boolean locking) {
    try {
      Transaction now = locking ? forLocking() : forReading();
      if (locking) {
        execution.run(now, () -> open(now).fetchAhead());
      } else {
        open(now);
      }
      if (own == null && !locking) {
        View seen = now.view();
        seen.hold();
        held = seen;
      }
      isStarted = true;
      transactions.keep(this);
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    } finally {
      if (!isStarted) {
        end();
      }
    }
  }

  private Transaction forLocking() {
    transactions.checkWritable("lock rows");
    Transaction open = transactions.current();
    if (open != null) {
      return open;
    }
    Transaction begun = transactions.beginForLocking();
    own = begun;
    return begun;
  }

  private Transaction forReading() {
    Transaction open = transactions.current();
    if (open != null) {
      open.beginStatement(statement.toString());
      return open;
    }
    Transaction begun = transactions.beginForReading();
    own = begun;
    return begun;
  }

  private RowCursor open(Transaction now) {
    statement.refresh(now, values);
    PlannedStatement madeFrom = statement.planned();
    Operator operator = statement.takeOperator();
    RowCursor opened =
        new RowCursor(
            operator,
            () -> {
              statement.giveBack(operator, madeFrom);
              if (isStarted) {
                end();
              }
            });
    cursor = opened;
    return opened.start(execution.context(now, values, statement.literals()));
  }

  /** Gives back what it held. */
  private void end() {
    execution.close();
    transactions.release(this);
    View view = held;
    if (view != null) {
      held = null;
      view.release();
    }
    Transaction ending = own;
    if (ending != null) {
      ending.close();
    }
  }

  private RowCursor cursor() {
    RowCursor open = cursor;
    assert open != null : "not started";
    return open;
  }

  @Override
  public boolean next() {
    try {
      return cursor().next();
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean isNull(int column) {
    return cursor().isNull(column);
  }

  @Override
  public long getLong(int column) {
    return cursor().getLong(column);
  }

  @Override
  public double getDouble(int column) {
    return cursor().getDouble(column);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    return cursor().getDecimal(column);
  }

  @Override
  public byte[] bytes(int column) {
    return cursor().bytes(column);
  }

  @Override
  public int bytesStart(int column) {
    return cursor().bytesStart(column);
  }

  @Override
  public int bytesLength(int column) {
    return cursor().bytesLength(column);
  }

  /** Whether the rows end with the open transaction, rather than one of their own with them. */
  boolean isOfOpenTransaction() {
    return own == null;
  }

  @Override
  public boolean isClosed() {
    return cursor().isClosed();
  }

  @Override
  public void close() {
    cursor().close();
  }
}
