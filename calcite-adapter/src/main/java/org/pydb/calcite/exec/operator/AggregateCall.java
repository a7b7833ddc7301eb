package org.pydb.calcite.exec.operator;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.RowArguments;
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
 * @param rows the arguments of a function that takes several, or in an order; otherwise null
 * @param java the function, if an application has brought it
 */
public record AggregateCall(
    AggregateFunction function,
    int argument,
    boolean distinct,
    int filter,
    ColumnType type,
    @Nullable RowArguments rows,
    JavaFunction.@Nullable Aggregate java) {

  /** A function of one argument, or of none. */
  public AggregateCall(
      AggregateFunction function, int argument, boolean distinct, int filter, ColumnType type) {
    this(function, argument, distinct, filter, type, null, null);
  }

  /** A function that takes several arguments, or in an order. */
  public static AggregateCall ofRows(
      AggregateFunction function, RowArguments rows, int filter, ColumnType type) {
    return new AggregateCall(function, -1, false, filter, type, rows, null);
  }

  /** A function that an application has brought. */
  public static AggregateCall ofJava(
      JavaFunction.Aggregate java, int argument, boolean distinct, int filter) {
    return new AggregateCall(
        AggregateFunction.JAVA, argument, distinct, filter, java.result().columnType(), null, java);
  }

  /** The same over an input whose columns are in other places. */
  public AggregateCall at(IntUnaryOperator places) {
    return new AggregateCall(
        function,
        argument < 0 ? -1 : places.applyAsInt(argument),
        distinct,
        filter < 0 ? -1 : places.applyAsInt(filter),
        type,
        rows == null ? null : rows.at(places),
        java);
  }

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
    return (java == null ? function.name().toLowerCase(Locale.ROOT) : java.name())
        + "("
        + (distinct ? "distinct " : "")
        + (argument < 0 ? "" : "$" + argument)
        + (rows == null ? "" : rows.columns() + (rows.isDistinct() ? " distinct" : ""))
        + (rows == null || rows.order().isEmpty() ? "" : " order by " + rows.order())
        + ")"
        + (filter < 0 ? "" : " filter $" + filter);
  }
}
