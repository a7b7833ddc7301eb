package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Rows that stand in the statement, as literals, parameters and what is computed from them. */
public final class ValuesNode extends PlanNode {
  private final List<List<Expression>> rows;

  /**
   * Rows.
   *
   * @param types of the columns
   * @param rows for each row an expression for each column, of its type, that uses no columns; no
   *     rows at all is fine
   */
  public ValuesNode(List<ColumnType> types, List<List<Expression>> rows) {
    super(types, List.of());
    this.rows = rows.stream().map(List::copyOf).toList();
  }

  /** How many rows there are. */
  public int rowCount() {
    return rows.size();
  }

  @Override
  public String describe() {
    return "Values: " + (rows.size() == 1 ? rows.get(0) : rows.size() + " rows");
  }

  @Override
  public Operator operator() {
    return new ValuesOperator(types(), rows.stream().map(Expression::evaluators).toList());
  }

  private static final class ValuesOperator extends Operator {
    private final List<Evaluator[]> rows;
    private final Batch oneRow = new Batch();
    private final Batch output;
    private int nextRow;

    ValuesOperator(List<ColumnType> types, List<Evaluator[]> rows) {
      this.rows = rows;
      oneRow.selectAll(1);
      output = new Batch(types.stream().map(Vector::of).toArray(Vector[]::new));
    }

    @Override
    protected void start(ExecutionContext context) {
      nextRow = 0;
      for (Evaluator[] row : rows) {
        for (Evaluator evaluator : row) {
          evaluator.open(context);
        }
      }
    }

    @Override
    protected @Nullable Batch produce() {
      int count = Math.min(rows.size() - nextRow, Batch.ROWS_MAX);
      if (count == 0) {
        return null;
      }
      if (rows.size() == 1) {
        showOnlyRow();
      } else {
        copyRows(count);
      }
      nextRow += count;
      output.selectAll(count);
      return output;
    }

    private void showOnlyRow() {
      for (int i = 0; i < output.columnCount(); i++) {
        output.setColumn(i, rows.get(0)[i].evaluate(oneRow, Selection.ALL, 1));
      }
    }

    private void copyRows(int count) {
      for (int i = 0; i < output.columnCount(); i++) {
        Vector column = output.column(i);
        column.reset(count);
        for (int row = 0; row < count; row++) {
          Vector value = rows.get(nextRow + row)[i].evaluate(oneRow, Selection.ALL, 1);
          column.gather(value, Selection.ALL, 1, row);
        }
      }
    }

    @Override
    protected void stop() {
      for (Evaluator[] row : rows) {
        for (Evaluator evaluator : row) {
          evaluator.close();
        }
      }
    }
  }
}
