package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Rows that stand in the statement, as literals, parameters and what is computed from them. */
public final class ValuesNode extends PlanNode {
  /** With so many bytes, no more entries join a batch of rows. */
  private static final long BYTES_ENOUGH = 1 << 20;

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
  public BitSet largeColumns() {
    BitSet large = new BitSet();
    for (List<Expression> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (Expressions.passesLarge(row.get(i))) {
          large.set(i);
        }
      }
    }
    return large;
  }

  /** Literals beside parameters of the same column would not be told from references. */
  @Override
  public PlanNode passLarge(BitSet wanted) {
    if (rows.size() != 1) {
      return this;
    }
    List<Expression> row = new ArrayList<>(rows.get(0));
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      row.set(i, Expressions.passLarge(row.get(i)));
    }
    return new ValuesNode(types(), List.of(row));
  }

  @Override
  public Operator operator() {
    return new ValuesOperator(types(), rows.stream().map(Expression::evaluators).toList());
  }

  private static final class ValuesOperator extends Operator {
    private final List<Evaluator[]> rows;
    private final Batch oneRow = new Batch();
    private final Batch output;

    /** Of the rows, or of the entries of a batch, each of which makes the only row anew. */
    private int next;

    private @Nullable List<ParameterValues> entries;

    ValuesOperator(List<ColumnType> types, List<Evaluator[]> rows) {
      this.rows = rows;
      oneRow.selectAll(1);
      output = Batch.of(types);
    }

    @Override
    protected void start(ExecutionContext context) {
      next = 0;
      entries = rows.size() == 1 ? context.entries() : null;
      if (entries != null) {
        return; // Each entry opens the row.
      }
      for (Evaluator[] row : rows) {
        for (Evaluator evaluator : row) {
          evaluator.open(context);
        }
      }
    }

    @Override
    protected @Nullable Batch produce() {
      List<ParameterValues> batch = entries;
      if (batch != null) {
        return next == batch.size() ? null : rowsOf(batch);
      }
      int count = Math.min(rows.size() - next, Batch.ROWS_MAX);
      if (count == 0) {
        return null;
      }
      if (rows.size() == 1) {
        showOnlyRow();
      } else {
        copyRows(count);
      }
      next += count;
      output.selectAll(count);
      return output;
    }

    /** The rows of some entries: as many as a batch holds, and not too many bytes. */
    private Batch rowsOf(List<ParameterValues> batch) {
      Evaluator[] row = rows.get(0);
      int count = Math.min(batch.size() - next, Batch.ROWS_MAX);
      for (int i = 0; i < row.length; i++) {
        output.column(i).reset(count);
      }
      long bytes = 0;
      int made = 0;
      for (; made < count && bytes < BYTES_ENOUGH; made++) {
        context().turnTo(batch.get(next++));
        for (int i = 0; i < row.length; i++) {
          row[i].open(context());
          bytes += copy(row[i].evaluate(oneRow, Selection.ALL, 1), output.column(i), made);
        }
      }
      output.selectAll(made);
      return output;
    }

    /** Copies a value that will be overwritten by the next entry's; gives its bytes, if many. */
    private static long copy(Vector value, Vector column, int at) {
      if (value instanceof BytesVector from && !from.isNull(0)) {
        ((BytesVector) column).append(at, from.array(0), from.start(0), from.length(0));
        return from.length(0);
      }
      column.gather(value, Selection.ALL, 1, at);
      return 0;
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
          Vector value = rows.get(next + row)[i].evaluate(oneRow, Selection.ALL, 1);
          column.gather(value, Selection.ALL, 1, row);
        }
      }
    }

    @Override
    protected void stop() {
      entries = null;
      for (Evaluator[] row : rows) {
        for (Evaluator evaluator : row) {
          evaluator.close();
        }
      }
    }
  }
}
