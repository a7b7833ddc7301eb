package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * The columns of a query that gives one row, each as a sub-query of its own:
 *
 * <pre>
 *   (select x, y from u)
 *   → (select "$row.1" from (select x, y from u) as "$row" ("$row.1", "$row.2")),
 *     (select "$row.2" from (select x, y from u) as "$row" ("$row.1", "$row.2"))
 * </pre>
 *
 * <p>The name of the row has the place of the query in it. By that the converter knows what belongs
 * together, and makes one row of it again.
 */
public final class QueryColumn {
  private static final String MARK = "$row ";

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
      source.add(new SqlIdentifier(row(place), place));
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

  /** The name of the row that a column by this name is one of; null if it is none. */
  public static @Nullable String row(String column) {
    return column.startsWith(MARK) ? column.substring(0, column.indexOf('.')) : null;
  }

  /** The query of the whole row, if this one is of a column of it; else null. */
  public static @Nullable SqlNode whole(SqlNode query) {
    return query instanceof SqlSelect select
            && select.getFrom() instanceof SqlCall as
            && as.getKind() == SqlKind.AS
            && as.operand(1) instanceof SqlIdentifier name
            && name.getSimple().startsWith(MARK)
            && select.getSelectList().get(0) instanceof SqlIdentifier
        ? as.operand(0)
        : null;
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier identifier && identifier.isStar();
  }

  private static String row(SqlParserPos place) {
    return MARK + place.getLineNum() + ":" + place.getColumnNum();
  }

  private static SqlIdentifier name(int column, SqlParserPos place) {
    return new SqlIdentifier(row(place) + "." + (column + 1), place);
  }
}
