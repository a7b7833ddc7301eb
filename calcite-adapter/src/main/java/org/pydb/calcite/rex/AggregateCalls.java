package org.pydb.calcite.rex;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.aggregate.RowArguments;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.function.JavaAggregateOperator;
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
          Map.entry("$interval_sum", AggregateFunction.SUM),
          Map.entry("$interval_avg", AggregateFunction.AVG),
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

  /** Those that take several arguments, or in an order. */
  private static final Map<String, AggregateFunction> BY_NAME_OF_ROWS =
      Map.ofEntries(
          Map.entry("listagg", AggregateFunction.STRING_AGG),
          Map.entry("string_agg", AggregateFunction.STRING_AGG),
          Map.entry("array_agg", AggregateFunction.ARRAY_AGG),
          Map.entry("$json_agg", AggregateFunction.JSON_AGG),
          Map.entry("$json_agg_rows", AggregateFunction.JSON_AGG_ROWS),
          Map.entry("$jsonb_agg", AggregateFunction.JSONB_AGG),
          Map.entry("$json_agg_strict", AggregateFunction.JSON_AGG_STRICT),
          Map.entry("$json_agg_rows_strict", AggregateFunction.JSON_AGG_ROWS_STRICT),
          Map.entry("$jsonb_agg_strict", AggregateFunction.JSONB_AGG_STRICT),
          Map.entry("$json_object_agg", AggregateFunction.JSON_OBJECT_AGG),
          Map.entry("$json_object_agg_strict", AggregateFunction.JSON_OBJECT_AGG_STRICT),
          Map.entry("$json_object_agg_unique", AggregateFunction.JSON_OBJECT_AGG_UNIQUE),
          Map.entry(
              "$json_object_agg_unique_strict", AggregateFunction.JSON_OBJECT_AGG_UNIQUE_STRICT),
          Map.entry("$jsonb_object_agg", AggregateFunction.JSONB_OBJECT_AGG),
          Map.entry("$jsonb_object_agg_strict", AggregateFunction.JSONB_OBJECT_AGG_STRICT),
          Map.entry("$jsonb_object_agg_unique", AggregateFunction.JSONB_OBJECT_AGG_UNIQUE),
          Map.entry(
              "$jsonb_object_agg_unique_strict", AggregateFunction.JSONB_OBJECT_AGG_UNIQUE_STRICT),
          Map.entry("percentile_cont within group", AggregateFunction.PERCENTILE_CONT),
          Map.entry("percentile_disc within group", AggregateFunction.PERCENTILE_DISC),
          Map.entry("mode within group", AggregateFunction.MODE),
          Map.entry("corr", AggregateFunction.CORR),
          Map.entry("covar_pop", AggregateFunction.COVAR_POP),
          Map.entry("covar_samp", AggregateFunction.COVAR_SAMP),
          Map.entry("regr_avgx", AggregateFunction.REGR_AVGX),
          Map.entry("regr_avgy", AggregateFunction.REGR_AVGY),
          Map.entry("regr_count", AggregateFunction.REGR_COUNT),
          Map.entry("regr_intercept", AggregateFunction.REGR_INTERCEPT),
          Map.entry("regr_r2", AggregateFunction.REGR_R2),
          Map.entry("regr_slope", AggregateFunction.REGR_SLOPE),
          Map.entry("regr_sxx", AggregateFunction.REGR_SXX),
          Map.entry("regr_sxy", AggregateFunction.REGR_SXY),
          Map.entry("regr_syy", AggregateFunction.REGR_SYY));

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
    if (call.getAggregation() instanceof JavaAggregateOperator java) {
      return isPlain(call)
          ? org.pydb.calcite.exec.operator.AggregateCall.ofJava(
              java.function(), call.getArgList().get(0), call.isDistinct(), call.filterArg)
          : null;
    }
    AggregateFunction ofRows = BY_NAME_OF_ROWS.get(name(call));
    if (ofRows != null) {
      return compileOfRows(ofRows, call, inputRowType);
    }
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

  private static String name(AggregateCall call) {
    return call.getAggregation().getName().toLowerCase(Locale.ROOT);
  }

  private static org.pydb.calcite.exec.operator.@Nullable AggregateCall compileOfRows(
      AggregateFunction function, AggregateCall call, RelDataType inputRowType) {
    List<Integer> columns = new ArrayList<>(call.getArgList());
    List<SortKey> order =
        call.getCollation().getFieldCollations().stream().map(SortKeys::of).toList();
    for (SortKey key : order) {
      if (type(inputRowType, key.column()) == null) {
        return null;
      }
    }
    ColumnType result = ColumnTypes.toColumnOrNull(call.getType());
    boolean isText = function == AggregateFunction.STRING_AGG;
    boolean gathers = isText || function == AggregateFunction.ARRAY_AGG || function.takesJson();
    boolean areTypesFine =
        columns.stream()
            .limit(isWithinGroup(function) ? columns.size() - 1L : columns.size())
            .map(column -> type(inputRowType, column))
            .allMatch(gathers && !isText ? Objects::nonNull : type -> isArgument(type, isText));
    int least = isWithinGroup(function) ? 1 : 0;
    int most = gathers ? Integer.MAX_VALUE : least;
    RowArguments arguments = new RowArguments(columns, order, call.isDistinct());
    if (gathers && call.isDistinct() && !isOrderedByDistinct(arguments, function)) {
      throw new SqlError(
          "42P10",
          "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list");
    }
    boolean isContinuous = function == AggregateFunction.PERCENTILE_CONT;
    if (result == null
        || !areTypesFine
        || call.isApproximate()
        || call.distinctKeys != null
        || !call.rexList.isEmpty()
        || (call.isDistinct() && !gathers)
        || (isText && columns.size() != 2)
        || order.size() < least
        || order.size() > most
        || (isContinuous && !isArgument(type(inputRowType, order.get(0).column()), false))) {
      return null;
    }
    return org.pydb.calcite.exec.operator.AggregateCall.ofRows(
        function, arguments, call.filterArg, result);
  }

  private static boolean isWithinGroup(AggregateFunction function) {
    return switch (function) {
      case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> true;
      default -> false;
    };
  }

  private static boolean isOrderedByDistinct(RowArguments rows, AggregateFunction function) {
    List<Integer> distinct = rows.distinctColumns(function);
    return rows.order().stream().allMatch(key -> distinct.contains(key.column()));
  }

  private static @Nullable ColumnType type(RelDataType rowType, int column) {
    return ColumnTypes.toColumnOrNull(rowType.getFieldList().get(column).getType());
  }

  private static boolean isArgument(@Nullable ColumnType type, boolean isText) {
    if (type == null) {
      return false;
    }
    return switch (type.kind()) {
      case TEXT, CHAR -> isText;
      case INT16, INT32, INT64, DECIMAL, NUMERIC, FLOAT32, FLOAT64 -> !isText;
      default -> false;
    };
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
