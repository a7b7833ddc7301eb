package org.pydb.calcite.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.parser.DeleteStatement;
import org.pydb.calcite.parser.InsertStatement;
import org.pydb.calcite.parser.MergeStatement;
import org.pydb.calcite.parser.SequencedStatement;
import org.pydb.calcite.parser.UpdateStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * Adds RETURNING to the text of a change whose keys are wanted. The text is what plans are cached
 * by, so the plan with keys is another than the one without.
 */
final class KeyReturning {
  private final Catalog catalog;
  private final SearchPath path;

  /**
   * For the tables of a catalog.
   *
   * @param path where unqualified names are looked up
   */
  KeyReturning(Catalog catalog, SearchPath path) {
    this.catalog = catalog;
    this.path = path;
  }

  /**
   * The text with RETURNING; the same text if the statement is no change, has one already, or is
   * about a table that does not exist.
   *
   * @throws SqlError 42703 if the table has no such column
   */
  String add(String sql, SqlNode statement, KeyColumns keys) {
    if (statement instanceof InsertStatement insert && insert.returning() == null) {
      return add(sql, insert, insert.getTargetTable(), insert.alias(), keys);
    }
    if (statement instanceof UpdateStatement update && update.returning() == null) {
      return add(sql, update, update.getTargetTable(), update.getAlias(), keys);
    }
    if (statement instanceof DeleteStatement delete && delete.returning() == null) {
      return add(sql, delete, delete.getTargetTable(), delete.getAlias(), keys);
    }
    if (statement instanceof MergeStatement merge && merge.returning() == null) {
      return add(sql, merge, merge.table(), merge.alias(), keys);
    }
    if (statement instanceof SequencedStatement sequence) {
      return add(sql, sequence.statement(), keys);
    }
    return sql;
  }

  private String add(
      String sql,
      SqlNode statement,
      SqlNode target,
      @Nullable SqlIdentifier alias,
      KeyColumns keys) {
    List<String> names = ((SqlIdentifier) target).names;
    String name = names.get(names.size() - 1);
    TableDefinition table = find(names.size() == 2 ? List.of(names.get(0)) : path.schemas(), name);
    if (table == null) {
      return sql;
    }
    String qualifier = quoted(alias == null ? name : alias.getSimple());
    String items =
        columns(table, keys).stream()
            .map(column -> qualifier + "." + quoted(column))
            .collect(Collectors.joining(", "));
    int end = end(sql, statement.getParserPosition());
    return sql.substring(0, end) + "\nRETURNING " + items + sql.substring(end);
  }

  private @Nullable TableDefinition find(List<String> schemas, String name) {
    for (String schema : schemas) {
      TableDefinition table = catalog.table(schema, name);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Where a node ends in the text: behind its last character. */
  private static int end(String sql, SqlParserPos position) {
    int line = 1;
    int at = 0;
    while (line < position.getEndLineNum()) {
      char c = sql.charAt(at++);
      if (c == '\n' || (c == '\r' && (at == sql.length() || sql.charAt(at) != '\n'))) {
        line++;
      }
    }
    return at + position.getEndColumnNum();
  }

  // ------------------------------------------------------------------ which columns

  private static List<String> columns(TableDefinition table, KeyColumns keys) {
    if (!keys.names().isEmpty()) {
      return keys.names().stream().map(name -> column(table, name)).toList();
    }
    if (!keys.ordinals().isEmpty()) {
      return keys.ordinals().stream().map(ordinal -> column(table, ordinal)).toList();
    }
    Set<Integer> own = new LinkedHashSet<>();
    if (table.primaryKey() != null) {
      own.addAll(table.primaryKey().columns());
    }
    IndexDefinition deferrable = table.deferrablePrimaryKey();
    if (deferrable != null) {
      own.addAll(deferrable.keyColumns());
    }
    for (int column = 0; column < table.visibleCount(); column++) {
      if (table.columns().get(column).identity() != null) {
        own.add(column);
      }
    }
    if (own.isEmpty()) {
      own.addAll(IntStream.range(0, table.visibleCount()).boxed().toList());
    }
    return own.stream().map(column -> table.columns().get(column).name()).toList();
  }

  private static String column(TableDefinition table, String wanted) {
    List<String> names = table.visibleColumns().stream().map(ColumnDefinition::name).toList();
    if (names.contains(wanted)) {
      return wanted;
    }
    return names.stream()
        .filter(name -> name.equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(() -> missing(table, "\"" + wanted + "\""));
  }

  private static String column(TableDefinition table, int ordinal) {
    if (ordinal < 1 || ordinal > table.visibleCount()) {
      throw missing(table, String.valueOf(ordinal));
    }
    return table.columns().get(ordinal - 1).name();
  }

  private static SqlError missing(TableDefinition table, String what) {
    return new SqlError(
        "42703",
        "column "
            + what
            + " of relation \""
            + table.name()
            + "\", wanted as a generated key, does not exist; there are "
            + table.visibleColumns().stream()
                .map(ColumnDefinition::name)
                .collect(Collectors.joining(", ")));
  }
}
