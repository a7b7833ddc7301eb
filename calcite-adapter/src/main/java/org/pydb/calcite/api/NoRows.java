package org.pydb.calcite.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A result without rows: that of a change or a command, or of a query that found nothing.
 * Immutable.
 *
 * @param updateCount the rows that were changed; 0 for a command; -1 for a query
 */
public record NoRows(long updateCount) implements SqlResult {

  /** What commands yield. */
  public static final NoRows OF_COMMAND = new NoRows(0);

  /** What a query yields that found nothing. */
  public static final NoRows OF_QUERY = new NoRows(-1);

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public boolean isNull(int column) {
    throw noRow();
  }

  @Override
  public long getLong(int column) {
    throw noRow();
  }

  @Override
  public double getDouble(int column) {
    throw noRow();
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    throw noRow();
  }

  @Override
  public byte[] bytes(int column) {
    throw noRow();
  }

  @Override
  public int bytesStart(int column) {
    throw noRow();
  }

  @Override
  public int bytesLength(int column) {
    throw noRow();
  }

  private static IllegalStateException noRow() {
    return new IllegalStateException("there are no rows");
  }

  @Override
  public boolean isClosed() {
    return updateCount >= 0; // A query stands before its first row, were there one.
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
