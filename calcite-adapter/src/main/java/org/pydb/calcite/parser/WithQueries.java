package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * {@code WITH} before INSERT, UPDATE, DELETE and MERGE, or a query that locks: the queries that it
 * is made of get it instead.
 *
 * <pre>
 * with v as (…) delete from t using v where t.a = v.a and t.b in (select b from v)
 *   →  delete from t using (with v as (…) select * from v) as v
 *      where t.a = v.a and t.b in (with v as (…) select b from v)
 * </pre>
 */
public final class WithQueries {
  /** Which operand of an INSERT its source is. */
  private static final int SOURCE = 2;

  private final SqlNodeList list;
  private final Set<String> names = new HashSet<>();

  private WithQueries(SqlNodeList list) {
    this.list = list;
    for (SqlNode item : list) {
      names.add(((SqlWithItem) item).name.getSimple());
    }
  }

  /** A change, or a query that locks, with what stood before it. */
  public static SqlNode before(SqlNodeList list, SqlNode change) {
    WithQueries queries = new WithQueries(list);
    boolean isUnused = change instanceof InsertStatement insert && queries.isUnused(insert);
    queries.rewrite((SqlCall) change);
    if (isUnused) { // They must make sense all the same.
      SqlCall insert = (SqlCall) change;
      insert.setOperand(SOURCE, queries.with(insert.operand(SOURCE)));
    }
    return change;
  }

  /** Whether an INSERT has a query that uses none of them. VALUES may say DEFAULT, a query not. */
  private boolean isUnused(InsertStatement insert) {
    return insert.getSource().getKind() != SqlKind.VALUES && !mentions(insert.getSource());
  }

  /** Gives WITH to all queries below a node, in place. */
  private void rewrite(SqlCall call) {
    List<@Nullable SqlNode> operands = call.getOperandList();
    for (int i = 0; i < operands.size(); i++) {
      SqlNode operand = operands.get(i);
      SqlNode rewritten = operand == null ? null : rewritten(operand, isTable(call, i));
      if (rewritten != null && rewritten != operand) {
        call.setOperand(i, rewritten);
      }
    }
  }

  /** Whether an operand stands in FROM, USING or the like. */
  private static boolean isTable(SqlCall call, int operand) {
    if (call instanceof UpdateStatement update) {
      return call.getOperandList().get(operand) == update.from();
    }
    if (call instanceof DeleteStatement delete) {
      return call.getOperandList().get(operand) == delete.using();
    }
    if (call instanceof MergeStatement merge) {
      return call.getOperandList().get(operand) == merge.source();
    }
    return call.getKind() == SqlKind.JOIN || call.getKind() == SqlKind.LATERAL;
  }

  private SqlNode rewritten(SqlNode node, boolean isTable) {
    if (node.isA(SqlKind.QUERY)) {
      return mentions(node) ? with(node) : node;
    }
    if (isTable && node instanceof SqlIdentifier name && isOurs(name)) {
      return SqlStdOperatorTable.AS.createCall(
          name.getParserPosition(), all(name), new SqlIdentifier(name.getSimple(), place(name)));
    }
    if (isTable
        && node instanceof SqlCall as
        && as.getKind() == SqlKind.AS
        && as.operand(0) instanceof SqlIdentifier name
        && isOurs(name)) {
      as.setOperand(0, all(name));
      return as;
    }
    if (node instanceof SqlNodeList nodes) {
      for (int i = 0; i < nodes.size(); i++) {
        nodes.set(i, rewritten(nodes.get(i), false));
      }
      return nodes;
    }
    if (node instanceof SqlCall call) {
      rewrite(call);
    }
    return node;
  }

  private static SqlParserPos place(SqlNode node) {
    return node.getParserPosition();
  }

  private boolean isOurs(SqlIdentifier name) {
    return name.isSimple() && names.contains(name.getSimple());
  }

  private SqlNode all(SqlIdentifier name) {
    SqlParserPos place = place(name);
    return with(PlainSelect.of(place, List.of(SqlIdentifier.star(place)), name, null));
  }

  /** A query with a copy of the list: whoever validates a query changes it. */
  private SqlNode with(SqlNode query) {
    if (query instanceof SqlOrderBy order) {
      return new SqlOrderBy(
          place(order), with(order.query), order.orderList, order.offset, order.fetch);
    }
    List<SqlNode> items = new ArrayList<>(((SqlNodeList) TreeCopy.of(list)).getList());
    SqlNode body = query;
    if (query instanceof SqlWith own) {
      items.addAll(own.withList.getList());
      body = own.body;
    }
    return new SqlWith(place(query), new SqlNodeList(items, list.getParserPosition()), body);
  }

  private boolean mentions(SqlNode query) {
    boolean[] found = {false};
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            found[0] |= isOurs(name);
            return null;
          }
        });
    return found[0];
  }
}
