package org.pydb.calcite.exec.operator;

import java.util.Locale;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * An aggregate that an {@link AggregateNode} computes for each group.
 *
 * @param function what to compute
 * @param argument the input's column that is the argument, or -1 for none
 * @param distinct whether equal arguments count once
 * @param filter the input's BOOLEAN column that must be true for a row to count, or -1 for none
 * @param type of the result; see {@link AggregateFunction#gives}
 */
public record AggregateCall(
    AggregateFunction function, int argument, boolean distinct, int filter, ColumnType type) {

  /** {@code count(*)}. */
  public static AggregateCall countRows() {
    return new AggregateCall(
        AggregateFunction.COUNT_ROWS, -1, false, -1, ColumnType.of(ColumnKind.INT64));
  }

  /** A function of a column, of all rows. */
  public static AggregateCall of(AggregateFunction function, int argument, ColumnType type) {
    return new AggregateCall(function, argument, false, -1, type);
  }

  @Override
  public String toString() {
    return function.name().toLowerCase(Locale.ROOT)
        + "("
        + (distinct ? "distinct " : "")
        + (argument < 0 ? "" : "$" + argument)
        + ")"
        + (filter < 0 ? "" : " filter $" + filter);
  }
}
