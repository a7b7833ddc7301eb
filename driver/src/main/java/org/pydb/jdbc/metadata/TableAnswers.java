package org.pydb.jdbc.metadata;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.TableDefinition;

/** Schemas, tables, and what one may do with tables. Stateless. */
final class TableAnswers {
  /** What whoever connects may do with a table; there are no users to be told apart. */
  private static final List<String> PRIVILEGES =
      List.of("DELETE", "INSERT", "REFERENCES", "SELECT", "UPDATE");

  private TableAnswers() {}

  static Answer schemas(
      CatalogView catalog, @Nullable String catalogName, @Nullable String schemaPattern) {
    Answer answer = new Answer(Shapes.SCHEMAS);
    NamePattern pattern = new NamePattern(schemaPattern);
    Set<String> schemas = new TreeSet<>(catalog.schemas());
    catalog.systemTables().forEach(table -> schemas.add(table.schema()));
    for (String schema : schemas) {
      if (Selection.isOurs(catalogName) && pattern.fits(schema)) {
        answer.add(schema, null);
      }
    }
    return answer;
  }

  static Answer tableTypes() {
    Answer answer = new Answer(Shapes.TABLE_TYPES);
    for (TableType type : TableType.values()) {
      answer.add(type.label());
    }
    return answer;
  }

  /**
   * Tables and whatever else has a name among them, as in PostgreSQL: indexes and sequences, and
   * what is the system's.
   *
   * @param types null for all
   */
  static Answer tables(CatalogView catalog, Selection selection, String @Nullable [] types) {
    Set<String> wanted = types == null ? Set.of() : Set.of(types);
    Answer answer = new Answer(Shapes.TABLES);
    for (NamedRelation relation : NamedRelation.all(catalog)) {
      String type = relation.type().label();
      if ((types == null || wanted.contains(type))
          && selection.has(relation.schema(), relation.name())) {
        answer.add(
            null,
            relation.schema(),
            relation.name(),
            type,
            relation.comment(),
            null,
            null,
            null,
            null,
            null);
      }
    }
    return answer;
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
