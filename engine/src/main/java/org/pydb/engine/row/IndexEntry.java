package org.pydb.engine.row;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;

/** The entry that an index holds of a row, in the making. Reusable; not thread-safe. */
public final class IndexEntry {
  private final IndexLayout layout;
  private final KeyEncoder encoder;
  private final ByteBuilder key = new ByteBuilder(64);
  private final ByteBuilder value = new ByteBuilder(64);
  private final ByteBuilder rowKey = new ByteBuilder(32);
  private final @Nullable RowBuilder included;
  private boolean isThere;
  private int columnsLength;
  private boolean hasDistinctNull;

  /** An entry of one index, of no row yet. */
  public IndexEntry(IndexLayout layout) {
    this.layout = layout;
    encoder = new KeyEncoder(layout.format());
    RowLayout includedRows = layout.includedRows();
    included = includedRows == null ? null : new RowBuilder(includedRows);
  }

  /** The layout of the entries. */
  public IndexLayout layout() {
    return layout;
  }

  /** Makes this the entry of a row of the index's table, if it {@linkplain #isThere has one}. */
  public void set(Row row) {
    isThere = layout.isIn(row);
    key.clear();
    value.clear();
    if (!isThere) {
      return;
    }
    encoder.begin(key);
    for (int column : layout.columns()) {
      encoder.add(row, column);
    }
    columnsLength = key.length();
    hasDistinctNull = layout.hasDistinctNull(row);
    if (!layout.index().unique() || hasDistinctNull) {
      row.putKey(key);
    }
    if (included != null) {
      putIncluded(row, included);
    } else if (layout.index().unique()) {
      row.putKey(value);
    }
  }

  private void putIncluded(Row row, RowBuilder columns) {
    if (layout.index().unique()) {
      rowKey.clear();
      row.putKey(rowKey);
      value.putVarint(rowKey.length()).put(rowKey.array(), 0, rowKey.length());
    }
    int[] ordinals = layout.included();
    for (int i = 0; i < ordinals.length; i++) {
      columns.set(i, row, ordinals[i]);
    }
    columns.putValue(value);
  }

  /** Whether the row has an entry: the index may be one of some rows only. */
  public boolean isThere() {
    return isThere;
  }

  /** The entry's key; valid until the next {@link #set}. */
  public ByteBuilder key() {
    return key;
  }

  /** The entry's value; valid until the next {@link #set}. */
  public ByteBuilder value() {
    return value;
  }

  /** How many bytes of the key the index's own columns take: what entries of equal rows share. */
  public int columnsLength() {
    return columnsLength;
  }

  /** Whether no other row may have an entry of the same columns, be it when all is committed. */
  public boolean isUnique() {
    return isThere && !hasDistinctNull && layout.index().isUniqueInTheEnd();
  }

  /** Whether a column of the index is NULL, so that no other entry equals this one. */
  public boolean hasDistinctNull() {
    return hasDistinctNull;
  }
}
