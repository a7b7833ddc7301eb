package org.pydb.calcite.rex;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.engine.schema.ColumnType;

/** Which aggregate of ours computes which of Calcite's. */
public final class AggregateCalls {

  private static final Map<String, AggregateFunction> BY_NAME =
      Map.ofEntries(
          Map.entry("count", AggregateFunction.COUNT),
          Map.entry("sum", AggregateFunction.SUM),
          Map.entry("$sum0", AggregateFunction.SUM_OR_ZERO),
          Map.entry("avg", AggregateFunction.AVG),
          Map.entry("min", AggregateFunction.MIN),
          Map.entry("max", AggregateFunction.MAX),
          Map.entry("bool_and", AggregateFunction.BOOL_AND),
          Map.entry("every", AggregateFunction.BOOL_AND),
          Map.entry("bool_or", AggregateFunction.BOOL_OR),
          Map.entry("bit_and", AggregateFunction.BIT_AND),
          Map.entry("bit_or", AggregateFunction.BIT_OR),
          Map.entry("bit_xor", AggregateFunction.BIT_XOR),
          Map.entry("any_value", AggregateFunction.ANY_VALUE),
          Map.entry("single_value", AggregateFunction.SINGLE_VALUE),
          Map.entry("var_pop", AggregateFunction.VAR_POP),
          Map.entry("var_samp", AggregateFunction.VAR_SAMP),
          Map.entry("variance", AggregateFunction.VAR_SAMP),
          Map.entry("stddev_pop", AggregateFunction.STDDEV_POP),
          Map.entry("stddev_samp", AggregateFunction.STDDEV_SAMP),
          Map.entry("stddev", AggregateFunction.STDDEV_SAMP));

  private AggregateCalls() {}

  /** Whether a call asks for no rows at all, so that it can be computed from the groups alone. */
  public static boolean isOfGroup(AggregateCall call) {
    return switch (call.getAggregation().getKind()) {
      case GROUPING, GROUPING_ID, LITERAL_AGG -> true;
      default -> false;
    };
  }

  /** Whether an aggregate of ours, or none at all, computes the call. */
  public static boolean supports(AggregateCall call, RelDataType inputRowType) {
    return isOfGroup(call) || compile(call, inputRowType) != null;
  }

  /** Our call for one of Calcite's over rows of a type; null if there is none. */
  public static org.pydb.calcite.exec.operator.@Nullable AggregateCall compile(
      AggregateCall call, RelDataType inputRowType) {
    AggregateFunction function = function(call);
    ColumnType result = ColumnTypes.toColumnOrNull(call.getType());
    if (function == null || result == null || !isPlain(call)) {
      return null;
    }
    List<Integer> arguments = call.getArgList();
    int argument = arguments.isEmpty() ? -1 : arguments.get(0);
    ColumnType argumentType =
        argument < 0
            ? null
            : ColumnTypes.toColumnOrNull(inputRowType.getFieldList().get(argument).getType());
    if ((argument >= 0 && argumentType == null) || !function.gives(argumentType, result)) {
      return null;
    }
    return new org.pydb.calcite.exec.operator.AggregateCall(
        function, argument, call.isDistinct() && argument >= 0, call.filterArg, result);
  }

  private static @Nullable AggregateFunction function(AggregateCall call) {
    if (call.getAggregation().getKind() == SqlKind.COUNT && call.getArgList().isEmpty()) {
      return AggregateFunction.COUNT_ROWS;
    }
    return BY_NAME.get(call.getAggregation().getName().toLowerCase(Locale.ROOT));
  }

  private static boolean isPlain(AggregateCall call) {
    return !call.isApproximate()
        && call.distinctKeys == null
        && call.rexList.isEmpty()
        && call.getArgList().size() <= 1
        && call.getCollation().getFieldCollations().isEmpty();
  }
}
