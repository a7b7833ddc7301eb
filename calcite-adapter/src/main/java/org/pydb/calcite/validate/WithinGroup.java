package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.pydb.calcite.function.PydbAggregate;
import org.pydb.calcite.parser.TreeCopy;

/**
 * Aggregates of what {@code WITHIN GROUP} orders, such as {@code mode()}: they get it as an
 * argument, too, from which their type follows.
 */
final class WithinGroup {

  private WithinGroup() {}

  /** The call with that argument; as it is if it is of another kind. */
  static SqlCall replace(SqlCall call) {
    if (call.getKind() != SqlKind.WITHIN_GROUP
        || !(call.operand(0) instanceof SqlCall aggregate)
        || !(call.operand(1) instanceof SqlNodeList order)
        || order.size() != 1) {
      return call;
    }
    SqlAggFunction function =
        PydbAggregate.withinGroup(aggregate.getOperator().getName(), aggregate.operandCount());
    if (function == null) {
      return call;
    }
    SqlNode ordered = order.get(0);
    while (ordered.getKind() == SqlKind.DESCENDING
        || ordered.getKind() == SqlKind.NULLS_FIRST
        || ordered.getKind() == SqlKind.NULLS_LAST) {
      ordered = ((SqlCall) ordered).operand(0);
    }
    List<SqlNode> arguments = new ArrayList<>(aggregate.getOperandList());
    arguments.add(TreeCopy.of(ordered));
    SqlCall replaced = function.createCall(aggregate.getParserPosition(), arguments);
    return call.getOperator().createCall(call.getParserPosition(), replaced, order);
  }
}
