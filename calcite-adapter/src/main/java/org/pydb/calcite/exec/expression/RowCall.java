package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** A call that a {@link RowFunction} computes, row by row; mostly NULL if an operand is. */
final class RowCall extends Expression {
  private final String name;
  private final Function<EvaluationContext, RowFunction> functions;
  private final boolean isStrict;

  /**
   * A call.
   *
   * @param functions gives the function for one execution of one evaluator, so it may keep state
   */
  RowCall(
      String name,
      ColumnType type,
      List<Expression> operands,
      Function<EvaluationContext, RowFunction> functions) {
    this(name, type, operands, functions, true);
  }

  /**
   * A call.
   *
   * @param isStrict whether it is NULL if an operand is; otherwise the function sees to NULLs
   */
  RowCall(
      String name,
      ColumnType type,
      List<Expression> operands,
      Function<EvaluationContext, RowFunction> functions,
      boolean isStrict) {
    super(type, operands);
    this.name = name;
    this.functions = functions;
    this.isStrict = isStrict;
  }

  @Override
  protected String name() {
    return name;
  }

  @Override
  public Evaluator evaluator() {
    return new RowEvaluator(type(), functions, isStrict, operandEvaluators());
  }

  private static final class RowEvaluator extends Evaluator {
    private final Vector result;
    private final Arguments arguments;
    private final Function<EvaluationContext, RowFunction> functions;
    private final boolean isStrict;
    private @Nullable RowFunction function;

    RowEvaluator(
        ColumnType type,
        Function<EvaluationContext, RowFunction> functions,
        boolean isStrict,
        Evaluator[] operands) {
      super(operands);
      this.isStrict = isStrict;
      this.functions = functions;
      result = Vector.of(type);
      arguments = new Arguments(operands.length);
    }

    @Override
    public void open(EvaluationContext context) {
      super.open(context);
      function = functions.apply(context);
    }

    @Override
    public Vector evaluate(Batch batch, int[] rows, int count) {
      boolean nulls = false;
      for (int i = 0; i < operandCount(); i++) {
        Vector operand = operand(i).evaluate(batch, rows, count);
        arguments.set(i, operand);
        nulls |= isStrict && operand.hasNulls();
      }
      result.reset(batch.size());
      if (nulls) {
        applyWherePresent(rows, count);
      } else {
        apply(rows, count);
      }
      return result;
    }

    private void apply(int[] rows, int count) {
      RowFunction now = function();
      for (int k = 0; k < count; k++) {
        now.apply(arguments, rows[k], result);
      }
    }

    private void applyWherePresent(int[] rows, int count) {
      RowFunction now = function();
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        if (arguments.isAnyNull(row)) {
          result.setNull(row);
        } else {
          now.apply(arguments, row, result);
        }
      }
    }

    private RowFunction function() {
      RowFunction now = function;
      if (now == null) {
        throw new IllegalStateException("the evaluator is not open");
      }
      return now;
    }

    @Override
    public void close() {
      super.close();
      result.release();
    }
  }
}
