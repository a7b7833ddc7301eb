package org.pydb.engine.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

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

  /**
   * The tables of a schema, those that have its indexes and primary keys, its sequences and its
   * views, by name.
   */
  private record Schema(
      PersistentMap<String, TableDefinition> tables,
      PersistentMap<String, TableDefinition> byKeys,
      PersistentMap<String, SequenceDefinition> sequences,
      PersistentMap<String, ViewDefinition> views) {

    static final Schema EMPTY =
        new Schema(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    Schema with(TableDefinition table) {
      PersistentMap<String, TableDefinition> keys = byKeys;
      for (String name : keyNames(table)) {
        keys = keys.put(name, table);
      }
      return new Schema(tables.put(table.name(), table), keys, sequences, views);
    }

    Schema without(TableDefinition table) {
      PersistentMap<String, TableDefinition> keys = byKeys;
      for (String name : keyNames(table)) {
        keys = without(table, keys, name);
      }
      return new Schema(without(table, tables, table.name()), keys, sequences, views);
    }

    /** The name may be another table's by now. */
    private static PersistentMap<String, TableDefinition> without(
        TableDefinition table, PersistentMap<String, TableDefinition> names, String name) {
      TableDefinition named = names.get(name);
      return named != null && named.id() == table.id() ? names.remove(name) : names;
    }

    Schema with(SequenceDefinition sequence) {
      return new Schema(tables, byKeys, sequences.put(sequence.name(), sequence), views);
    }

    Schema without(SequenceDefinition sequence) {
      SequenceDefinition named = sequences.get(sequence.name());
      return named != null && named.id() == sequence.id()
          ? new Schema(tables, byKeys, sequences.remove(sequence.name()), views)
          : this;
    }

    Schema with(ViewDefinition view) {
      return new Schema(tables, byKeys, sequences, views.put(view.name(), view));
    }

    Schema without(ViewDefinition view) {
      ViewDefinition named = views.get(view.name());
      return named != null && named.id() == view.id()
          ? new Schema(tables, byKeys, sequences, views.remove(view.name()))
          : this;
    }

    private static List<String> keyNames(TableDefinition table) {
      List<String> names = new ArrayList<>();
      table.indexes().forEach(index -> names.add(index.name()));
      PrimaryKey primaryKey = table.primaryKey();
      if (primaryKey != null) {
        names.add(primaryKey.name());
      }
      return names;
    }
  }

  /** The catalog of a database in which nothing was defined. */
  static final Catalog EMPTY =
      new Catalog(
          PersistentMap.empty(),
          PersistentMap.<String, Schema>empty().put(DEFAULT_SCHEMA, Schema.EMPTY),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty());

  private final PersistentMap<Integer, TableDefinition> tables;
  private final PersistentMap<String, Schema> schemas;
  private final PersistentMap<Integer, List<Reference>> references;
  private final PersistentMap<Integer, SequenceDefinition> sequences;
  private final PersistentMap<Integer, ViewDefinition> views;
  private final Map<Integer, TableLayout> layouts = new ConcurrentHashMap<>();

  private Catalog(
      PersistentMap<Integer, TableDefinition> tables,
      PersistentMap<String, Schema> schemas,
      PersistentMap<Integer, List<Reference>> references,
      PersistentMap<Integer, SequenceDefinition> sequences,
      PersistentMap<Integer, ViewDefinition> views) {
    this.tables = tables;
    this.schemas = schemas;
    this.references = references;
    this.sequences = sequences;
    this.views = views;
  }

  // ------------------------------------------------------------------ other catalogs

  /** This one with a schema, be it there. */
  Catalog withSchema(String name) {
    return schemas.get(name) != null ? this : withSchemas(schemas.put(name, Schema.EMPTY));
  }

  /** This one without a schema, unless that has tables or is the default one. */
  Catalog withoutSchema(String name) {
    return name.equals(DEFAULT_SCHEMA) || schema(name).tables.size() > 0
        ? this
        : withSchemas(schemas.remove(name));
  }

  /** This one with a table, instead of the one with its id. */
  Catalog with(TableDefinition table) {
    Catalog rest = without(table.id());
    PersistentMap<Integer, List<Reference>> more = rest.references;
    for (ForeignKey key : table.foreignKeys()) {
      List<Reference> known = new ArrayList<>(orNone(more.get(key.referencedTableId())));
      known.add(new Reference(table, key));
      more = more.put(key.referencedTableId(), List.copyOf(known));
    }
    return new Catalog(
        rest.tables.put(table.id(), table),
        rest.schemas.put(table.schema(), rest.schema(table.schema()).with(table)),
        more,
        sequences,
        views);
  }

  /** This one without a table, be it not there. */
  Catalog without(int tableId) {
    TableDefinition table = tables.get(tableId);
    if (table == null) {
      return this;
    }
    PersistentMap<Integer, List<Reference>> fewer = references;
    for (ForeignKey key : table.foreignKeys()) {
      List<Reference> known = new ArrayList<>(orNone(fewer.get(key.referencedTableId())));
      known.removeIf(reference -> reference.table().id() == tableId);
      fewer =
          known.isEmpty()
              ? fewer.remove(key.referencedTableId())
              : fewer.put(key.referencedTableId(), List.copyOf(known));
    }
    return new Catalog(
        tables.remove(tableId),
        schemas.put(table.schema(), schema(table.schema()).without(table)),
        fewer,
        sequences,
        views);
  }

  /** This one with a sequence, instead of the one with its id. */
  Catalog with(SequenceDefinition sequence) {
    Catalog rest = withoutSequence(sequence.id());
    String in = sequence.schema();
    return new Catalog(
        tables,
        rest.schemas.put(in, rest.schema(in).with(sequence)),
        references,
        sequences.put(sequence.id(), sequence),
        views);
  }

  /** This one without a sequence, be it not there. */
  Catalog withoutSequence(int id) {
    SequenceDefinition known = sequences.get(id);
    if (known == null) {
      return this;
    }
    Schema in = schemas.get(known.schema()); // Gone, if it was dropped with all that it had.
    return new Catalog(
        tables,
        in == null ? schemas : schemas.put(known.schema(), in.without(known)),
        references,
        sequences.remove(id),
        views);
  }

  /** This one with a view, instead of the one with its id. */
  Catalog with(ViewDefinition view) {
    Catalog rest = withoutView(view.id());
    String in = view.schema();
    return new Catalog(
        tables,
        rest.schemas.put(in, rest.schema(in).with(view)),
        references,
        sequences,
        views.put(view.id(), view));
  }

  /** This one without a view, be it not there. */
  Catalog withoutView(int id) {
    ViewDefinition known = views.get(id);
    if (known == null) {
      return this;
    }
    Schema in = schemas.get(known.schema()); // Gone, if it was dropped with all that it had.
    return new Catalog(
        tables,
        in == null ? schemas : schemas.put(known.schema(), in.without(known)),
        references,
        sequences,
        views.remove(id));
  }

  private Catalog withSchemas(PersistentMap<String, Schema> other) {
    return new Catalog(tables, other, references, sequences, views);
  }

  private Schema schema(String name) {
    Schema schema = schemas.get(name);
    return schema == null ? Schema.EMPTY : schema;
  }

  private static List<Reference> orNone(@Nullable List<Reference> found) {
    return found == null ? List.of() : found;
  }

  // ------------------------------------------------------------------ what there is

  /** The names of the schemas, sorted. */
  public Collection<String> schemaNames() {
    return schemas.keys();
  }

  /** Whether there is such a schema. */
  public boolean hasSchema(String name) {
    return schemas.get(name) != null;
  }

  /** All tables, in the order of their ids. */
  public Collection<TableDefinition> tables() {
    return tables.values();
  }

  /** The tables of a schema, by name; none if there is no such schema. */
  public Collection<TableDefinition> tables(String schema) {
    return schema(schema).tables.values();
  }

  /** The table of this name, or null. */
  public @Nullable TableDefinition table(String schema, String name) {
    return schema(schema).tables.get(name);
  }

  /** The table of this id, or null. */
  public @Nullable TableDefinition table(int id) {
    return tables.get(id);
  }

  /** The table that has an index of this name, or null. */
  public @Nullable TableDefinition tableOfIndex(String schema, String indexName) {
    TableDefinition table = schema(schema).byKeys.get(indexName);
    return table == null || table.index(indexName) == null ? null : table;
  }

  /** Whether a table, an index, a primary key, a sequence or a view of a schema has this name. */
  public boolean isTaken(String schema, String name) {
    Schema found = schema(schema);
    return found.tables.get(name) != null
        || found.byKeys.get(name) != null
        || found.sequences.get(name) != null
        || found.views.get(name) != null;
  }

  /** All sequences, in the order of their ids. */
  public Collection<SequenceDefinition> sequences() {
    return sequences.values();
  }

  /** The sequence of this name, or null. */
  public @Nullable SequenceDefinition sequence(String schema, String name) {
    return schema(schema).sequences.get(name);
  }

  /** The sequence of this id, or null. */
  public @Nullable SequenceDefinition sequence(int id) {
    return sequences.get(id);
  }

  /** All views, in the order of their ids. */
  public Collection<ViewDefinition> views() {
    return views.values();
  }

  /** The view of this name, or null. */
  public @Nullable ViewDefinition view(String schema, String name) {
    return schema(schema).views.get(name);
  }

  /** The view of this id, or null. */
  public @Nullable ViewDefinition view(int id) {
    return views.get(id);
  }

  /** The foreign keys that refer to a table. */
  public List<Reference> references(int tableId) {
    return orNone(references.get(tableId));
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
