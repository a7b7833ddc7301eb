package org.pydb.calcite.exec.table;

import java.util.BitSet;
import java.util.List;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A row's key as a column of its own: the bytes by which updates and deletes find the row again. It
 * can be asked of a scan like any other column.
 */
public final class RowKey {

  /** The ordinal that stands for the row's key in lists of columns. */
  public static final int COLUMN = -1;

  /** The type of the column. */
  public static final ColumnType TYPE = ColumnType.of(ColumnKind.BYTES);

  private RowKey() {}

  /** Those of some columns of rows that may be large, of the ones that are wanted. */
  static BitSet largeColumns(TableLayout layout, List<Integer> columns, BitSet wanted) {
    BitSet large = new BitSet();
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      large.set(i, wanted.get(i) && column != COLUMN && layout.rows().mayBeLarge(column));
    }
    return large;
  }

  /** The types of columns, {@link #COLUMN} among them or not. */
  static List<ColumnType> types(List<ColumnDefinition> table, List<Integer> columns) {
    return columns.stream()
        .map(column -> column == COLUMN ? TYPE : table.get(column).type())
        .toList();
  }
}
