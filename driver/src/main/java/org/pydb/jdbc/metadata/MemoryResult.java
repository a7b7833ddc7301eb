package org.pydb.jdbc.metadata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlResult;

/** Rows that stand in memory already. Used by one thread. */
final class MemoryResult implements SqlResult {
  private static final byte[] NO_BYTES = {};

  private final List<@Nullable Object[]> rows;
  private int next;
  private boolean closed;

  /** The text that was asked for last, and its bytes: getters ask thrice for each. */
  private @Nullable Object encoded;

  private byte[] encoding = NO_BYTES;

  MemoryResult(List<@Nullable Object[]> rows) {
    this.rows = rows;
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    if (closed || next == rows.size()) {
      closed = true;
      return false;
    }
    next++;
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return cell(column) == null;
  }

  @Override
  public long getLong(int column) {
    Object cell = cell(column);
    if (cell instanceof Number number) {
      return number.longValue();
    }
    return Boolean.TRUE.equals(cell) ? 1 : 0;
  }

  @Override
  public double getDouble(int column) {
    throw new IllegalStateException("metadata has no column of this type");
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    throw new IllegalStateException("metadata has no column of this type");
  }

  @Override
  public byte[] bytes(int column) {
    Object cell = cell(column);
    if (cell != encoded) {
      encoded = cell;
      encoding = cell == null ? NO_BYTES : cell.toString().getBytes(StandardCharsets.UTF_8);
    }
    return encoding;
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
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  private @Nullable Object cell(int column) {
    return rows.get(next - 1)[column];
  }
}
