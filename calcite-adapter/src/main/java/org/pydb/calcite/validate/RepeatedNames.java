package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Litmus;

/**
 * {@code SELECT *, a FROM t ORDER BY a}: a name of several columns of the result is no ambiguity if
 * all of them are the same. Calcite would refuse it, so it becomes the number of the first one.
 */
final class RepeatedNames {

  private RepeatedNames() {}

  /** Puts numbers in the place of such names in ORDER BY; the select list has been expanded. */
  static void number(SqlSelect select) {
    SqlNodeList order = select.getOrderList();
    if (order != null) {
      for (int i = 0; i < order.size(); i++) {
        order.set(i, numbered(select.getSelectList(), order.get(i)));
      }
    }
  }

  private static SqlNode numbered(SqlNodeList items, SqlNode key) {
    switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall call = (SqlCall) key;
        call.setOperand(0, numbered(items, call.operand(0)));
        return key;
      }
      case IDENTIFIER -> {
        SqlIdentifier name = (SqlIdentifier) key;
        int first = name.isSimple() ? firstOfSame(items, name.getSimple()) : -1;
        return first < 0
            ? key
            : SqlLiteral.createExactNumeric(String.valueOf(first + 1), key.getParserPosition());
      }
      default -> {
        return key;
      }
    }
  }

  /** The first of several items with a name that are all the same; -1 if there are none. */
  private static int firstOfSame(SqlNodeList items, String name) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (name.equals(SqlValidatorUtil.alias(items.get(i), i))) {
        found.add(i);
      }
    }
    if (found.size() < 2) {
      return -1;
    }
    SqlNode first = SqlUtil.stripAs(items.get(found.get(0)));
    boolean isSame =
        found.stream()
            .allMatch(i -> first.equalsDeep(SqlUtil.stripAs(items.get(i)), Litmus.IGNORE));
    return isSame ? found.get(0) : -1;
  }
}
