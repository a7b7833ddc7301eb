package org.pydb.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.RowsOperator;

/**
 * {@code JSON_TABLE} as it is being parsed, or what is nested in it. It becomes a query over the
 * rows that a path finds, of which each column is a function of its row:
 *
 * <pre>
 *   JSON_TABLE(j, '$[*]' COLUMNS (n FOR ORDINALITY, a int, NESTED '$.b[*]' COLUMNS (c text PATH '$')))
 *
 *   SELECT r.n AS n, JSON_VALUE(r.item, '$."a"' RETURNING int) AS a, x.c AS c
 *   FROM jsonb_path_query(j, '$[*]') WITH ORDINALITY AS r (item, n)
 *     LEFT JOIN LATERAL (the same of r.item, '$.b[*]') AS x ON TRUE
 * </pre>
 *
 * Several that are nested side by side follow each other, with NULL in the columns of the others.
 */
public final class JsonTable {
  private static final String ITEM = "item";
  private static final String NUMBER = "n";

  /** A column, or a nested table. */
  private record Part(
      @Nullable SqlIdentifier name,
      @Nullable SqlDataTypeSpec type,
      @Nullable JsonCall call,
      @Nullable JsonTable nested) {}

  private final JsonCall rows;
  private final List<Part> parts = new ArrayList<>();

  /** A table of the rows that a call finds. */
  public JsonTable(JsonCall rows) {
    this.rows = rows;
  }

  /** A column of the numbers of rows. */
  public void number(SqlIdentifier name) {
    SqlDataTypeSpec integer =
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, name.getParserPosition()),
            name.getParserPosition());
    parts.add(new Part(name, integer, null, null));
  }

  /** A column of what a path finds in a row: by itself the member of the column's name. */
  public JsonCall column(JsonCall.Kind kind, SqlIdentifier name, SqlDataTypeSpec type) {
    JsonCall call = new JsonCall(kind);
    call.returning(type);
    String key = name.getSimple().replace("\\", "\\\\").replace("\"", "\\\"");
    call.path(SqlLiteral.createCharString("$.\"" + key + "\"", name.getParserPosition()));
    parts.add(new Part(name, type, call, null));
    return call;
  }

  /** A table of what a path finds in a row. */
  public JsonTable nested(SqlNode path) {
    JsonCall call = new JsonCall(JsonCall.Kind.TABLE);
    call.path(path);
    JsonTable table = new JsonTable(call);
    parts.add(new Part(null, null, null, table));
    return table;
  }

  /** The query. */
  public SqlNode toQuery(SqlParserPos place) {
    return query(place, "r", null, List.of());
  }

  /**
   * @param alias of its rows
   * @param around the tables that stand side by side with this one, itself among them
   */
  private SqlNode query(
      SqlParserPos place, String alias, @Nullable JsonTable self, List<JsonTable> around) {
    List<JsonTable> inner = parts.stream().map(Part::nested).filter(Objects::nonNull).toList();
    List<SqlNode> items = new ArrayList<>();
    if (around.isEmpty()) {
      addItems(place, alias, items);
    }
    for (JsonTable table : around) {
      if (table == self) {
        addItems(place, alias, items);
      } else {
        table.addNulls(place, items);
      }
    }
    SqlNode from = source(place, alias);
    if (!inner.isEmpty()) {
      from = joined(place, from, union(place, alias, inner), alias + "x");
    }
    return PlainSelect.of(place, items, from, null);
  }

  private void addItems(SqlParserPos place, String alias, List<SqlNode> items) {
    for (Part part : parts) {
      if (part.nested != null) {
        for (SqlIdentifier name : part.nested.names()) {
          items.add(as(place, qualified(alias + "x", name.getSimple(), place), name));
        }
      } else if (part.call != null && part.name != null) {
        part.call.context(qualified(alias, ITEM, place));
        part.call.settle();
        items.add(as(place, part.call.toCall(part.name.getParserPosition()), part.name));
      } else if (part.name != null && part.type != null) {
        SqlNode number = JsonCall.cast(qualified(alias, NUMBER, place), part.type, place);
        items.add(as(place, number, part.name));
      }
    }
  }

  private List<SqlIdentifier> names() {
    List<SqlIdentifier> names = new ArrayList<>();
    for (Part part : parts) {
      if (part.nested != null) {
        names.addAll(part.nested.names());
      } else if (part.name != null) {
        names.add(part.name);
      }
    }
    return names;
  }

  private void addNulls(SqlParserPos place, List<SqlNode> items) {
    for (Part part : parts) {
      if (part.nested != null) {
        part.nested.addNulls(place, items);
      } else if (part.name != null && part.type != null) {
        SqlNode none = JsonCall.cast(SqlLiteral.createNull(place), part.type, place);
        items.add(as(place, none, part.name));
      }
    }
  }

  private static SqlNode union(SqlParserPos place, String alias, List<JsonTable> tables) {
    SqlNode union = null;
    for (int i = 0; i < tables.size(); i++) {
      JsonTable table = tables.get(i);
      table.rows.context(qualified(alias, ITEM, place));
      SqlNode query = table.query(place, alias + i, table, tables);
      union = union == null ? query : SqlStdOperatorTable.UNION_ALL.createCall(place, union, query);
    }
    return Objects.requireNonNull(union);
  }

  /** The rows that the path finds, with their numbers. */
  private SqlNode source(SqlParserPos place, String alias) {
    List<SqlNode> operands = new ArrayList<>(rows.operands(place));
    operands.add(SqlLiteral.createBoolean(!rows.isErrorOnError(), place));
    SqlNode call =
        new NamedFunction("jsonb_path_query" + RowsOperator.NUMBERED_SUFFIX, place)
            .createCall(place, operands);
    SqlNode table = SqlStdOperatorTable.COLLECTION_TABLE.createCall(place, call);
    return SqlStdOperatorTable.AS.createCall(
        place,
        SqlStdOperatorTable.LATERAL.createCall(place, table),
        new SqlIdentifier(alias, place),
        new SqlIdentifier(ITEM, place),
        new SqlIdentifier(NUMBER, place));
  }

  private static SqlNode joined(SqlParserPos place, SqlNode left, SqlNode right, String alias) {
    SqlNode lateral = SqlStdOperatorTable.LATERAL.createCall(place, right);
    return new SqlJoin(
        place,
        left,
        SqlLiteral.createBoolean(false, place),
        JoinType.LEFT.symbol(place),
        as(place, lateral, new SqlIdentifier(alias, place)),
        JoinConditionType.ON.symbol(place),
        SqlLiteral.createBoolean(true, place));
  }

  private static SqlNode as(SqlParserPos place, SqlNode node, SqlIdentifier name) {
    return SqlStdOperatorTable.AS.createCall(place, node, name);
  }

  private static SqlIdentifier qualified(String table, String column, SqlParserPos place) {
    return new SqlIdentifier(List.of(table, column), place);
  }
}
