package org.pydb.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code SELECT items FROM table WHERE condition}, and nothing else that a SELECT may have.
 */
public final class PlainSelect {

  private PlainSelect() {}

  /** The query, as if it stood at the position. */
  public static SqlSelect of(
      SqlParserPos position,
      List<SqlNode> items,
      @Nullable SqlNode from,
      @Nullable SqlNode condition) {
    return new SqlSelect(
        position,
        null,
        new SqlNodeList(items, position),
        from,
        condition,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new SqlNodeList(position));
  }
}
