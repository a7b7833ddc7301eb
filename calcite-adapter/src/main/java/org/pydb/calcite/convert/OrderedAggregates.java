package org.pydb.calcite.convert;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;
import org.pydb.calcite.rel.Inputs;

/**
 * Aggregates that want their rows in an order, such as {@code string_agg(a, ',' ORDER BY b)}. Where
 * Calcite's decorrelation moves the columns below an aggregate, it follows its arguments and
 * forgets its order, which then means other columns. So the keys of the order are made arguments
 * meanwhile.
 */
final class OrderedAggregates {

  private OrderedAggregates() {}

  /** The tree with the keys of orders among the arguments. */
  static RelNode hide(RelNode node) {
    return changed(Inputs.changed(node, OrderedAggregates::hide), true);
  }

  /** The tree with orders again. */
  static RelNode show(RelNode node) {
    return changed(Inputs.changed(node, OrderedAggregates::show), false);
  }

  private static RelNode changed(RelNode node, boolean isHiding) {
    if (!(node instanceof Aggregate aggregate)) {
      return node;
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      calls.add(isHiding ? hidden(call) : shown(call));
    }
    return calls.equals(aggregate.getAggCallList())
        ? node
        : aggregate.copy(
            aggregate.getTraitSet(),
            aggregate.getInput(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls);
  }

  private static AggregateCall hidden(AggregateCall call) {
    List<RelFieldCollation> keys = call.getCollation().getFieldCollations();
    if (keys.isEmpty()) {
      return call;
    }
    List<Integer> arguments = new ArrayList<>(call.getArgList());
    keys.forEach(key -> arguments.add(key.getFieldIndex()));
    return copy(call, new Ordered(call), arguments, RelCollations.EMPTY);
  }

  private static AggregateCall shown(AggregateCall call) {
    if (!(call.getAggregation() instanceof Ordered ordered)) {
      return call;
    }
    List<RelFieldCollation> before = ordered.call.getCollation().getFieldCollations();
    int count = call.getArgList().size() - before.size();
    List<RelFieldCollation> keys = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      keys.add(before.get(i).withFieldIndex(call.getArgList().get(count + i)));
    }
    return copy(
        call,
        ordered.call.getAggregation(),
        call.getArgList().subList(0, count),
        RelCollations.of(keys));
  }

  private static AggregateCall copy(
      AggregateCall call, SqlAggFunction function, List<Integer> arguments, RelCollation order) {
    return AggregateCall.create(
        call.getParserPosition(),
        function,
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        arguments,
        call.filterArg,
        call.distinctKeys,
        order,
        call.getType(),
        call.getName());
  }

  /** Stands for an aggregate while the keys of its order are among its arguments. */
  private static final class Ordered extends SqlAggFunction {
    private final AggregateCall call;

    Ordered(AggregateCall call) {
      super(
          "$" + call,
          null,
          SqlKind.OTHER_FUNCTION,
          binding -> type(call, binding),
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.SYSTEM,
          false,
          false,
          Optionality.FORBIDDEN);
      this.call = call;
    }

    private static RelDataType type(AggregateCall call, SqlOperatorBinding binding) {
      return binding.getTypeFactory().createTypeWithNullability(call.getType(), true);
    }
  }
}
