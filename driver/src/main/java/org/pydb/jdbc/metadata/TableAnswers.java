package org.pydb.jdbc.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.TableDefinition;

/** Schemas, tables, and what one may do with tables. Stateless. */
final class TableAnswers {
  static final String TABLE = "TABLE";
  private static final String VIEW = "VIEW";
  private static final String MATERIALIZED_VIEW = "MATERIALIZED VIEW";

  /** What whoever connects may do with a table; there are no users to be told apart. */
  private static final List<String> PRIVILEGES =
      List.of("DELETE", "INSERT", "REFERENCES", "SELECT", "UPDATE");

  private TableAnswers() {}

  static Answer schemas(
      CatalogView catalog, @Nullable String catalogName, @Nullable String schemaPattern) {
    Answer answer = new Answer(Shapes.SCHEMAS);
    NamePattern pattern = new NamePattern(schemaPattern);
    for (String schema : catalog.schemas()) {
      if (Selection.isOurs(catalogName) && pattern.fits(schema)) {
        answer.add(schema, null);
      }
    }
    return answer;
  }

  static Answer tableTypes() {
    Answer answer = new Answer(Shapes.TABLE_TYPES);
    answer.add(MATERIALIZED_VIEW);
    answer.add(TABLE);
    answer.add(VIEW);
    return answer;
  }

  static Answer tables(
      CatalogView catalog, Predicate<TableDefinition> selection, String @Nullable [] types) {
    Answer answer = new Answer(Shapes.TABLES);
    if (types == null || Arrays.asList(types).contains(MATERIALIZED_VIEW)) {
      Predicate<TableDefinition> materialized = TableDefinition::isMaterialized;
      add(answer, catalog.tables(), materialized.and(selection), MATERIALIZED_VIEW);
    }
    if (types == null || Arrays.asList(types).contains(TABLE)) {
      Predicate<TableDefinition> plain = table -> !table.isMaterialized();
      add(answer, catalog.tables(), plain.and(selection), TABLE);
    }
    if (types == null || Arrays.asList(types).contains(VIEW)) {
      add(answer, catalog.views(), selection, VIEW);
    }
    return answer;
  }

  private static void add(
      Answer answer,
      List<TableDefinition> tables,
      Predicate<TableDefinition> selection,
      String type) {
    for (TableDefinition table : tables) {
      if (selection.test(table)) {
        String comment = table.attributes().get(TableDefinition.COMMENT);
        answer.add(null, table.schema(), table.name(), type, comment, null, null, null, null, null);
      }
    }
  }

  static Answer privileges(
      CatalogView catalog, Predicate<TableDefinition> selection, String grantee) {
    Answer answer = new Answer(Shapes.TABLE_PRIVILEGES);
    for (TableDefinition table : catalog.tables()) {
      if (selection.test(table)) {
        for (String privilege : PRIVILEGES) {
          answer.add(null, table.schema(), table.name(), null, grantee, privilege, "NO");
        }
      }
    }
    return answer;
  }
}
