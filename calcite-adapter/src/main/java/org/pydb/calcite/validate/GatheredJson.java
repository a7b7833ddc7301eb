package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.pydb.calcite.function.GatheringAggregates;
import org.pydb.calcite.function.JsonFunctions;
import org.pydb.calcite.parser.TreeCopy;

/**
 * Makes JSON of values before they are gathered, by the functions that there are for it. With
 * DISTINCT the values as they came stand before them, to say what is the same:
 *
 * <pre>
 *   jsonb_agg(x)            →  $jsonb_agg(to_jsonb(x))
 *   jsonb_agg(DISTINCT x)   →  $jsonb_agg(DISTINCT x, to_jsonb(x))
 * </pre>
 */
final class GatheredJson {

  private GatheredJson() {}

  /** The call with its values as JSON; as it is if it is of another kind. */
  static SqlCall of(SqlCall call) {
    String name = call.getOperator().getName();
    SqlAggFunction gathering = GatheringAggregates.gathering(name);
    int count = name.contains("OBJECT_AGG") ? 2 : 1;
    if (gathering == null || call.operandCount() != count) {
      return call;
    }
    SqlOperator toJson =
        name.startsWith("JSONB") ? JsonFunctions.TO_JSONB_FUNCTION : JsonFunctions.TO_JSON_FUNCTION;
    SqlLiteral quantifier = call.getFunctionQuantifier();
    boolean isDistinct =
        quantifier != null
            && quantifier.symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.DISTINCT;
    List<SqlNode> operands = new ArrayList<>();
    if (isDistinct) {
      call.getOperandList().forEach(operand -> operands.add(TreeCopy.of(operand)));
    }
    for (int i = 0; i < count; i++) {
      SqlOperator conversion = i < count - 1 ? GatheringAggregates.KEY : toJson;
      operands.add(conversion.createCall(call.getParserPosition(), call.<SqlNode>operand(i)));
    }
    boolean isOfRows =
        call.operand(0) instanceof SqlCall row
            && row.getOperator().equals(JsonFunctions.ROW_TO_JSON);
    SqlAggFunction ofRows = isOfRows ? GatheringAggregates.gatheringRows(name) : null;
    return new SqlBasicCall(
        ofRows == null ? gathering : ofRows, operands, call.getParserPosition(), quantifier);
  }
}
