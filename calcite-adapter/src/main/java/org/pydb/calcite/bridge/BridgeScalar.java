package org.pydb.calcite.bridge;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.EvaluationContext;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Evaluates an expression of ours for one row at a time. Not thread-safe. */
final class BridgeScalar {
  private final Evaluator evaluator;
  private final Carrier[] arguments;
  private final Carrier result;
  private final Batch oneRow;

  BridgeScalar(BridgePlan.Scalar scalar) {
    evaluator = scalar.expression().evaluator();
    arguments = scalar.arguments().stream().map(Carrier::of).toArray(Carrier[]::new);
    result = Carrier.of(scalar.expression().type());
    oneRow = oneRow(scalar.arguments().toArray(ColumnType[]::new));
  }

  /** A batch for one row of values of these types. */
  static Batch oneRow(ColumnType... types) {
    Vector[] columns = new Vector[types.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Vector.of(types[i]);
    }
    Batch batch = new Batch(columns);
    batch.selectAll(1);
    return batch;
  }

  void open(EvaluationContext context) {
    evaluator.open(context);
  }

  @Nullable Object evaluate(@Nullable Object[] values) {
    for (int i = 0; i < arguments.length; i++) {
      Vector column = oneRow.column(i);
      column.reset(1);
      column.setObject(0, arguments[i].unwrap(values[i]));
    }
    return result.wrap(evaluator.evaluate(oneRow, Selection.ALL, 1).getObject(0));
  }

  void close() {
    evaluator.close();
  }
}
