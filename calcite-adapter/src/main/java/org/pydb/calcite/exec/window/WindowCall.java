package org.pydb.calcite.exec.window;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.engine.schema.ColumnType;

/**
 * A function over a window.
 *
 * @param aggregate which aggregate; null unless the function is one
 * @param arguments the columns of its arguments
 * @param type of the result
 */
public record WindowCall(
    WindowFunction function,
    @Nullable AggregateFunction aggregate,
    List<Integer> arguments,
    WindowFrame frame,
    boolean ignoreNulls,
    ColumnType type) {

  /** Takes a copy of the list. */
  public WindowCall {
    arguments = List.copyOf(arguments);
  }

  @Override
  public String toString() {
    return (aggregate == null ? function : aggregate) + arguments.toString() + " " + frame;
  }
}
