package org.pydb.calcite.parser;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.function.JsonAggregates;

/** {@code ORDER BY} behind the arguments of an aggregate. */
public final class AggregateOrder extends SqlNodeList {
  private static final long serialVersionUID = 1;

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
    if (!dependsOnOrder(name)) {
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

  private static boolean dependsOnOrder(String name) {
    return name.equals("array_agg") || name.equals("string_agg") || JsonAggregates.isOne(name);
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
