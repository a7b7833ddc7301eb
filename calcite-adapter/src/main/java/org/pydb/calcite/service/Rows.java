package org.pydb.calcite.service;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.operator.Operator;
import org.pydb.calcite.exec.operator.RowCursor;
import org.pydb.calcite.plan.PlannedStatement;
import org.pydb.engine.table.Transaction;

/**
 * The rows of a running query. When it ends, by itself or by being closed, the operators go back to
 * the statement, and a transaction of its own ends with it.
 */
final class Rows implements SqlResult {
  private final SessionStatement statement;
  private final Execution execution;
  private final @Nullable Transaction own;
  private final RowCursor cursor;

  /**
   * Rows that are not yet started.
   *
   * @param own the transaction that ends with the rows, or null if they belong to an open one
   */
  Rows(
      SessionStatement statement,
      PlannedStatement madeFrom,
      Operator operator,
      Execution execution,
      @Nullable Transaction own) {
    this.statement = statement;
    this.execution = execution;
    this.own = own;
    cursor =
        new RowCursor(
            operator,
            () -> {
              execution.close();
              statement.giveBack(operator, madeFrom);
              statement.session().release(this);
              if (own != null) {
                own.close();
              }
            });
  }

  void start() {
    statement.session().keep(this);
    try {
      cursor.start(execution.begin());
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public boolean next() {
    try {
      return cursor.next();
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
    return cursor.isNull(column);
  }

  @Override
  public long getLong(int column) {
    return cursor.getLong(column);
  }

  @Override
  public double getDouble(int column) {
    return cursor.getDouble(column);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    return cursor.getDecimal(column);
  }

  @Override
  public byte[] bytes(int column) {
    return cursor.bytes(column);
  }

  @Override
  public int bytesStart(int column) {
    return cursor.bytesStart(column);
  }

  @Override
  public int bytesLength(int column) {
    return cursor.bytesLength(column);
  }

  /** Whether the rows end with the open transaction, rather than one of their own with them. */
  boolean isOfOpenTransaction() {
    return own == null;
  }

  @Override
  public boolean isClosed() {
    return cursor.isClosed();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
