package org.pydb.calcite.function;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.ScalarFunction;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * Aggregates that gather values, in an order if one is given: {@code array_agg}, {@code
 * string_agg}, {@code jsonb_agg} and their kin; and sums of intervals.
 */
public final class GatheringAggregates {
  private static final PydbTypeFactory TYPES = PydbTypeFactory.INSTANCE;

  /** {@code array_agg(x)}. */
  public static final SqlAggFunction ARRAY_AGG =
      aggregate(
          "array_agg",
          binding -> TYPES.nullable(TYPES.array(binding.getOperandType(0))),
          OperandTypes.ANY);

  /**
   * {@code string_agg(x, separator)}. Calcite's is never NULL if its arguments are not, though
   * there may be no rows.
   */
  public static final SqlAggFunction STRING_AGG =
      aggregate("string_agg", binding -> TYPES.nullable(TYPES.text()), OperandTypes.STRING_STRING);

  private static final SqlAggFunction LISTAGG =
      aggregate(
          "listagg",
          STRING_AGG.getReturnTypeInference(),
          OperandTypes.STRING.or(OperandTypes.STRING_STRING));

  /** {@code sum(interval)}. */
  public static final SqlAggFunction INTERVAL_SUM = ofIntervals("$interval_sum");

  /** {@code avg(interval)}. */
  public static final SqlAggFunction INTERVAL_AVG = ofIntervals("$interval_avg");

  /** What the names of those begin with that give JSON or JSONB, as their operands are. */
  private static final String BY_TYPE = "$ANY_";

  /** Those of JSON as they are written, and what gathers what they make. */
  private static final Map<String, SqlAggFunction> OF_JSON = new LinkedHashMap<>();

  static {
    for (String prefix : List.of("JSON", "JSONB", BY_TYPE + "JSON")) {
      OpaqueType.Kind kind = prefix.equals("JSONB") ? OpaqueType.Kind.JSONB : OpaqueType.Kind.JSON;
      for (String rest :
          List.of(
              "_AGG",
              "_AGG_STRICT",
              "_OBJECT_AGG",
              "_OBJECT_AGG_STRICT",
              "_OBJECT_AGG_UNIQUE",
              "_OBJECT_AGG_UNIQUE_STRICT")) {
        String name = prefix + rest;
        OF_JSON.put(name, gathering("$" + name.toLowerCase(Locale.ROOT), kind));
      }
    }
  }

  /** {@code json_agg} of rows, each on a line. */
  private static final SqlAggFunction ROWS_AS_JSON =
      gathering("$json_agg_rows", OpaqueType.Kind.JSON);

  private static final SqlAggFunction ROWS_AS_JSON_STRICT =
      gathering("$json_agg_rows_strict", OpaqueType.Kind.JSON);

  /** The text of a key of JSON. */
  public static final SqlOperator KEY =
      PydbScalarFunction.of(
          "$json_key", ScalarFunction.JSON_KEY, JsonFunctions.TO_TEXT, OperandTypes.ANY);

  private GatheringAggregates() {}

  /** All of them. */
  static List<SqlOperator> all() {
    List<SqlOperator> all = new ArrayList<>(OF_JSON.values());
    OF_JSON.forEach(
        (name, gathering) ->
            all.add(
                aggregate(
                    name.toLowerCase(Locale.ROOT),
                    gathering.getReturnTypeInference(),
                    name.contains("OBJECT") ? OperandTypes.ANY_ANY : OperandTypes.ANY)));
    all.addAll(
        List.of(
            ARRAY_AGG,
            STRING_AGG,
            LISTAGG,
            INTERVAL_SUM,
            INTERVAL_AVG,
            KEY,
            ROWS_AS_JSON,
            ROWS_AS_JSON_STRICT));
    return all;
  }

  /** What gathers JSON for the aggregate of a name in capitals; null if that is another one. */
  public static @Nullable SqlAggFunction gathering(String name) {
    return OF_JSON.get(name);
  }

  /** What gathers rows instead of other values; null if the aggregate writes them as others. */
  public static @Nullable SqlAggFunction gatheringRows(String name) {
    return switch (name) {
      case "JSON_AGG", BY_TYPE + "JSON_AGG" -> ROWS_AS_JSON;
      case "JSON_AGG_STRICT", BY_TYPE + "JSON_AGG_STRICT" -> ROWS_AS_JSON_STRICT;
      default -> null;
    };
  }

  /** Whether an aggregate gathers JSON or JSONB, as its operand is. */
  public static boolean isByType(SqlOperator aggregate) {
    return aggregate instanceof SqlAggFunction && aggregate.getName().startsWith("$" + BY_TYPE);
  }

  /** The same that gathers JSON, or JSONB. */
  public static SqlAggFunction typed(SqlOperator aggregate, boolean isJsonb) {
    String name = aggregate.getName().substring(1 + BY_TYPE.length());
    return requireNonNull(OF_JSON.get(isJsonb ? name.replace("JSON", "JSONB") : name));
  }

  /** Whether it gathers JSON. */
  public static boolean areOfJson(SqlOperator aggregate) {
    return aggregate instanceof SqlAggFunction
        && (aggregate.equals(ROWS_AS_JSON)
            || aggregate.equals(ROWS_AS_JSON_STRICT)
            || OF_JSON.containsValue(aggregate));
  }

  private static SqlReturnTypeInference maybe(OpaqueType.Kind kind) {
    RelDataType type = TYPES.nullable(TYPES.opaque(kind));
    return binding -> type;
  }

  private static SqlAggFunction gathering(String name, OpaqueType.Kind kind) {
    return aggregate(name, maybe(kind), OperandTypes.VARIADIC);
  }

  private static SqlAggFunction ofIntervals(String name) {
    return new PydbAggregate(
        name,
        maybe(OpaqueType.Kind.INTERVAL),
        Signature.of(Signature.Slot.INTERVAL),
        Optionality.FORBIDDEN);
  }

  private static SqlAggFunction aggregate(
      String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return new PydbAggregate(name, type, operands, Optionality.OPTIONAL);
  }
}
