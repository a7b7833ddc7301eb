package org.pydb.calcite.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.pydb.calcite.function.GatheringAggregates;
import org.pydb.calcite.function.JsonConstructors;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.type.OpaqueType;

/**
 * Chooses what SQL's constructors of JSON give where the statement does not say it: {@code jsonb}
 * if one of their operands is that, otherwise {@code json}.
 */
final class JsonByType {

  private JsonByType() {}

  /** Changes a call of one of them. */
  static void choose(PydbValidator validator, SqlValidatorScope scope, SqlBasicCall call) {
    SqlOperator operator = call.getOperator();
    if (JsonConstructors.isByType(operator)) {
      boolean isJsonb =
          call.getOperandList().stream()
              .anyMatch(operand -> isJsonb(validator.deriveType(scope, operand)));
      call.setOperator(JsonConstructors.typed(operator, isJsonb));
    } else if (GatheringAggregates.isByType(operator)) {
      gather(validator, scope.getOperandScope(call), call);
    }
  }

  /** What is gathered last is {@code to_json(value)}. */
  private static void gather(PydbValidator validator, SqlValidatorScope scope, SqlBasicCall call) {
    int last = call.operandCount() - 1;
    SqlNode value = ((SqlCall) call.operand(last)).operand(0);
    boolean isJsonb = isJsonb(validator.deriveType(scope, value));
    SqlAggFunction gathering = GatheringAggregates.typed(call.getOperator(), isJsonb);
    call.setOperator(gathering);
    if (isJsonb) {
      call.setOperand(
          last, JsonFunctions.TO_JSONB_FUNCTION.createCall(value.getParserPosition(), value));
    }
  }

  private static boolean isJsonb(RelDataType type) {
    return OpaqueType.is(type, OpaqueType.Kind.JSONB);
  }
}
