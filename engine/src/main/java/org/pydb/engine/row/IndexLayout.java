package org.pydb.engine.row;

import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;

/**
 * What an index holds of a table's rows: one entry a row, which leads back to it. Immutable;
 * thread-safe; made once for a definition. {@link IndexEntry} writes entries, {@link
 * IndexEntryView} reads them.
 *
 * <pre>
 *                            key                              value
 * not unique                 index columns, row key           –
 * unique, no column NULL     index columns                    row key
 * unique, some column NULL   index columns, row key           row key
 * </pre>
 *
 * <p>The row key is the key of the row in the table's tree: its encoded primary key or hidden row
 * id. In a unique index two equal entries meet in one place, which is how the second is noticed;
 * NULLs do not equal each other, so entries that hold one are told apart by their row keys.
 */
public final class IndexLayout {
  private static final int NONE = -1;

  private final RowLayout rows;
  private final IndexDefinition index;
  private final KeyFormat format;
  private final int[] columns;
  private final int rowKeyLength;

  private IndexLayout(RowLayout rows, IndexDefinition index) {
    this.rows = rows;
    this.index = index;
    format = KeyFormat.ofIndex(rows.table(), index);
    columns = index.columns().stream().mapToInt(KeyColumn::column).toArray();
    rowKeyLength = rows.hasRowIds() ? Long.BYTES : rows.keyFormat().length();
  }

  /** The layout of an index of the table to which {@code rows} belongs. */
  public static IndexLayout of(RowLayout rows, IndexDefinition index) {
    return new IndexLayout(rows, index);
  }

  /** The layout of the table's rows. */
  public RowLayout rows() {
    return rows;
  }

  /** The index. */
  public IndexDefinition index() {
    return index;
  }

  /** The format of the index's own columns, with which every entry begins. */
  public KeyFormat format() {
    return format;
  }

  /** Whether the value of a table's column can be read from entries alone. */
  public boolean isReadable(int column) {
    return keyPart(column) != NONE || rows.isInKey(column);
  }

  /** Whether the row has NULL in a column of the index. */
  public boolean hasNull(Row row) {
    for (int column : columns) {
      if (row.isNull(column)) {
        return true;
      }
    }
    return false;
  }

  /** The length of all row keys; more than any key has if they differ in it. */
  public int rowKeyLength() {
    return rowKeyLength;
  }

  /** The ordinals of the table's columns that are indexed, in the order of the index. */
  int[] columns() {
    return columns;
  }

  /** Which of the index's columns gives back a table's column, or -1 if none does. */
  int keyPart(int column) {
    if (rows.type(column).isExactInKeys()) {
      for (int i = 0; i < columns.length; i++) {
        if (columns[i] == column) {
          return i;
        }
      }
    }
    return NONE;
  }
}
