package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Long chains of AND or OR as trees of little depth. The parser nests {@code a OR b OR c …} to the
 * left, and whoever walks such a tree needs as many stack frames as there are alternatives;
 * programs write thousands.
 */
public final class BalancedConditions {

  /** Chains up to this length are left as they are. */
  private static final int SHORT = 16;

  private BalancedConditions() {}

  /** Balances all conditions inside of a statement, in place. */
  public static void balanceIn(SqlNode statement) {
    if (statement instanceof SqlCall call) {
      for (int i = 0; i < call.operandCount(); i++) {
        SqlNode operand = call.operand(i);
        SqlNode balanced = balance(operand);
        if (balanced != operand) {
          call.setOperand(i, balanced);
        }
        balanceIn(balanced);
      }
    } else if (statement instanceof SqlNodeList list) {
      list.replaceAll(BalancedConditions::balance);
      list.forEach(BalancedConditions::balanceIn);
    }
  }

  /** The node, or if it begins a long chain the same conditions in a balanced tree. */
  private static SqlNode balance(SqlNode node) {
    if (node == null || (node.getKind() != SqlKind.OR && node.getKind() != SqlKind.AND)) {
      return node;
    }
    List<SqlNode> parts = chain(node);
    return parts.size() <= SHORT ? node : tree(((SqlBasicCall) node).getOperator(), parts);
  }

  private static List<SqlNode> chain(SqlNode node) {
    List<SqlNode> parts = new ArrayList<>();
    SqlNode left = node;
    while (left.getKind() == node.getKind() && left instanceof SqlBasicCall call) {
      parts.add(call.operand(1));
      left = call.operand(0);
    }
    parts.add(left);
    Collections.reverse(parts);
    return parts;
  }

  private static SqlNode tree(SqlOperator operator, List<SqlNode> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int middle = parts.size() / 2;
    SqlNode left = tree(operator, parts.subList(0, middle));
    SqlNode right = tree(operator, parts.subList(middle, parts.size()));
    SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
    return operator.createCall(position, left, right);
  }
}
