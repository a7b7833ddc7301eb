package org.pydb.jdbc.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.CatalogView;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;

/** Whatever shares the names of tables in a schema: views, indexes and sequences as well. */
record NamedRelation(String schema, String name, TableType type, @Nullable String comment) {

  /**
   * What PostgreSQL has as views in its catalog, where all others are tables. In the other schemas
   * of the system all are views.
   */
  private static final Set<String> SYSTEM_VIEWS =
      Set.of(
          "pg_indexes",
          "pg_matviews",
          "pg_roles",
          "pg_sequences",
          "pg_settings",
          "pg_tables",
          "pg_views");

  /** All of a database, in no order. */
  static List<NamedRelation> all(CatalogView catalog) {
    List<NamedRelation> all = new ArrayList<>();
    for (TableDefinition table : catalog.tables()) {
      TableType type = table.isMaterialized() ? TableType.MATERIALIZED_VIEW : TableType.TABLE;
      all.add(of(catalog, table.schema(), table.name(), type, table.attributes()));
      addIndexes(all, catalog, table);
    }
    for (TableDefinition view : catalog.views()) {
      all.add(of(catalog, view.schema(), view.name(), TableType.VIEW, view.attributes()));
    }
    for (SequenceDefinition sequence : catalog.sequences()) {
      all.add(
          of(
              catalog,
              sequence.schema(),
              sequence.name(),
              TableType.SEQUENCE,
              sequence.attributes()));
    }
    for (TableDefinition table : catalog.systemTables()) {
      boolean isTable = table.schema().equals("pg_catalog") && !SYSTEM_VIEWS.contains(table.name());
      TableType type = isTable ? TableType.SYSTEM_TABLE : TableType.SYSTEM_VIEW;
      all.add(new NamedRelation(table.schema(), table.name(), type, null));
    }
    return all;
  }

  private static void addIndexes(
      List<NamedRelation> all, CatalogView catalog, TableDefinition table) {
    if (table.primaryKey() != null) {
      String name = table.primaryKey().name();
      all.add(of(catalog, table.schema(), name, TableType.INDEX, Map.of()));
    }
    for (IndexDefinition index : table.indexes()) {
      all.add(of(catalog, table.schema(), index.name(), TableType.INDEX, Map.of()));
    }
  }

  private static NamedRelation of(
      CatalogView catalog,
      String schema,
      String name,
      TableType type,
      Map<String, String> attributes) {
    return new NamedRelation(
        schema,
        name,
        catalog.isTemporary(schema) ? type.temporary() : type,
        attributes.get(TableDefinition.COMMENT));
  }
}
