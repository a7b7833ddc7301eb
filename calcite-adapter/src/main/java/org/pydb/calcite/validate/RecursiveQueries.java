package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.PlainSelect;

/**
 * The queries of a statement that refer to themselves. They must have the form
 *
 * <pre>
 *   WITH RECURSIVE name AS (non-recursive term UNION [ALL] recursive term)
 * </pre>
 *
 * and the name must stand once in the recursive term, where a row more of it gives rows more and
 * takes none away. Calcite lets most of what breaks these rules pass, and then takes the name for
 * that of a table; PostgreSQL's errors say what is wrong.
 */
final class RecursiveQueries {

  /**
   * A query that refers to itself.
   *
   * @param seed the non-recursive term
   */
  record RecursiveQuery(SqlWithItem item, SqlSelect seed) {

    String name() {
      return item.name.getSimple();
    }
  }

  private RecursiveQueries() {}

  /**
   * Finds them, and gives them the form in which Calcite understands them: those that are declared
   * so but do not refer to themselves lose the mark, non-recursive terms become SELECTs.
   */
  static List<RecursiveQuery> prepare(SqlNode statement) {
    List<RecursiveQuery> found = new ArrayList<>();
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
              prepare(item, found);
            }
            return super.visit(call);
          }
        });
    return found;
  }

  private static void prepare(SqlWithItem item, List<RecursiveQuery> found) {
    String name = item.name.getSimple();
    if (!SelfReference.isIn(item.query, name)) {
      item.recursive = SqlLiteral.createBoolean(false, item.recursive.getParserPosition());
      return;
    }
    SqlBasicCall union = union(item, name);
    SelfReference.check(union, name);
    SqlNode seed = union.operand(0);
    SqlSelect select = seed instanceof SqlSelect already ? already : select(seed);
    union.setOperand(0, select);
    found.add(new RecursiveQuery(item, select));
  }

  private static SqlBasicCall union(SqlWithItem item, String name) {
    SqlNode query = item.query;
    if (query instanceof SqlOrderBy order && order.query.getKind() == SqlKind.UNION) {
      throw ordered(order);
    }
    if (query instanceof SqlWith with) {
      throw new PlacedError(
          with,
          "0A000",
          "WITH inside of the recursive query \""
              + name
              + "\" is not supported yet: write its queries before it, in the same WITH");
    }
    if (query.getKind() == SqlKind.UNION && query instanceof SqlBasicCall union) {
      return union;
    }
    throw new PlacedError(
        item,
        "42P19",
        "recursive query \""
            + name
            + "\" does not have the form non-recursive-term UNION [ALL] recursive-term");
  }

  private static PlacedError ordered(SqlOrderBy order) {
    if (!order.orderList.isEmpty()) {
      return outside(order.orderList, "ORDER BY");
    }
    return order.offset != null
        ? outside(order.offset, "OFFSET")
        : outside(order.fetch == null ? order : order.fetch, "LIMIT");
  }

  /** What SQL forbids: such a clause has no meaning in a round. */
  private static PlacedError outside(SqlNode node, String clause) {
    return new PlacedError(
        node,
        "0A000",
        clause + " must stand outside of the recursive query: write it in the query that uses it");
  }

  /** {@code SELECT * FROM (query)}. */
  private static SqlSelect select(SqlNode query) {
    SqlParserPos position = query.getParserPosition();
    SqlNode from =
        SqlStdOperatorTable.AS.createCall(
            position, query, new SqlIdentifier("seed", SqlParserPos.ZERO));
    return PlainSelect.of(position, List.of(SqlIdentifier.star(SqlParserPos.ZERO)), from, null);
  }
}
