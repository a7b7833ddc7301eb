package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.series.RowMaker;
import org.pydb.calcite.exec.series.RowsFunction;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The rows that a function gives for the arguments in each row of its input, which has no other
 * columns. They may be numbered, from 1 for each row of the input.
 */
public final class FunctionRowsNode extends PlanNode {
  private final PlanNode input;
  private final RowsFunction function;
  private final boolean isNumbered;

  /**
   * The rows of a function.
   *
   * @param types of the function's columns, and of the number behind them
   */
  public FunctionRowsNode(
      PlanNode input, RowsFunction function, List<ColumnType> types, boolean isNumbered) {
    super(types, List.of(input));
    this.input = input;
    this.function = function;
    this.isNumbered = isNumbered;
  }

  @Override
  public String describe() {
    return "Function rows: " + function + (isNumbered ? " numbered" : "");
  }

  @Override
  public Operator operator() {
    return new FunctionRowsOperator(this);
  }

  private static final class FunctionRowsOperator extends Operator {
    private final Operator input;
    private final RowMaker maker;
    private final Vector[] arguments;
    private final Vector[] columns;
    private final @Nullable LongVector numbers;
    private final Batch output;
    private @Nullable Batch given;
    private int nextRow;
    private boolean isMaking;
    private long number;

    FunctionRowsOperator(FunctionRowsNode node) {
      input = node.input.operator();
      maker = node.function.maker(node.input.types());
      arguments = new Vector[node.input.types().size()];
      columns = node.types().stream().map(Vector::of).toArray(Vector[]::new);
      numbers = node.isNumbered ? (LongVector) columns[columns.length - 1] : null;
      output = new Batch(columns);
    }

    @Override
    protected void start(ExecutionContext context) {
      given = null;
      isMaking = false;
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      for (Vector column : columns) {
        column.reset(Batch.ROWS_MAX);
      }
      int made = 0;
      while (made < Batch.ROWS_MAX && (isMaking || begin(made == 0))) {
        int count = maker.make(columns, made, Batch.ROWS_MAX);
        isMaking = count > 0;
        for (int i = made; numbers != null && i < made + count; i++) {
          numbers.set(i, ++number);
        }
        made += count;
      }
      if (made == 0) {
        return null;
      }
      output.selectAll(made);
      return output;
    }

    /**
     * Begins with the arguments of the next row.
     *
     * @param mayFetch whether the values of the batch before are wanted no more
     * @return false if there is none, or none yet
     */
    private boolean begin(boolean mayFetch) {
      Batch batch = given;
      if (batch == null || nextRow == batch.count()) {
        batch = mayFetch ? input.next() : null;
        given = batch;
        nextRow = 0;
        if (batch == null) {
          return false;
        }
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = batch.column(i);
        }
      }
      maker.begin(arguments, batch.rows()[nextRow++]);
      number = 0;
      isMaking = true;
      return true;
    }

    @Override
    protected void stop() {
      given = null;
      input.close();
      for (Vector column : columns) {
        column.release();
      }
    }
  }
}
