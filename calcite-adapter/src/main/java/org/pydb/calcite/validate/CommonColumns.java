package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The columns that {@code JOIN … USING} and {@code NATURAL JOIN} make one of two: named without
 * their table they are the value of whichever side has one. Calcite knows that in the select list
 * and in ORDER BY, and finds them ambiguous in WHERE: {@code a JOIN b USING (id) WHERE id = 1}.
 */
final class CommonColumns {

  private CommonColumns() {}

  /** The expression with such columns written with their tables. */
  static SqlNode qualify(SqlValidatorImpl validator, SqlNode expression, SqlValidatorScope scope) {
    if (!(scope instanceof SelectScope select)
        || !(select.getNode().getFrom() instanceof SqlJoin from)) {
      return expression;
    }
    List<String> common = new ArrayList<>();
    gather(validator, from, common);
    if (common.isEmpty()) {
      return expression;
    }
    SqlNode qualified =
        expression.accept(
            new SqlShuttle() {
              @Override
              public @Nullable SqlNode visit(SqlIdentifier id) {
                return id.isSimple() && common.contains(id.getSimple()) ? column(id) : id;
              }

              private SqlNode column(SqlIdentifier id) {
                List<SqlNode> sides = sides(validator, select, from, id);
                long joins = common.stream().filter(id.getSimple()::equals).count();
                if (sides.size() != joins + 1) {
                  return id; // Another table has such a column as well.
                }
                return keepsLeft(from)
                    ? sides.get(0)
                    : SqlStdOperatorTable.COALESCE.createCall(id.getParserPosition(), sides);
              }

              @Override
              public @Nullable SqlNode visit(SqlCall call) {
                return call.isA(SqlKind.QUERY) ? call : super.visit(call);
              }
            });
    return qualified == null ? expression : qualified;
  }

  private static void gather(SqlValidatorImpl validator, SqlNode from, List<String> common) {
    if (from instanceof SqlJoin join) {
      gather(validator, join.getLeft(), common);
      gather(validator, join.getRight(), common);
      List<String> names = validator.usingNames(join);
      if (names != null) {
        common.addAll(names);
      }
    }
  }

  /** The column in each of the tables that may have the value, in the order of FROM. */
  private static List<SqlNode> sides(
      SqlValidatorImpl validator, SelectScope scope, SqlJoin from, SqlIdentifier id) {
    SqlNameMatcher names = validator.getCatalogReader().nameMatcher();
    Set<String> having = scope.findQualifyingTableNames(id.getSimple(), id, names).keySet();
    List<SqlNode> sides = new ArrayList<>();
    for (String table : tables(from)) {
      if (having.contains(table)) {
        sides.add(new SqlIdentifier(List.of(table, id.getSimple()), id.getParserPosition()));
      }
    }
    return sides;
  }

  private static List<String> tables(SqlNode from) {
    List<String> tables = new ArrayList<>();
    if (from instanceof SqlJoin join) {
      tables.addAll(tables(join.getLeft()));
      tables.addAll(tables(join.getRight()));
    } else {
      String name = SqlValidatorUtil.alias(from);
      tables.add(name == null ? "" : name);
    }
    return tables;
  }

  /** Whether the first table of each pair has a value for all rows. */
  private static boolean keepsLeft(SqlNode from) {
    return !(from instanceof SqlJoin join)
        || (join.getJoinType() != JoinType.RIGHT
            && join.getJoinType() != JoinType.FULL
            && keepsLeft(join.getLeft())
            && keepsLeft(join.getRight()));
  }
}
