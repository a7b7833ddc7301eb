package org.pydb.engine.row;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;

/**
 * What an index holds of a table's rows: one entry a row, or one for each row that meets its
 * condition, which leads back to it. Immutable; thread-safe; made once for a definition. {@link
 * IndexEntry} writes entries, {@link IndexEntryView} reads them.
 *
 * <pre>
 *                            key                              value
 * not unique                 index columns, row key           –
 * unique, no distinct NULL   index columns                    row key
 * unique, a distinct NULL    index columns, row key           row key
 *
 * with included columns: the value above, and behind it their values, as a row holds them; in a
 * unique index the length of the row key, a varint, stands before it
 * </pre>
 *
 * <p>The row key is the key of the row in the table's tree: its encoded primary key or hidden row
 * id. In a unique index two equal entries meet in one place, which is how the second is noticed;
 * NULLs do not equal each other unless the index says so, so entries that hold one are told apart
 * by their row keys. An index that may be broken for a while has the entries of one that is not
 * unique, for as long as that may hold several of a key: whoever writes to it looks for the others.
 */
public final class IndexLayout {
  private static final int NONE = -1;

  private final RowLayout rows;
  private final IndexDefinition index;
  private final KeyFormat format;
  private final int[] columns;
  private final int condition;
  private final int[] included;

  /** How included columns are stored; null if there are none. */
  private final @Nullable RowLayout includedRows;

  /** For each column of the table where it is among the included ones, if it is read there. */
  private final int[] includedPlaces;

  private final int rowKeyLength;

  private IndexLayout(RowLayout rows, IndexDefinition index) {
    this.rows = rows;
    this.index = index;
    format = KeyFormat.ofIndex(rows.table(), index);
    columns = index.columns().stream().mapToInt(KeyColumn::column).toArray();
    condition = index.condition();
    included = index.included().stream().mapToInt(Integer::intValue).toArray();
    includedRows = included.length == 0 ? null : includedRows(rows.table(), index);
    includedPlaces = new int[rows.columnCount()];
    Arrays.fill(includedPlaces, NONE);
    for (int i = 0; i < included.length; i++) {
      if (keyPart(included[i]) == NONE && !rows.isInKey(included[i])) {
        includedPlaces[included[i]] = i;
      }
    }
    rowKeyLength = rows.hasRowIds() ? Long.BYTES : rows.keyFormat().length();
  }

  /** The layout of an index of the table to which {@code rows} belongs. */
  public static IndexLayout of(RowLayout rows, IndexDefinition index) {
    return new IndexLayout(rows, index);
  }

  /** The included columns as if they were a table without a key. */
  private static RowLayout includedRows(TableDefinition table, IndexDefinition index) {
    List<ColumnDefinition> stored =
        index.included().stream()
            .map(column -> table.columns().get(column).withNullable(true))
            .toList();
    return RowLayout.of(
        new TableDefinition(
            index.treeId(),
            1,
            table.schema(),
            index.name(),
            stored,
            null,
            List.of(),
            List.of(),
            List.of(),
            Map.of()));
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
    return keyPart(column) != NONE || rows.isInKey(column) || includedPlaces[column] != NONE;
  }

  /** Whether a row of the table has an entry. */
  public boolean isIn(Row row) {
    return condition == IndexDefinition.NONE
        || (!row.isNull(condition) && row.getLong(condition) != 0);
  }

  /** Whether the row has NULL in a column of the index, so that it equals no other. */
  public boolean hasDistinctNull(Row row) {
    if (index.nullsNotDistinct()) {
      return false;
    }
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

  /** The ordinals of the included columns. */
  int[] included() {
    return included;
  }

  /** How included columns are stored; null if there are none. */
  @Nullable RowLayout includedRows() {
    return includedRows;
  }

  /** Whether entries hold more than what leads to their rows. */
  public boolean hasIncluded() {
    return includedRows != null;
  }

  /** Where a column is read among the included ones; -1 if keys give it, or nothing does. */
  int includedPlace(int column) {
    return includedPlaces[column];
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
