package org.pydb.calcite.exec.operator;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * The rows of an opened operator, one by one. Reusable: {@link #start} begins anew. Not
 * thread-safe.
 */
public final class RowCursor implements SqlResult {
  private final Operator operator;
  private final Runnable onClose;
  private @Nullable Batch batch;
  private int next;
  private int row;
  private boolean open;

  /** In all batches so far. */
  private long rowsFetched;

  /** Whether it is known that there are no rows at all. */
  private boolean isEmpty;

  /**
   * A cursor that is not yet started.
   *
   * @param onClose runs once after each execution, when the operator is closed
   */
  public RowCursor(Operator operator, Runnable onClose) {
    this.operator = operator;
    this.onClose = onClose;
  }

  /** Whose rows these are. */
  public Operator operator() {
    return operator;
  }

  /**
   * Opens the operator and stands before its first row.
   *
   * @return this
   */
  public RowCursor start(ExecutionContext context) {
    assert !open : "started twice";
    open = true;
    isEmpty = false;
    batch = null;
    next = 0;
    rowsFetched = 0;
    try {
      operator.open(context);
    } catch (Throwable e) {
      close();
      throw e;
    }
    return this;
  }

  /**
   * Makes the operator give its first rows now rather than when they are asked for.
   *
   * @return this
   */
  public RowCursor fetchAhead() {
    assert batch == null : "fetched already";
    try {
      batch = operator.next();
    } catch (Throwable e) {
      close();
      throw e;
    }
    isEmpty = batch == null;
    countFetched();
    return this;
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    Batch now = batch;
    if (now == null || next == now.count()) {
      now = fetch();
      if (now == null) {
        return false;
      }
    }
    row = now.rows()[next++];
    return true;
  }

  private @Nullable Batch fetch() {
    if (!open) {
      return null;
    }
    if (isEmpty) {
      close();
      return null;
    }
    try {
      batch = operator.next();
    } catch (Throwable e) {
      close();
      throw e;
    }
    next = 0;
    countFetched();
    if (batch == null) {
      close();
    }
    return batch;
  }

  private void countFetched() {
    Batch fetched = batch;
    rowsFetched += fetched == null ? 0 : fetched.count();
  }

  /** How many rows it has given since it was started. */
  public long rowsGiven() {
    Batch now = batch;
    return now == null ? rowsFetched : rowsFetched - now.count() + next;
  }

  @Override
  public boolean isNull(int column) {
    return vector(column).isNull(row);
  }

  @Override
  public long getLong(int column) {
    Vector vector = vector(column);
    return vector instanceof DecimalVector decimals
        ? decimals.getUnscaled(row)
        : ((LongVector) vector).get(row);
  }

  @Override
  public double getDouble(int column) {
    return ((DoubleVector) vector(column)).get(row);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    DecimalVector vector = (DecimalVector) vector(column);
    return vector.isNull(row) ? null : vector.get(row);
  }

  @Override
  public byte[] bytes(int column) {
    return ((BytesVector) vector(column)).array(row);
  }

  @Override
  public int bytesStart(int column) {
    return ((BytesVector) vector(column)).start(row);
  }

  @Override
  public int bytesLength(int column) {
    return ((BytesVector) vector(column)).length(row);
  }

  private Vector vector(int column) {
    Batch now = batch;
    if (now == null) {
      throw new IllegalStateException("the result does not stand on a row");
    }
    return now.column(column);
  }

  @Override
  public boolean isClosed() {
    return !open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      rowsFetched = rowsGiven();
      batch = null;
      try {
        operator.close();
      } finally {
        onClose.run();
      }
    }
  }
}
