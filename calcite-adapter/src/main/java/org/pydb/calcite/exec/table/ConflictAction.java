package org.pydb.calcite.exec.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expression;

/**
 * What INSERT does with a row that meets one which is there: its ON CONFLICT.
 *
 * @param arbiters the keys by which they meet: positions of unique indexes in the table's layout,
 *     or {@link org.pydb.engine.table.Arbiters#PRIMARY_KEY}
 * @param update what becomes of the row that is there; null if it stays as it is
 */
public record ConflictAction(List<Integer> arbiters, @Nullable Update update) {

  /** Takes a copy of the list. */
  public ConflictAction {
    arbiters = List.copyOf(arbiters);
  }

  /**
   * DO UPDATE. All is computed over the columns of the row that is there, and behind them those of
   * the new one.
   *
   * @param columns which get new values
   * @param values one for each, of exactly its type
   * @param condition the row is left alone where this is not true; null for always
   * @param query gives the values instead, or no row where the condition is not true; null if there
   *     are no sub-queries
   */
  public record Update(
      List<Integer> columns,
      List<Expression> values,
      @Nullable Expression condition,
      @Nullable RowQuery query) {

    /** Takes copies of the lists. */
    public Update {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }
  }
}
