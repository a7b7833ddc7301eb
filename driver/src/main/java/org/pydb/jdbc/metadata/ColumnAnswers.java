package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.jdbc.value.JdbcTypes;

/** Columns, and those that tell the rows of a table apart. Stateless. */
final class ColumnAnswers {

  /** What whoever connects may do with a column; there are no users to be told apart. */
  private static final List<String> PRIVILEGES =
      List.of("INSERT", "REFERENCES", "SELECT", "UPDATE");

  private ColumnAnswers() {}

  static Answer columns(
      CatalogView catalog, Predicate<TableDefinition> selection, NamePattern columnPattern) {
    Answer answer = new Answer(Shapes.COLUMNS);
    for (TableDefinition table : tablesAndViews(catalog)) {
      if (selection.test(table)) {
        for (int i = 0; i < table.visibleCount(); i++) {
          ColumnDefinition column = table.columns().get(i);
          if (columnPattern.fits(column.name())) {
            addColumn(answer, catalog, table, column, i + 1);
          }
        }
      }
    }
    return answer;
  }

  private static List<TableDefinition> tablesAndViews(CatalogView catalog) {
    List<TableDefinition> all = new ArrayList<>(catalog.tables());
    all.addAll(catalog.views());
    all.addAll(catalog.systemTables());
    all.sort(Comparator.comparing(TableDefinition::schema).thenComparing(TableDefinition::name));
    return all;
  }

  /** The default as PostgreSQL shows it: that of a serial column asks its sequence. */
  private static @Nullable String defaultOf(CatalogView catalog, ColumnDefinition column) {
    Identity identity = column.identity();
    return identity != null && identity.kind() == Identity.Kind.SERIAL
        ? "nextval('" + catalog.sequenceName(identity.sequenceId()) + "')"
        : column.defaultExpression();
  }

  private static void addColumn(
      Answer answer,
      CatalogView catalog,
      TableDefinition table,
      ColumnDefinition column,
      int place) {
    ColumnType type = column.type();
    answer.add(
        null,
        table.schema(),
        table.name(),
        column.name(),
        JdbcTypes.sqlType(type),
        catalog.typeName(column),
        TypeFacts.size(type),
        null,
        TypeFacts.scale(type),
        TypeFacts.radix(type),
        column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        column.attributes().get(TableDefinition.COMMENT),
        defaultOf(catalog, column),
        null,
        null,
        TypeFacts.octetLength(type),
        place,
        column.nullable() ? "YES" : "NO",
        null,
        null,
        null,
        null,
        column.identity() == null ? "NO" : "YES",
        column.generatedExpression() == null ? "NO" : "YES");
  }

  static Answer privileges(
      CatalogView catalog,
      Predicate<TableDefinition> selection,
      NamePattern columnPattern,
      String grantee) {
    Answer answer = new Answer(Shapes.COLUMN_PRIVILEGES);
    for (TableDefinition table : catalog.tables()) {
      if (selection.test(table)) {
        for (ColumnDefinition column : table.visibleColumns()) {
          if (columnPattern.fits(column.name())) {
            for (String privilege : PRIVILEGES) {
              answer.add(
                  null,
                  table.schema(),
                  table.name(),
                  column.name(),
                  null,
                  grantee,
                  privilege,
                  "NO");
            }
          }
        }
      }
    }
    return answer;
  }

  /**
   * The columns that tell rows apart: those of the primary key, else of the first unique index that
   * does. They do so for good, whatever scope was asked for.
   *
   * @param nullable whether columns that may be NULL will do
   */
  static Answer rowIdentifier(
      CatalogView catalog, Predicate<TableDefinition> selection, boolean nullable) {
    Answer answer = new Answer(Shapes.ROW_COLUMNS);
    for (TableDefinition table : catalog.tables()) {
      if (selection.test(table)) {
        for (int ordinal : rowIdentifier(table, nullable)) {
          addRowColumn(answer, catalog, table.columns().get(ordinal));
        }
      }
    }
    return answer;
  }

  private static List<Integer> rowIdentifier(TableDefinition table, boolean nullable) {
    if (table.primaryKey() != null) {
      return table.primaryKey().columns();
    }
    IndexDefinition deferrable = table.deferrablePrimaryKey();
    if (deferrable != null) {
      return deferrable.keyColumns();
    }
    for (IndexDefinition index : table.indexes()) {
      List<Integer> columns = index.columns().stream().map(KeyColumn::column).toList();
      boolean hasNullable = columns.stream().anyMatch(i -> table.columns().get(i).nullable());
      if (index.isUniqueInTheEnd() && (nullable || !hasNullable)) {
        return columns;
      }
    }
    return List.of();
  }

  private static void addRowColumn(Answer answer, CatalogView catalog, ColumnDefinition column) {
    @Nullable Integer scale = TypeFacts.scale(column.type());
    answer.add(
        DatabaseMetaData.bestRowSession,
        column.name(),
        JdbcTypes.sqlType(column.type()),
        catalog.typeName(column),
        TypeFacts.size(column.type()),
        null,
        scale,
        DatabaseMetaData.bestRowNotPseudo);
  }
}
