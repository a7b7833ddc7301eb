package org.pydb.calcite.parser;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.pydb.calcite.error.PlacedError;

/** {@code ORDER BY} behind the arguments of an aggregate. */
public final class AggregateOrder extends SqlNodeList {
  private static final long serialVersionUID = 1;

  /** Those whose result depends on it. */
  private static final Set<String> ORDERED =
      Set.of(
          "array_agg",
          "string_agg",
          "json_agg",
          "jsonb_agg",
          "json_agg_strict",
          "jsonb_agg_strict",
          "json_object_agg",
          "jsonb_object_agg",
          "json_object_agg_strict",
          "jsonb_object_agg_strict",
          "json_object_agg_unique",
          "jsonb_object_agg_unique",
          "json_object_agg_unique_strict",
          "jsonb_object_agg_unique_strict");

  /** An order that was parsed. */
  public AggregateOrder(SqlNodeList order) {
    super(order.getList(), order.getParserPosition());
  }

  /** The call with its order where standard SQL has it, as {@code WITHIN GROUP}. */
  public static SqlCall move(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    if (operands.isEmpty() || !(operands.get(operands.size() - 1) instanceof SqlNodeList order)) {
      return call;
    }
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    if (!ORDERED.contains(name)) {
      throw new PlacedError(
          order, "0A000", "ORDER BY is not supported in " + name + ": leave it out");
    }
    SqlCall plain =
        new SqlBasicCall(
            call.getOperator(),
            operands.subList(0, operands.size() - 1),
            call.getParserPosition(),
            call.getFunctionQuantifier());
    SqlNodeList keys = new SqlNodeList(order.getList(), order.getParserPosition());
    return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), plain, keys);
  }

  /** Refuses an order in the arguments of what is no aggregate. */
  public static void refuse(List<SqlNode> arguments) {
    for (SqlNode argument : arguments) {
      if (argument instanceof AggregateOrder) {
        throw new PlacedError(argument, "42601", "ORDER BY stands in aggregates only");
      }
    }
  }
}
