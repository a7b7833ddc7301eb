package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Evaluator;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.vector.Batch;

/** Expressions computed for each row of its input. */
public final class ProjectNode extends PlanNode {
  private final PlanNode input;
  private final List<Expression> expressions;

  /** A projection to these expressions over the input's columns. */
  public ProjectNode(PlanNode input, List<Expression> expressions) {
    super(expressions.stream().map(Expression::type).toList(), List.of(input));
    this.input = input;
    this.expressions = List.copyOf(expressions);
  }

  @Override
  public String describe() {
    return expressions.stream()
        .map(Expression::toString)
        .collect(Collectors.joining(", ", "Project: ", ""));
  }

  @Override
  public @Nullable ScanNode driver() {
    return input.driver();
  }

  @Override
  public BitSet largeColumns() {
    BitSet below = input.largeColumns();
    BitSet large = new BitSet();
    for (int i = 0; i < expressions.size(); i++) {
      int column = Expressions.columnOf(expressions.get(i));
      large.set(i, column >= 0 ? below.get(column) : Expressions.passesLarge(expressions.get(i)));
    }
    return large;
  }

  @Override
  public PlanNode passLarge(BitSet wanted) {
    BitSet below = new BitSet();
    List<Expression> passing = new ArrayList<>(expressions);
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      int column = Expressions.columnOf(expressions.get(i));
      if (column >= 0) {
        below.set(column);
      } else {
        passing.set(i, Expressions.passLarge(expressions.get(i)));
      }
    }
    for (int i = 0; i < expressions.size(); i++) {
      if (!wanted.get(i) || Expressions.columnOf(expressions.get(i)) < 0) {
        below.andNot(Expressions.columnsOf(List.of(expressions.get(i))));
      }
    }
    return new ProjectNode(input.passLarge(below), passing);
  }

  @Override
  public Operator operator() {
    return new ProjectOperator(input.operator(), Expression.evaluators(expressions));
  }

  private static final class ProjectOperator extends Operator {
    private final Operator input;
    private final Evaluator[] evaluators;
    private final Batch output;

    ProjectOperator(Operator input, Evaluator[] evaluators) {
      this.input = input;
      this.evaluators = evaluators;
      output = Batch.ofWidth(evaluators.length);
    }

    @Override
    protected void start(ExecutionContext context) {
      for (Evaluator evaluator : evaluators) {
        evaluator.open(context);
      }
      input.open(context);
    }

    @Override
    protected @Nullable Batch produce() {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      for (int i = 0; i < evaluators.length; i++) {
        output.setColumn(i, evaluators[i].evaluate(batch, batch.rows(), batch.count()));
      }
      output.select(batch.size(), batch.rows(), batch.count());
      return output;
    }

    @Override
    protected void stop() {
      for (Evaluator evaluator : evaluators) {
        evaluator.close();
      }
      input.close();
    }
  }
}
