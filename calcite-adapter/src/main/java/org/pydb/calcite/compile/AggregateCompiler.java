package org.pydb.calcite.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.exec.operator.AggregateNode;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.operator.ProjectNode;
import org.pydb.calcite.exec.operator.StreamAggregateNode;
import org.pydb.calcite.rel.ParallelSteps;
import org.pydb.calcite.rel.PydbStreamAggregate;
import org.pydb.calcite.rex.AggregateCalls;
import org.pydb.calcite.rex.ExpressionCompiler;
import org.pydb.calcite.rex.UnsupportedExpression;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Compiles aggregates. What depends on the group alone, {@code grouping(a)} and the constants that
 * the planner puts among aggregates, is computed behind the grouping.
 */
final class AggregateCompiler {
  private static final ColumnType INT32 = ColumnType.of(ColumnKind.INT32);
  private static final ColumnType INT64 = ColumnType.of(ColumnKind.INT64);

  private final Aggregate aggregate;
  private final List<Integer> keys;
  private final boolean hasSets;

  private AggregateCompiler(Aggregate aggregate) {
    this.aggregate = aggregate;
    this.keys = aggregate.getGroupSet().asList();
    this.hasSets = aggregate.getGroupType() != Aggregate.Group.SIMPLE;
  }

  static PlanNode compile(Aggregate aggregate, PlanNode input) {
    return new AggregateCompiler(aggregate).compile(input);
  }

  /** The columns of an aggregate's input of which it wants nothing but sums and averages. */
  static Set<Integer> summed(Aggregate aggregate) {
    Set<Integer> summed = new TreeSet<>();
    Set<Integer> otherwise = new TreeSet<>(aggregate.getGroupSet().asList());
    for (AggregateCall call : aggregate.getAggCallList()) {
      boolean isSum =
          switch (call.getAggregation().getKind()) {
            case SUM, SUM0, AVG -> !call.isDistinct();
            default -> false;
          };
      (isSum ? summed : otherwise).addAll(call.getArgList());
      otherwise.add(call.filterArg);
    }
    summed.removeAll(otherwise);
    return summed;
  }

  private PlanNode compile(PlanNode input) {
    List<org.pydb.calcite.exec.operator.AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!AggregateCalls.isOfGroup(call)) {
        calls.add(compile(call));
      }
    }
    PlanNode groups = groups(input, calls);
    boolean isAsWanted = !hasSets && calls.size() == aggregate.getAggCallList().size();
    return isAsWanted ? groups : new ProjectNode(groups, columns(groups));
  }

  private PlanNode groups(
      PlanNode input, List<org.pydb.calcite.exec.operator.AggregateCall> calls) {
    if (aggregate instanceof PydbStreamAggregate streamed) {
      return new StreamAggregateNode(input, keys, calls, streamed.scanColumns());
    }
    AggregateNode groups =
        hasSets
            ? AggregateNode.ofSets(input, keys, sets(), calls)
            : new AggregateNode(input, keys, calls);
    boolean isParallel = ParallelSteps.isParallel(aggregate) && input.driver() != null;
    return isParallel ? groups.inParallel() : groups;
  }

  private org.pydb.calcite.exec.operator.AggregateCall compile(AggregateCall call) {
    org.pydb.calcite.exec.operator.AggregateCall compiled =
        AggregateCalls.compile(call, aggregate.getInput().getRowType());
    if (compiled == null) {
      throw new UnsupportedExpression("the aggregate " + call.getAggregation().getName());
    }
    return compiled;
  }

  private List<List<Integer>> sets() {
    return aggregate.getGroupSets().stream().map(set -> set.asList()).toList();
  }

  /** The groups' columns and what is computed from them, in the aggregate's order. */
  private List<Expression> columns(PlanNode groups) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(Expressions.column(i, groups.types().get(i)));
    }
    int next = keys.size();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (AggregateCalls.isOfGroup(call)) {
        columns.add(ofGroup(call, groups.types().size() - 1));
      } else {
        columns.add(Expressions.column(next, groups.types().get(next)));
        next++;
      }
    }
    return columns;
  }

  private Expression ofGroup(AggregateCall call, int setColumn) {
    if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
      return ExpressionCompiler.literal(
          (RexLiteral) call.rexList.get(0), ColumnTypes.toColumn(call.getType()));
    }
    Expression bits = Expressions.literal(INT64, 0L);
    if (hasSets) {
      int shift = call.getArgList().size();
      for (int argument : call.getArgList()) {
        bits = operation(ScalarFunction.BIT_OR, bits, bit(argument, --shift, setColumn));
      }
    }
    return Expressions.cast(bits, ColumnTypes.toColumn(call.getType()), CastMode.EXPLICIT)
        .orElseThrow();
  }

  /** 1 shifted to its place if the set leaves the key column out. */
  private Expression bit(int argument, int shift, int setColumn) {
    long place = keys.size() - 1L - keys.indexOf(argument);
    Expression set = Expressions.column(setColumn, INT64);
    Expression down = operation(ScalarFunction.SHIFT_RIGHT, set, bits(place));
    Expression one = Expressions.literal(INT64, 1L);
    Expression lowest = operation(ScalarFunction.BIT_AND, down, one);
    return operation(ScalarFunction.SHIFT_LEFT, lowest, bits(shift));
  }

  /** A number of bits. */
  private static Expression bits(long value) {
    return Expressions.literal(INT32, value);
  }

  private static Expression operation(ScalarFunction function, Expression left, Expression right) {
    return Expressions.call(function, INT64, List.of(left, right))
        .orElseThrow(() -> new UnsupportedExpression("GROUPING"));
  }
}
