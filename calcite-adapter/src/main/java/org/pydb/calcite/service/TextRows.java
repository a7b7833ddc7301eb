package org.pydb.calcite.service;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlResult;
import org.pydb.engine.schema.ColumnType;

/** Rows of one text column, of which no query is made: plans, settings, findings. */
final class TextRows implements SqlResult {
  private final List<String> lines;
  private byte[] current = {};
  private int next;
  private boolean closed;

  TextRows(List<String> lines) {
    this.lines = lines;
  }

  /** The column of such rows. */
  static ColumnInfo column(String label) {
    return new ColumnInfo(label, ColumnType.text(0), "text", false, null, null, null);
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    if (closed || next == lines.size()) {
      closed = true;
      return false;
    }
    current = lines.get(next++).getBytes(StandardCharsets.UTF_8);
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return false;
  }

  @Override
  public long getLong(int column) {
    throw new IllegalStateException("the column is text");
  }

  @Override
  public double getDouble(int column) {
    throw new IllegalStateException("the column is text");
  }

  @Override
  public @Nullable BigDecimal getDecimal(int column) {
    throw new IllegalStateException("the column is text");
  }

  @Override
  public byte[] bytes(int column) {
    return current;
  }

  @Override
  public int bytesStart(int column) {
    return 0;
  }

  @Override
  public int bytesLength(int column) {
    return current.length;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
