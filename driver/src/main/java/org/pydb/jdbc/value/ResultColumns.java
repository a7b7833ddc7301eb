package org.pydb.jdbc.value;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.engine.schema.ColumnType;

/**
 * The columns of a result, in the forms that reading rows wants. Made once for a statement, shared
 * by its results. Immutable; thread-safe.
 */
public final class ResultColumns {
  private final List<ColumnInfo> columns;
  private final ColumnType[] types;

  /** Positions by label in lower case; made when a label is first asked for. */
  private volatile @Nullable Map<String, Integer> positions;

  /** Columns, in their order. */
  public ResultColumns(List<ColumnInfo> columns) {
    this.columns = columns;
    types = new ColumnType[columns.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = columns.get(i).type();
    }
  }

  /** What is known of each. */
  public List<ColumnInfo> list() {
    return columns;
  }

  /** How many there are. */
  public int count() {
    return types.length;
  }

  /** How the values of a column travel; counted from 0. */
  public ColumnType type(int column) {
    return types[column];
  }

  /** The label of a column; counted from 0. */
  public String label(int column) {
    return columns.get(column).label();
  }

  /** The first column whose label is this one, whatever the case; -1 if there is none. */
  public int find(String label) {
    Map<String, Integer> known = positions;
    if (known == null) {
      known = positionsByLabel();
      positions = known;
    }
    Integer position = known.get(label);
    if (position == null) {
      position = known.get(label.toLowerCase(Locale.ROOT));
    }
    return position == null ? -1 : position;
  }

  private Map<String, Integer> positionsByLabel() {
    Map<String, Integer> made = new HashMap<>();
    for (int i = 0; i < types.length; i++) {
      made.putIfAbsent(label(i).toLowerCase(Locale.ROOT), i);
    }
    return made;
  }
}
