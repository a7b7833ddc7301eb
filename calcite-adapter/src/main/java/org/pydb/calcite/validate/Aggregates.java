package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.pydb.calcite.function.PydbOperatorTable;

/** Which functions are aggregates. */
final class Aggregates {

  private Aggregates() {}

  /** Whether an operator is one, or a name that is not resolved yet stands for one. */
  static boolean is(SqlOperator operator) {
    if (operator.isAggregator()) {
      return true;
    }
    List<SqlOperator> found = new ArrayList<>();
    PydbOperatorTable.INSTANCE.lookupOperatorOverloads(
        operator.getNameAsId(),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        SqlSyntax.FUNCTION,
        found,
        SqlNameMatchers.withCaseSensitive(false));
    return found.stream().anyMatch(SqlOperator::isAggregator);
  }
}
