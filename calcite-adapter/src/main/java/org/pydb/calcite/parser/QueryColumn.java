package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;

/**
 * The columns of a query that gives one row, each as a sub-query of its own:
 *
 * <pre>
 * (select x, y from u)   →   (select column1 from (select x, y from u) as row (column1, column2)),
 *                            (select column2 from (select x, y from u) as row (column1, column2))
 * </pre>
 */
final class QueryColumn {
  private QueryColumn() {}

  /**
   * The columns of a query.
   *
   * @throws PlacedError 42601 if it can be seen that there are not so many
   */
  static List<SqlNode> each(SqlNode query, int count) {
    if (query instanceof SqlSelect select
        && select.getSelectList().size() != count
        && select.getSelectList().stream().noneMatch(QueryColumn::isStar)) {
      throw new PlacedError(query, "42601", "number of columns does not match number of values");
    }
    List<SqlNode> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SqlParserPos place = query.getParserPosition();
      List<SqlNode> source = new ArrayList<>();
      source.add(i == 0 ? query : TreeCopy.of(query));
      source.add(new SqlIdentifier("row", place));
      for (int column = 0; column < count; column++) {
        source.add(name(column, place));
      }
      columns.add(
          PlainSelect.of(
              place,
              List.of(name(i, place)),
              SqlStdOperatorTable.AS.createCall(place, source),
              null));
    }
    return columns;
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier identifier && identifier.isStar();
  }

  private static SqlIdentifier name(int column, SqlParserPos place) {
    return new SqlIdentifier("column" + (column + 1), place);
  }
}
