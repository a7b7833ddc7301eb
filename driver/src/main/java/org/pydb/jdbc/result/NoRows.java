package org.pydb.jdbc.result;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;

/** A result without rows. Stateless. */
public enum NoRows implements SqlResult {
  /** The one there is. */
  INSTANCE;

  @Override
  public long updateCount() {
    return -1;
  }

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
    return false;
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
