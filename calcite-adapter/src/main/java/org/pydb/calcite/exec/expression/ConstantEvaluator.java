package org.pydb.calcite.exec.expression;

import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Computes a value that is the same for all rows of an execution. The vector is filled as far as
 * batches reach, once, so that kernels need not know that it is a constant; those that care ask
 * {@link Vector#isConstant}.
 */
abstract class ConstantEvaluator extends Evaluator {
  private final Vector vector;
  private int filled;

  ConstantEvaluator(ColumnType type) {
    vector = Vector.of(type);
  }

  /** Writes the value to position 0. */
  protected abstract void write(Vector vector);

  /** Makes the next evaluation write the value anew. */
  protected final void forget() {
    filled = 0;
  }

  @Override
  public final Vector evaluate(Batch batch, int[] rows, int count) {
    if (filled < batch.size()) {
      fill(batch.size());
    }
    return vector;
  }

  private void fill(int size) {
    if (filled == 0) {
      vector.reset(size);
      write(vector);
      vector.markConstant();
      filled = 1;
    }
    vector.ensureCapacity(size);
    vector.repeat(vector, 0, filled, size);
    filled = size;
  }
}
