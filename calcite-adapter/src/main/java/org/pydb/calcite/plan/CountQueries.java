package org.pydb.calcite.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.compile.PlanCompiler;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.operator.QueriedValue;
import org.pydb.calcite.parser.PlainSelect;
import org.pydb.calcite.parser.RowCounts;
import org.pydb.calcite.parser.TreeCopy;
import org.pydb.calcite.parser.WithQueries;
import org.pydb.calcite.rex.QueriedCount;

/**
 * Plans the sub-queries in LIMIT, OFFSET and FETCH by themselves, before the query around them:
 *
 * <pre>
 *   select a from t limit (select n from s) + 1
 *   →  select a from t limit QUERY(1)      1: select (select n from s) + 1
 * </pre>
 *
 * <p>They see the queries of WITH before them, and no rows around them.
 */
final class CountQueries extends SqlBasicVisitor<@Nullable Void> {
  private final Planning planning;

  /** The lists of WITH around, the innermost first. */
  private final Deque<SqlNodeList> lists = new ArrayDeque<>();

  private CountQueries(Planning planning) {
    this.planning = planning;
  }

  /** Plans those of a statement, and writes calls in their places. */
  static void plan(Planning planning, SqlNode statement) {
    statement.accept(new CountQueries(planning));
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlWith with) {
      for (int i = 0; i < with.withList.size(); i++) {
        List<SqlNode> before = with.withList.getList().subList(0, i);
        within(new SqlNodeList(before, SqlParserPos.ZERO), with.withList.get(i));
      }
      return within(with.withList, with.body);
    }
    if (call instanceof SqlOrderBy order) {
      if (order.query instanceof SqlWith with) {
        lists.push(with.withList);
        plan(order, with.body);
        lists.pop();
      } else {
        plan(order, order.query);
      }
    }
    return super.visit(call);
  }

  private @Nullable Void within(SqlNodeList list, SqlNode node) {
    lists.push(list);
    node.accept(this);
    lists.pop();
    return null;
  }

  private void plan(SqlOrderBy order, SqlNode query) {
    plan(order.fetch, query, "LIMIT");
    plan(order.offset, query, "OFFSET");
  }

  private void plan(@Nullable SqlNode counted, SqlNode query, String clause) {
    SqlNode count =
        RowCounts.isWithTies(counted) && counted instanceof SqlCall ties
            ? ties.operand(0)
            : counted;
    if (count instanceof SqlBasicCall cast
        && cast.getKind() == SqlKind.CAST
        && SubQueries.areIn(cast)) {
      cast.setOperand(0, planned(cast, query, clause));
    }
  }

  /** The call that stands for what is cast to a number. */
  private SqlNode planned(SqlBasicCall cast, SqlNode query, String clause) {
    SqlParserPos place = cast.getParserPosition();
    SqlSelect count = PlainSelect.of(place, List.of(TreeCopy.of(cast)), null, null);
    lists.forEach(list -> WithQueries.before(list, count));
    Planning own = planning.part();
    own.validator().noteNamesOf(planning.validator());
    RelNode plan;
    try {
      plan = own.optimize(RelRoot.of(own.convert(validated(own, count)).rel, SqlKind.SELECT));
    } catch (CalciteContextException e) {
      SqlIdentifier name = at(cast, e.getPosLine(), e.getPosColumn());
      if (name != null && isOf(SqlUtil.stripAs(query), name)) {
        throw new PlacedError(
            name, "42P10", "argument of " + clause + " must not contain variables");
      }
      throw e;
    }
    QueriedCount value = new QueriedCount(plan, new QueriedValue(PlanCompiler.compile(plan)));
    String number = String.valueOf(planning.countQuery());
    return value.createCall(place, SqlLiteral.createExactNumeric(number, place));
  }

  private SqlNode validated(Planning own, SqlSelect count) {
    if (own.validator().isAggregate(count)) {
      throw new PlacedError(count, "42803", "aggregate functions are not allowed in LIMIT");
    }
    return own.validator().validateStatement(count);
  }

  // ------------------------------------------------------------------ names that are not known

  private static @Nullable SqlIdentifier at(SqlNode tree, int line, int column) {
    List<SqlIdentifier> found = new ArrayList<>();
    tree.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            SqlParserPos place = name.getParserPosition();
            if (place.getLineNum() == line && place.getColumnNum() == column) {
              found.add(name);
            }
            return null;
          }
        });
    return found.isEmpty() ? null : found.get(0);
  }

  /** Whether a name is one of a column of the tables of a query. */
  private boolean isOf(SqlNode query, SqlIdentifier name) {
    return query instanceof SqlSelect select
        && select.getFrom() != null
        && isOfTable(select.getFrom(), name);
  }

  private boolean isOfTable(SqlNode from, SqlIdentifier name) {
    if (from instanceof SqlJoin join) {
      return isOfTable(join.getLeft(), name) || isOfTable(join.getRight(), name);
    }
    SqlNode table = SqlUtil.stripAs(from);
    SqlNode alias = from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(1) : table;
    if (!name.isSimple()) {
      return alias instanceof SqlIdentifier called
          && called.names.get(called.names.size() - 1).equals(name.names.get(0));
    }
    PydbTable known =
        table instanceof SqlIdentifier named ? planning.reader().find(named.names) : null;
    return known != null && known.definition().columnOrdinal(name.getSimple()) >= 0;
  }
}
