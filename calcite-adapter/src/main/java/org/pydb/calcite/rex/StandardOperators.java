package org.pydb.calcite.rex;

import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.ScalarFunction;

/** Which function of ours computes which of Calcite's operators. */
final class StandardOperators {

  private static final Map<SqlKind, ScalarFunction> BY_KIND =
      Map.ofEntries(
          Map.entry(SqlKind.EQUALS, ScalarFunction.EQUALS),
          Map.entry(SqlKind.NOT_EQUALS, ScalarFunction.NOT_EQUALS),
          Map.entry(SqlKind.LESS_THAN, ScalarFunction.LESS),
          Map.entry(SqlKind.LESS_THAN_OR_EQUAL, ScalarFunction.LESS_OR_EQUAL),
          Map.entry(SqlKind.GREATER_THAN, ScalarFunction.GREATER),
          Map.entry(SqlKind.GREATER_THAN_OR_EQUAL, ScalarFunction.GREATER_OR_EQUAL),
          Map.entry(SqlKind.IS_DISTINCT_FROM, ScalarFunction.IS_DISTINCT_FROM),
          Map.entry(SqlKind.IS_NOT_DISTINCT_FROM, ScalarFunction.IS_NOT_DISTINCT_FROM),
          Map.entry(SqlKind.AND, ScalarFunction.AND),
          Map.entry(SqlKind.OR, ScalarFunction.OR),
          Map.entry(SqlKind.NOT, ScalarFunction.NOT),
          Map.entry(SqlKind.IS_NULL, ScalarFunction.IS_NULL),
          Map.entry(SqlKind.IS_NOT_NULL, ScalarFunction.IS_NOT_NULL),
          Map.entry(SqlKind.IS_TRUE, ScalarFunction.IS_TRUE),
          Map.entry(SqlKind.IS_NOT_TRUE, ScalarFunction.IS_NOT_TRUE),
          Map.entry(SqlKind.IS_FALSE, ScalarFunction.IS_FALSE),
          Map.entry(SqlKind.IS_NOT_FALSE, ScalarFunction.IS_NOT_FALSE),
          Map.entry(SqlKind.DIVIDE, ScalarFunction.DIVIDE),
          Map.entry(SqlKind.MOD, ScalarFunction.MODULO),
          Map.entry(SqlKind.MINUS_PREFIX, ScalarFunction.NEGATE),
          Map.entry(SqlKind.BITAND, ScalarFunction.BIT_AND),
          Map.entry(SqlKind.BITOR, ScalarFunction.BIT_OR),
          Map.entry(SqlKind.BITXOR, ScalarFunction.BIT_XOR),
          Map.entry(SqlKind.BITNOT, ScalarFunction.BIT_NOT));

  private static final Map<String, ScalarFunction> BY_NAME =
      Map.ofEntries(
          Map.entry("||", ScalarFunction.CONCAT_OPERATOR),
          Map.entry("LIKE", ScalarFunction.LIKE),
          Map.entry("ILIKE", ScalarFunction.ILIKE),
          Map.entry("SIMILAR TO", ScalarFunction.SIMILAR_TO),
          Map.entry("CURRENT_TIMESTAMP", ScalarFunction.CURRENT_TIMESTAMP),
          Map.entry("LOCALTIMESTAMP", ScalarFunction.LOCALTIMESTAMP),
          Map.entry("CURRENT_DATE", ScalarFunction.CURRENT_DATE),
          Map.entry("CURRENT_TIME", ScalarFunction.CURRENT_TIME),
          Map.entry("LOCALTIME", ScalarFunction.LOCALTIME),
          Map.entry("NOW", ScalarFunction.CURRENT_TIMESTAMP),
          Map.entry("STATEMENT_TIMESTAMP", ScalarFunction.CURRENT_TIMESTAMP),
          Map.entry("TRANSACTION_TIMESTAMP", ScalarFunction.CURRENT_TIMESTAMP));

  private StandardOperators() {}

  /** The function for an operator; null if there is none. */
  static @Nullable ScalarFunction function(RexCall call) {
    ScalarFunction byKind = BY_KIND.get(call.getKind());
    return byKind != null ? byKind : BY_NAME.get(call.getOperator().getName());
  }

  /** The function for a sum, difference or product. */
  static ScalarFunction arithmetic(RexCall call) {
    return switch (call.getKind()) {
      case PLUS -> ScalarFunction.ADD;
      case MINUS -> ScalarFunction.SUBTRACT;
      default -> ScalarFunction.MULTIPLY;
    };
  }
}
