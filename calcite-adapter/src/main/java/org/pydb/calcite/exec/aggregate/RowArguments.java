package org.pydb.calcite.exec.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.pydb.calcite.exec.store.SortKey;

/**
 * The arguments of an aggregate that takes several, or takes them in an order.
 *
 * @param columns the input's columns that are the arguments
 * @param order by which the rows of a group are taken; {@code WITHIN GROUP} as well
 * @param isDistinct whether rows with the same {@link #distinctColumns} count once
 */
public record RowArguments(List<Integer> columns, List<SortKey> order, boolean isDistinct) {

  /** Takes copies of the lists. */
  public RowArguments {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  /** All columns of the input that matter. */
  public List<Integer> used() {
    TreeSet<Integer> used = new TreeSet<>(columns);
    order.forEach(key -> used.add(key.column()));
    return List.copyOf(used);
  }

  /**
   * The columns of the arguments that make rows the same if {@link #isDistinct}: the first, or of
   * those that become JSON the values before they do, which are the first half. Empty otherwise.
   */
  public List<Integer> distinctColumns(AggregateFunction function) {
    return isDistinct
        ? columns.subList(0, function.takesJson() ? columns.size() / 2 : 1)
        : List.of();
  }

  /** The same over an input whose columns are in other places. */
  public RowArguments at(IntUnaryOperator places) {
    List<Integer> moved = new ArrayList<>();
    columns.forEach(column -> moved.add(places.applyAsInt(column)));
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : order) {
      keys.add(new SortKey(places.applyAsInt(key.column()), key.descending(), key.nullsFirst()));
    }
    return new RowArguments(moved, keys, isDistinct);
  }
}
