package org.pydb.calcite.service;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;

/**
 * What a change or a command yields: no rows.
 *
 * @param updateCount the rows that were changed
 */
record CountResult(long updateCount) implements SqlResult {

  /** What commands yield. */
  static final CountResult NOTHING = new CountResult(0);

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
    return new IllegalStateException("a change has no rows");
  }

  @Override
  public boolean isClosed() {
    return true;
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
