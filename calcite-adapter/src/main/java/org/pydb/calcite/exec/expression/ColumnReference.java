package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** A column of the input, handed on as it is. */
final class ColumnReference extends Expression {
  private final int index;

  ColumnReference(int index, ColumnType type) {
    super(type, List.of());
    this.index = index;
  }

  int index() {
    return index;
  }

  @Override
  public Evaluator evaluator() {
    return new Evaluator() {
      @Override
      public Vector evaluate(Batch batch, int[] rows, int count) {
        return batch.column(index);
      }
    };
  }

  @Override
  protected String name() {
    return "$" + index;
  }
}
