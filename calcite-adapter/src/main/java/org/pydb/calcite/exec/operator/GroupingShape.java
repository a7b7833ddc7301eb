package org.pydb.calcite.exec.operator;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.pydb.engine.schema.ColumnType;

/**
 * What a {@link Grouping} makes of rows.
 *
 * @param types of the rows' columns
 * @param keys the columns that make the key
 * @param calls the aggregates
 */
record GroupingShape(List<ColumnType> types, List<Integer> keys, List<AggregateCall> calls) {

  /** The types of the key. */
  List<ColumnType> keyTypes() {
    return keys.stream().map(types::get).toList();
  }

  /** The columns that matter: those that rows keep when they are spilled. */
  List<Integer> usedColumns() {
    TreeSet<Integer> used = new TreeSet<>(keys);
    for (AggregateCall call : calls) {
      used.add(call.argument());
      used.add(call.filter());
      if (call.rows() != null) {
        used.addAll(call.rows().used());
      }
    }
    used.remove(-1);
    return List.copyOf(used);
  }

  /** The same for rows that have nothing but {@link #usedColumns}. */
  GroupingShape ofUsedColumns() {
    List<Integer> used = usedColumns();
    Function<Integer, Integer> place = column -> column < 0 ? -1 : used.indexOf(column);
    return new GroupingShape(
        used.stream().map(types::get).toList(),
        keys.stream().map(place).toList(),
        calls.stream().map(call -> call.at(used::indexOf)).toList());
  }
}
