package org.pydb.calcite.service;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlResult;
import org.pydb.engine.schema.ColumnType;

/** Rows of text, of which no query is made: settings, findings, statistics. */
final class TextRows implements SqlResult {
  private final List<List<String>> rows;
  private List<String> current = List.of();
  private int next;
  private boolean closed;

  private TextRows(List<List<String>> rows) {
    this.rows = rows;
  }

  /** Rows of one column. */
  static TextRows lines(List<String> lines) {
    return new TextRows(lines.stream().map(List::of).toList());
  }

  /** Rows of some columns; an empty text stands for NULL. */
  static TextRows table(List<List<String>> rows) {
    return new TextRows(rows);
  }

  /** The columns of such rows. */
  static List<ColumnInfo> columns(String... labels) {
    return Arrays.stream(labels)
        .map(label -> new ColumnInfo(label, ColumnType.text(0), "text", true, null, null, null))
        .toList();
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
    current = rows.get(next++);
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return current.get(column).isEmpty();
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
    return current.get(column).getBytes(StandardCharsets.UTF_8);
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
}
