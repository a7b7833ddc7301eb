package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil.ToTreeListItem;
import org.pydb.calcite.error.PlacedError;

/** What stands behind EXISTS: the grammar takes any expression, and only queries make sense. */
public final class QueryOperand {
  private QueryOperand() {}

  /**
   * Refuses an expression that is no query behind a prefix that asks for one.
   *
   * @param prefixes the operators before the expression, and what stands before those
   */
  public static void check(List<Object> prefixes, SqlNode operand) {
    for (int i = prefixes.size() - 1; i >= 0; i--) {
      if (!(prefixes.get(i) instanceof ToTreeListItem prefix)) {
        return;
      }
      SqlKind kind = prefix.getOperator().getKind();
      boolean asksForQuery = kind == SqlKind.EXISTS || kind == SqlKind.UNIQUE;
      boolean isQuery = i == prefixes.size() - 1 && operand.isA(SqlKind.QUERY);
      if (asksForQuery && !isQuery) {
        throw new PlacedError(
            prefix.getPos(),
            "42601",
            kind + " takes a query in parentheses: " + kind + " (SELECT …)");
      }
    }
  }
}
