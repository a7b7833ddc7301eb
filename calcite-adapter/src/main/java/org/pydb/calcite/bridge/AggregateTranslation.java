package org.pydb.calcite.bridge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableUnion;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.InvalidRelException;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.rex.AggregateCalls;
import org.pydb.calcite.rex.ExpressionCompiler;

/** Aggregates: Calcite's operator groups the rows, ours compute what is asked of each group. */
final class AggregateTranslation {
  private final BridgeBuilder builder;

  AggregateTranslation(BridgeBuilder builder) {
    this.builder = builder;
  }

  RelNode translate(Aggregate aggregate, RelNode input) {
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() != SqlKind.LITERAL_AGG) {
        calls.add(
            isGrouping(call)
                ? grouping(call, calls.size())
                : own(call, aggregate.getInput().getRowType(), calls.size()));
      }
    }
    return withLiterals(aggregate, grouped(aggregate, input, calls));
  }

  private RelNode grouped(Aggregate aggregate, RelNode input, List<AggregateCall> calls) {
    List<ImmutableBitSet> sets = aggregate.getGroupSets();
    ImmutableBitSet total = ImmutableBitSet.of();
    if (sets.size() == 1 || !sets.contains(total)) {
      return grouped(input, aggregate.getGroupSet(), sets, calls);
    }
    List<ImmutableBitSet> others = sets.stream().filter(set -> !set.equals(total)).toList();
    RelNode groups = grouped(input, aggregate.getGroupSet(), others, calls);
    RelNode all =
        grouped(
            input,
            total,
            List.of(total),
            calls.stream().filter(call -> !isGrouping(call)).toList());
    return new EnumerableUnion(
        builder.cluster(), groups.getTraitSet(), List.of(groups, total(groups, all, calls)), true);
  }

  private RelNode grouped(
      RelNode input, ImmutableBitSet keys, List<ImmutableBitSet> sets, List<AggregateCall> calls) {
    RelTraitSet traits = builder.cluster().traitSetOf(EnumerableConvention.INSTANCE);
    try {
      return new EnumerableAggregate(builder.cluster(), traits, input, keys, sets, calls);
    } catch (InvalidRelException e) {
      throw BridgeErrors.unsupported("this grouping: " + e.getMessage());
    }
  }

  /**
   * The group of all rows, which is there even if no row is: Calcite's operator forgets it where
   * there are other grouping sets. Its keys are NULL, and GROUPING has a bit for each column.
   */
  private RelNode total(RelNode groups, RelNode all, List<AggregateCall> calls) {
    List<RelDataType> types = BridgeBuilder.columns(groups);
    List<RexNode> columns = new ArrayList<>();
    for (RelDataType type : types.subList(0, types.size() - calls.size())) {
      columns.add(builder.rex().makeNullLiteral(type));
    }
    int next = 0;
    for (AggregateCall call : calls) {
      columns.add(
          isGrouping(call)
              ? builder
                  .rex()
                  .makeExactLiteral(
                      BigDecimal.valueOf((1L << call.getArgList().size()) - 1), call.getType())
              : builder.column(all, next++));
    }
    return builder.calc(all, columns, null);
  }

  private static boolean isGrouping(AggregateCall call) {
    return switch (call.getAggregation().getKind()) {
      case GROUPING, GROUPING_ID -> true;
      default -> false;
    };
  }

  /** Which columns are grouped by is known to Calcite alone. */
  private AggregateCall grouping(AggregateCall call, int number) {
    return call(
        call.getAggregation(),
        call.getArgList(),
        builder.types().createSqlType(SqlTypeName.BIGINT),
        number);
  }

  private AggregateCall own(AggregateCall call, RelDataType inputType, int number) {
    BridgePlan.Aggregate own = compile(call, inputType);
    if (own == null) {
      throw BridgeErrors.unsupported(describe(call, inputType));
    }
    List<Integer> arguments = new ArrayList<>();
    if (own.argument() != null) {
      arguments.add(call.getArgList().get(0));
    }
    if (own.filtered()) {
      arguments.add(call.filterArg);
    }
    return call(builder.aggregate(own), arguments, builder.carrier(own.result()), number);
  }

  private static AggregateCall call(
      SqlAggFunction function, List<Integer> arguments, RelDataType type, int number) {
    return AggregateCall.create(
        function,
        false,
        false,
        false,
        List.of(),
        arguments,
        -1,
        null,
        RelCollations.EMPTY,
        type,
        "a" + number);
  }

  /** Our aggregate for a call; null if there is none. */
  static BridgePlan.@Nullable Aggregate compile(AggregateCall call, RelDataType inputType) {
    org.pydb.calcite.exec.operator.AggregateCall own = AggregateCalls.compile(call, inputType);
    if (own == null || own.rows() != null || own.java() != null) {
      return null;
    }
    return new BridgePlan.Aggregate(
        own.function(),
        own.argument() < 0
            ? null
            : ScalarTranslation.type(inputType.getFieldList().get(own.argument()).getType()),
        own.type(),
        own.distinct(),
        own.filter() >= 0);
  }

  static String describe(AggregateCall call, RelDataType inputType) {
    List<RelDataType> arguments =
        call.getArgList().stream().map(i -> inputType.getFieldList().get(i).getType()).toList();
    return "the aggregate " + call.getAggregation().getName() + " of " + arguments;
  }

  /** Puts constants, which the planner has among aggregates, to their places. */
  private RelNode withLiterals(Aggregate aggregate, RelNode grouped) {
    int keyCount = aggregate.getGroupCount();
    if (grouped.getRowType().getFieldCount() == aggregate.getRowType().getFieldCount()) {
      return grouped;
    }
    List<RexNode> columns = builder.columns(grouped, 0, keyCount);
    int next = keyCount;
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(
          call.getAggregation().getKind() == SqlKind.LITERAL_AGG
              ? literal(call)
              : builder.column(grouped, next++));
    }
    return builder.calc(grouped, columns, null);
  }

  private RexNode literal(AggregateCall call) {
    var value = ExpressionCompiler.WITHOUT_INPUT.compile(call.rexList.get(0));
    var converted = ScalarTranslation.converted(value, ScalarTranslation.type(call.getType()));
    assert Expressions.literalValue(converted).isPresent();
    return builder.scalar(converted, List.of(), List.of());
  }
}
