package org.pydb.calcite.service;

import java.math.BigDecimal;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LargeObject;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.exec.table.LargeColumns;
import org.pydb.calcite.exec.table.ModifyNode;
import org.pydb.calcite.exec.value.LargeBytes;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.table.LargeValue;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.table.View;

/**
 * The rows of a running query. When it ends, by itself or by being closed, the operators go back to
 * the statement, and a transaction of its own ends with it. Then the object serves the next
 * execution of the statement: whoever has seen the end must not look at it again.
 *
 * <p>A query computes its first rows when it is executed, not when they are asked for: what fails
 * fails then, and who executes {@code SELECT nextval('s')} or {@code SELECT pg_advisory_lock(1)}
 * need not look at its row. One that locks its rows runs to its end before the first of them goes
 * out, since it may have to run again. So does a change that returns rows, and in autocommit it
 * commits before.
 */
final class Rows implements SqlResult, SessionCursor {
  private static final int NONE = -1;

  private final SessionStatement statement;
  private final Execution execution;
  private final SessionTransactions transactions;

  /** The transaction that ends with the rows; null if they belong to the open one. */
  private @Nullable Transaction own;

  /** What they are read through, kept while others begin. */
  private @Nullable View held;

  /** Of the execution that runs, or of the last one. */
  private @Nullable RowCursor cursor;

  /** What the operators of the cursor were made from. */
  private @Nullable PlannedStatement madeFrom;

  /** What references in the rows stand for; null if there are none. */
  private @Nullable LargeColumns large;

  /** The value that was put together last, and its column; of the current row. */
  private byte @Nullable [] whole;

  private int wholeColumn = NONE;

  /** Whether the rows end with the open transaction. */
  private boolean isOfOpen;

  /** Whether others may end the execution in other ways than by its number. */
  private boolean isWriting;

  private boolean isStarted;

  /** Rows that are not yet started. */
  Rows(SessionStatement statement, Execution execution) {
    this.statement = statement;
    this.execution = execution;
    transactions = statement.session().transactions();
  }

  /**
   * Begins to run.
   *
   * @param timeoutMillis as {@link Execution#begin} takes it
   */
  void start(ParameterValues values, long timeoutMillis) {
    isStarted = false;
    PlannedStatement plan = statement.planned();
    isWriting = plan.isLocking() || plan.isChange();
    try {
      execution.begin(timeoutMillis);
      if (plan.isChange()) {
        change(values);
      } else if (plan.isLocking()) {
        Transaction now = forLocking();
        execution.run(now, () -> openAhead(now, values));
      } else {
        read(values);
      }
      isStarted = true;
      transactions.keep(this);
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    } finally {
      if (!isStarted) {
        closeCursor();
        end();
      }
    }
  }

  private void read(ParameterValues values) {
    Transaction now = forReading();
    openAhead(now, values);
    if (own == null) {
      View seen = now.view();
      seen.hold();
      held = seen;
    }
  }

  private void change(ParameterValues values) {
    transactions.checkWritable("change anything");
    Transaction open = transactions.current();
    isOfOpen = open != null && !statement.givesKeys();
    if (open != null) {
      execution.run(open, () -> openAhead(open, values));
    } else {
      Retry.onConflict(execution, () -> changeAndCommit(values));
    }
  }

  private boolean changeAndCommit(ParameterValues values) {
    try (Transaction alone = transactions.beginForStatement()) {
      execution.run(alone, () -> openAhead(alone, values));
      transactions.commit(alone);
      return true;
    }
  }

  /** Opens, and runs up to the first rows; what an earlier run has left is closed. */
  private RowCursor openAhead(Transaction now, ParameterValues values) {
    closeCursor();
    return open(now, values).fetchAhead();
  }

  private void closeCursor() {
    RowCursor opened = cursor;
    if (opened != null) {
      opened.close();
    }
  }

  private Transaction forLocking() {
    transactions.checkWritable("lock rows");
    Transaction open = transactions.current();
    isOfOpen = open != null;
    if (open != null) {
      return open;
    }
    Transaction begun = transactions.beginForLocking();
    own = begun;
    return begun;
  }

  private Transaction forReading() {
    Transaction open = transactions.current();
    isOfOpen = open != null;
    if (open != null) {
      open.beginStatement(statement.toString());
      return open;
    }
    Transaction begun = transactions.beginForReading();
    own = begun;
    return begun;
  }

  private RowCursor open(Transaction now, ParameterValues values) {
    statement.refresh(now, values);
    Operator operator = statement.takeOperator();
    RowCursor opened = cursor;
    if (opened == null || opened.operator() != operator) {
      opened = new RowCursor(operator, this::cursorClosed);
    }
    cursor = opened;
    madeFrom = statement.planned();
    ExecutionContext context = statement.context(now, execution, values);
    BitSet columns = statement.largeColumns();
    large = columns.isEmpty() ? null : new LargeColumns(columns, context);
    wholeColumn = NONE;
    return opened.start(context);
  }

  /** The cursor has closed. */
  private void cursorClosed() {
    PlannedStatement from = madeFrom;
    RowCursor closed = cursor;
    if (from != null && closed != null) {
      madeFrom = null;
      execution.giveRows(closed.rowsGiven());
      statement.giveBack(closed.operator(), from);
    }
    if (isStarted) {
      isStarted = false;
      end();
      if (!isWriting) { // What locks can be told to end in other ways than by its number.
        statement.giveBack(this);
      }
    }
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
      own = null;
      transactions.end(ending);
    }
  }

  private RowCursor cursor() {
    RowCursor open = cursor;
    assert open != null : "not started";
    return open;
  }

  @Override
  public boolean next() {
    whole = null;
    wholeColumn = NONE;
    try {
      return cursor().next();
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public long updateCount() {
    PlannedStatement from = madeFrom;
    return from != null && from.givesChangedRows() ? ModifyNode.writtenBy(cursor().operator()) : -1;
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
    byte[] bytes = whole(column);
    return bytes == null ? cursor().bytes(column) : bytes;
  }

  @Override
  public int bytesStart(int column) {
    return whole(column) == null ? cursor().bytesStart(column) : 0;
  }

  @Override
  public int bytesLength(int column) {
    byte[] bytes = whole(column);
    return bytes == null ? cursor().bytesLength(column) : bytes.length;
  }

  /** A large value, put together; null if the row holds the value. */
  private byte @Nullable [] whole(int column) {
    LargeColumns references = large;
    if (references == null) {
      return null;
    }
    if (wholeColumn != column) {
      try {
        LargeSource value = source(references, column);
        whole = value == null ? null : LargeBytes.read(value);
      } catch (RuntimeException e) {
        throw EngineErrors.translate(e);
      }
      wholeColumn = column;
    }
    return whole;
  }

  private @Nullable LargeSource source(LargeColumns references, int column) {
    RowCursor on = cursor();
    return references.source(
        column, on.bytes(column), on.bytesStart(column), on.bytesLength(column));
  }

  @Override
  public @Nullable LargeObject large(int column) {
    LargeColumns references = large;
    LargeSource value =
        references == null || cursor().isNull(column) ? null : source(references, column);
    return value instanceof LargeValue stored ? new LargeObject(stored, stored.view()) : null;
  }

  /** Whether they have a transaction of their own in which rows are locked until they end. */
  boolean hasOwnLocks() {
    return own != null && isWriting;
  }

  @Override
  public boolean isOfOpenTransaction() {
    return isOfOpen;
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
