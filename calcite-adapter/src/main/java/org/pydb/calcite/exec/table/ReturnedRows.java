package org.pydb.calcite.exec.table;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.operator.ExecutionContext;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.Row;

/**
 * The rows that a change returns, kept until all is changed: nobody must see a row of a statement
 * that has to run again, or fails further on. Not thread-safe.
 */
final class ReturnedRows {
  private final Returning returning;
  private final RowColumns row;
  private final Evaluator[] evaluators;
  private final Batch values;
  private @Nullable Workspace workspace;
  private @Nullable BufferedRows rows;

  /**
   * Rows of one change.
   *
   * @param inputWidth how many columns the input of the change has
   */
  ReturnedRows(TableLayout layout, Returning returning, int inputWidth) {
    this.returning = returning;
    int others = Math.max(0, inputWidth - returning.inputFirst());
    row = RowColumns.beside(layout.definition().visibleColumns(), others, returning.columns());
    evaluators = Expression.evaluators(returning.expressions());
    values = Batch.ofWidth(evaluators.length);
  }

  void open(ExecutionContext context, Workspace own) {
    workspace = own;
    row.open(context.transaction(TableAccess.class));
    rows = new BufferedRows(own, returning.types());
    for (Evaluator evaluator : evaluators) {
      evaluator.open(context);
    }
  }

  /** Adds a row that was changed, made from a row of the input. */
  void add(Row changed, Batch input, int at) {
    Batch source = row.fill(changed, input, returning.inputFirst(), at);
    for (int i = 0; i < evaluators.length; i++) {
      values.setColumn(i, evaluators[i].evaluate(source, source.rows(), 1));
    }
    values.select(source.size(), source.rows(), 1);
    buffer().append(values, source.rows(), 1);
  }

  /** The next rows, once all were added. */
  @Nullable Batch next() {
    return buffer().next();
  }

  private BufferedRows buffer() {
    BufferedRows open = rows;
    assert open != null : "not open";
    return open;
  }

  void close() {
    for (Evaluator evaluator : evaluators) {
      evaluator.close();
    }
    row.release();
    rows = null;
    Workspace own = workspace;
    if (own != null) {
      workspace = null;
      own.close();
    }
  }
}
