package org.pydb.calcite.exec.expression;

import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Computes an {@link Expression} over batches, with memory of its own that it uses again and again.
 * Not thread-safe.
 *
 * <p>Life: {@link #open}, any number of {@link #evaluate} and {@link #select}, {@link #close}; then
 * it may be opened again.
 *
 * <p>Results lie at the positions of their rows: the value for row 7 of the batch is at position 7.
 * An evaluator touches no row that it was not asked for, so that a division is safe in a branch of
 * {@code CASE} that excludes zero.
 */
public abstract class Evaluator {
  private final Evaluator[] operands;

  /** An evaluator that opens and closes these operands with itself. */
  protected Evaluator(Evaluator... operands) {
    this.operands = operands;
  }

  /** The operand at {@code index}. */
  protected final Evaluator operand(int index) {
    return operands[index];
  }

  /** How many operands there are. */
  protected final int operandCount() {
    return operands.length;
  }

  /** Begins an execution. Parameters are read here. */
  public void open(EvaluationContext context) {
    for (Evaluator operand : operands) {
      operand.open(context);
    }
  }

  /**
   * Computes the values for some rows.
   *
   * @param rows the positions to work on, ascending, all below {@code batch.size()}
   * @param count how many of them
   * @return the values, each at its row's position; valid until the next call or the batch's end.
   *     Values at other positions are undefined
   */
  public abstract Vector evaluate(Batch batch, int[] rows, int count);

  /**
   * For a condition: finds the rows for which it is true, neither false nor NULL.
   *
   * @param selected where the positions go; may be {@code rows} itself, unless that is shared
   * @return how many there are
   */
  public int select(Batch batch, int[] rows, int count, int[] selected) {
    LongVector truth = (LongVector) evaluate(batch, rows, count);
    long[] values = truth.values();
    int found = 0;
    if (truth.hasNulls()) {
      boolean[] nulls = truth.nulls();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        selected[found] = row;
        found += nulls[row] ? 0 : (int) values[row];
      }
    } else {
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        selected[found] = row;
        found += (int) values[row];
      }
    }
    return found;
  }

  /** Ends an execution: drops references to what belongs to others. */
  public void close() {
    for (Evaluator operand : operands) {
      operand.close();
    }
  }
}
