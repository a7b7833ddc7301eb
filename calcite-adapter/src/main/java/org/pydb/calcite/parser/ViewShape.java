package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * The query of a view whose rows are rows of one table or view, so that changing the one changes
 * the other: {@code SELECT t.a, t.b FROM s.t AS t WHERE …}.
 *
 * @param table whose rows they are, with its schema
 * @param alias by which the query knows it
 * @param columns the columns of the table, in the order in which the view has them
 * @param condition which rows they are; null for all
 */
public record ViewShape(
    SqlIdentifier table, String alias, List<String> columns, @Nullable SqlNode condition) {

  /**
   * The shape of a view's query as definitions keep it, with all names written out.
   *
   * @throws SqlError 55000 with the reason, if its rows are not those of one table
   */
  public static ViewShape of(SqlNode query) {
    SqlNode rows = query;
    if (query instanceof SqlOrderBy order) {
      refuse(order.fetch != null || order.offset != null, "LIMIT or OFFSET");
      rows = order.query;
    }
    refuse(rows.getKind() == SqlKind.WITH, "WITH");
    refuse(SqlKind.SET_QUERY.contains(rows.getKind()), "UNION, INTERSECT, or EXCEPT");
    if (!(rows instanceof SqlSelect select)) {
      throw notOfOneTable();
    }
    refuse(select.isDistinct(), "DISTINCT");
    refuse(select.getGroup() != null, "GROUP BY");
    refuse(select.getHaving() != null, "HAVING");
    refuse(select.getQualify() != null, "QUALIFY or DISTINCT ON");
    if (!(select.getFrom() instanceof SqlCall as)
        || as.getKind() != SqlKind.AS
        || as.operandCount() != 2
        || !(as.operand(0) instanceof SqlIdentifier table)
        || table.names.size() != 2) {
      throw notOfOneTable();
    }
    String alias = ((SqlIdentifier) as.operand(1)).getSimple();
    return new ViewShape(table, alias, columns(select, alias), select.getWhere());
  }

  private static List<String> columns(SqlSelect select, String alias) {
    List<String> columns = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (SqlNode item : select.getSelectList()) {
      if (!(SqlUtil.stripAs(item) instanceof SqlIdentifier name)
          || name.isStar()
          || (name.names.size() > 1 && !name.names.get(name.names.size() - 2).equals(alias))) {
        throw new SqlError("55000", "views with columns that are computed are not updatable");
      }
      String column = name.names.get(name.names.size() - 1);
      if (!met.add(column)) {
        throw new SqlError("55000", "views that have a column twice are not updatable");
      }
      columns.add(column);
    }
    return columns;
  }

  private static void refuse(boolean has, String what) {
    if (has) {
      throw new SqlError("55000", "views containing " + what + " are not automatically updatable");
    }
  }

  private static SqlError notOfOneTable() {
    return new SqlError(
        "55000",
        "views that do not select from a single table or view are not automatically updatable");
  }
}
