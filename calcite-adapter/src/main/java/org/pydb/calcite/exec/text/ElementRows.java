package org.pydb.calcite.exec.text;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.engine.schema.ColumnType;

/** The elements of an array as rows of one column. Used by one thread. */
final class ElementRows implements SqlResult {
  private final ColumnType type;
  private final ArrayValue.Elements elements;
  private @Nullable Object value;
  private boolean isClosed;

  ElementRows(ColumnType type, byte[] array, int start) {
    this.type = type;
    elements = new ArrayValue.Elements(type, array, start);
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    if (isClosed || !elements.hasNext()) {
      isClosed = true;
      return false;
    }
    value = elements.next();
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return value == null;
  }

  @Override
  public long getLong(int column) {
    Object present = requireNonNull(value);
    return present instanceof BigDecimal decimal
        ? decimal.setScale(type.scale()).unscaledValue().longValueExact()
        : (Long) present;
  }

  @Override
  public double getDouble(int column) {
    return (Double) requireNonNull(value);
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    return (BigDecimal) value;
  }

  @Override
  public byte[] bytes(int column) {
    return (byte[]) requireNonNull(value);
  }

  @Override
  public int bytesStart(int column) {
    return 0;
  }

  @Override
  public int bytesLength(int column) {
    return bytes(column).length;
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
