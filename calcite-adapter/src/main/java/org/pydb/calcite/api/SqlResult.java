package org.pydb.calcite.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a statement yielded: rows to be pulled, or a count. Used by one thread at a time.
 *
 * <p>Columns count from 0. A getter fits the column's {@link ColumnInfo#type}: {@code long} for
 * {@code ColumnType.isLong}, and so on; the driver converts. Getters are valid between {@link
 * #next} returning true and the call after it.
 */
public interface SqlResult extends AutoCloseable {

  /** Rows changed by a change, until its result is closed; 0 for a command; -1 for a query. */
  long updateCount();

  /**
   * Moves to the next row.
   *
   * @return false if there is none; the result has then released all that it held
   * @throws SqlError if the query fails on the way
   */
  boolean next();

  /** Whether the current row's column is NULL. */
  boolean isNull(int column);

  /** The value of a column whose values travel as {@code long}. */
  long getLong(int column);

  /** The value of a column whose values travel as {@code double}. */
  double getDouble(int column);

  /** The value of a {@code DECIMAL} or {@code NUMERIC} column, or null. */
  @Nullable BigDecimal getDecimal(int column);

  /** The array in which the value of a bytes column lies; never to be changed. */
  byte[] bytes(int column);

  /** Where the value of a bytes column begins in {@link #bytes}. */
  int bytesStart(int column);

  /** The length of the value of a bytes column. */
  int bytesLength(int column);

  /**
   * A value of a bytes column that need not be put together in memory.
   *
   * @return null if the row holds it whole. To be closed; until then it can be read, also when the
   *     result stands elsewhere or is closed
   */
  default @Nullable LargeObject large(int column) {
    return null;
  }

  /**
   * Whether the result holds nothing any more: it was closed, it has come to its end, or its
   * transaction has ended before.
   */
  boolean isClosed();

  /** Ends the statement and releases what it held. Does nothing when closed. */
  @Override
  void close();
}
