package org.pydb.engine.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * All definitions at one moment. Immutable; thread-safe.
 *
 * <p>Two catalogs of one database are the same object if nothing was defined between them, so a
 * plan remembers the catalog that it was made for and compares.
 */
public final class Catalog {

  /** The schema that every database has. */
  public static final String DEFAULT_SCHEMA = "public";

  /** A foreign key, with the table that it belongs to. */
  public record Reference(TableDefinition table, ForeignKey foreignKey) {}

  private final Map<Integer, TableDefinition> tables;
  private final NavigableMap<String, NavigableMap<String, TableDefinition>> schemas;
  private final Map<Integer, List<Reference>> references = new HashMap<>();
  private final Map<Integer, TableLayout> layouts = new ConcurrentHashMap<>();

  /** A catalog of these schemas, besides the default one, and tables. */
  Catalog(Collection<String> schemaNames, Map<Integer, TableDefinition> tables) {
    this.tables = Map.copyOf(tables);
    schemas = new TreeMap<>();
    schemas.put(DEFAULT_SCHEMA, new TreeMap<>());
    for (String name : schemaNames) {
      schemas.put(name, new TreeMap<>());
    }
    for (TableDefinition table : tables.values()) {
      schemas.computeIfAbsent(table.schema(), s -> new TreeMap<>()).put(table.name(), table);
      for (ForeignKey key : table.foreignKeys()) {
        references
            .computeIfAbsent(key.referencedTableId(), id -> new ArrayList<>())
            .add(new Reference(table, key));
      }
    }
  }

  /** The names of the schemas, sorted. */
  public Collection<String> schemaNames() {
    return schemas.keySet();
  }

  /** Whether there is such a schema. */
  public boolean hasSchema(String name) {
    return schemas.containsKey(name);
  }

  /** All tables, in no order. */
  public Collection<TableDefinition> tables() {
    return tables.values();
  }

  /** The tables of a schema, by name; none if there is no such schema. */
  public Collection<TableDefinition> tables(String schema) {
    NavigableMap<String, TableDefinition> found = schemas.get(schema);
    return found == null ? List.of() : found.values();
  }

  /** The table of this name, or null. */
  public @Nullable TableDefinition table(String schema, String name) {
    NavigableMap<String, TableDefinition> found = schemas.get(schema);
    return found == null ? null : found.get(name);
  }

  /** The table of this id, or null. */
  public @Nullable TableDefinition table(int id) {
    return tables.get(id);
  }

  /** The table that has an index of this name, or null. */
  public @Nullable TableDefinition tableOfIndex(String schema, String indexName) {
    for (TableDefinition table : tables(schema)) {
      IndexDefinition index = table.index(indexName);
      if (index != null) {
        return table;
      }
    }
    return null;
  }

  /** The foreign keys that refer to a table. */
  public List<Reference> references(int tableId) {
    return references.getOrDefault(tableId, List.of());
  }

  /** The layout of a table of this catalog. */
  public TableLayout layout(TableDefinition table) {
    return layouts.computeIfAbsent(table.id(), id -> TableLayout.of(table));
  }

  /** The layout of the table of this id, which must exist. */
  public TableLayout layout(int tableId) {
    TableDefinition table = tables.get(tableId);
    if (table == null) {
      throw new IllegalArgumentException("no table has the id " + tableId);
    }
    return layout(table);
  }
}
