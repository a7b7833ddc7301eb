package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;

/** A number of rows that a query asks for, computed when the execution begins. */
public final class RowCount {
  private final @Nullable Evaluator evaluator;
  private final long otherwise;
  private final String state;
  private final String name;
  private final Batch oneRow = new Batch();

  private RowCount(@Nullable Expression count, long otherwise, String state, String name) {
    evaluator = count == null ? null : count.evaluator();
    this.otherwise = otherwise;
    this.state = state;
    this.name = name;
    oneRow.selectAll(1);
  }

  /** How many rows to skip. */
  public static RowCount offset(@Nullable Expression count) {
    return new RowCount(count, 0, "2201X", "OFFSET");
  }

  /** How many rows to give at most. */
  public static RowCount limit(@Nullable Expression count) {
    return new RowCount(count, Long.MAX_VALUE, "2201W", "LIMIT");
  }

  /** The number; what stands for no limit if there is none or it is NULL. */
  public long evaluate(ExecutionContext context) {
    if (evaluator == null) {
      return otherwise;
    }
    evaluator.open(context);
    LongVector count = (LongVector) evaluator.evaluate(oneRow, Selection.ALL, 1);
    if (count.isNull(0)) {
      return otherwise;
    }
    if (count.get(0) < 0) {
      throw new SqlError(state, name + " must not be negative");
    }
    return count.get(0);
  }

  /** Ends the execution. */
  public void close() {
    if (evaluator != null) {
      evaluator.close();
    }
  }
}
