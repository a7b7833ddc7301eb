package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.system.SystemTable;
import org.pydb.calcite.system.SystemTables;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The tables of one {@link Catalog} as Calcite sees them. Tables are made when first asked for and
 * kept as long as the catalog is. Thread-safe.
 */
public final class CatalogTables {

  private record Name(String schema, String table) {}

  private final Catalog catalog;
  private final Function<ViewDefinition, RelDataType> rowTypes;
  private final Function<PydbTable, ComputedColumns> computing;

  /** Made when first asked for: short statements never do. */
  private volatile @Nullable CalciteSchema root;

  private final ConcurrentHashMap<Name, PydbTable> tables = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Name, PydbView> views = new ConcurrentHashMap<>();

  /** The tables of a catalog without views. */
  public CatalogTables(Catalog catalog) {
    this(
        catalog,
        view -> {
          throw new IllegalStateException(view.qualifiedName() + " is not to be here");
        },
        table -> ComputedColumns.NONE);
  }

  /**
   * The tables and views of a catalog.
   *
   * @param rowTypes tells the columns of a view
   * @param computing finds the expressions of a table's hidden columns
   */
  public CatalogTables(
      Catalog catalog,
      Function<ViewDefinition, RelDataType> rowTypes,
      Function<PydbTable, ComputedColumns> computing) {
    this.catalog = catalog;
    this.rowTypes = rowTypes;
    this.computing = computing;
  }

  /** The catalog. */
  public Catalog catalog() {
    return catalog;
  }

  /** The schemas and tables in Calcite's form. */
  CalciteSchema root() {
    CalciteSchema made = root;
    if (made == null) {
      made = CalciteSchema.createRootSchema(false, false, "", new RootSchema(Map.of()));
      root = made; // Two at once make two alike.
    }
    return made;
  }

  /** The same beside rows that the execution of a statement keeps, by schema and name. */
  CalciteSchema rootBeside(Map<List<String>, KeptTable> kept) {
    return CalciteSchema.createRootSchema(false, false, "", new RootSchema(kept));
  }

  /** The table, or null if there is none. */
  public @Nullable PydbTable table(String schema, String name) {
    Name key = new Name(schema, name);
    PydbTable table = tables.get(key);
    return table != null ? table : make(key);
  }

  /** The view, or null if there is none. */
  public @Nullable PydbView view(String schema, String name) {
    Name key = new Name(schema, name);
    PydbView known = views.get(key);
    ViewDefinition definition = known == null ? catalog.view(schema, name) : null;
    if (definition == null) {
      return known;
    }
    PydbView made = new PydbView(definition, rowTypes); // Asks for other views meanwhile.
    PydbView earlier = views.putIfAbsent(key, made);
    return earlier != null ? earlier : made;
  }

  /** The table with its key column: what UPDATE and DELETE read. */
  public @Nullable PydbTable keyedTable(String schema, String name) {
    return table(schema, PydbTable.keyedName(name));
  }

  private @Nullable PydbTable make(Name key) {
    boolean keyed = key.table.endsWith(PydbTable.KEYED_SUFFIX);
    String name = keyed ? key.table.substring(0, key.table.indexOf('\0')) : key.table;
    TableDefinition definition = catalog.table(key.schema, name);
    PydbTable table =
        definition == null
            ? systemTable(key)
            : new PydbTable(
                catalog.layout(definition), catalog.statistics(definition), keyed, computing);
    if (table == null) {
      return null;
    }
    PydbTable earlier = tables.putIfAbsent(key, table);
    return earlier != null ? earlier : table;
  }

  private static @Nullable PydbTable systemTable(Name key) {
    SystemTable system = SystemTables.find(key.schema, key.table);
    return system == null ? null : new PydbTable(system);
  }

  /** Names, in one of the two forms in which Calcite asks for them. */
  private abstract static class NameLookup<T> implements Lookup<T> {

    abstract Collection<String> names();

    @Override
    public @Nullable Named<T> getIgnoreCase(String name) {
      for (String candidate : names()) {
        T found = candidate.equalsIgnoreCase(name) ? get(candidate) : null;
        if (found != null) {
          return new Named<>(candidate, found);
        }
      }
      return null;
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return names().stream().filter(pattern.matcher()::apply).collect(Collectors.toSet());
    }
  }

  private final class RootSchema extends AbstractSchema {
    private final Map<List<String>, KeptTable> kept;

    RootSchema(Map<List<String>, KeptTable> kept) {
      this.kept = kept;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
      return new NameLookup<Schema>() {
        @Override
        public @Nullable Schema get(String name) {
          if (kept.keySet().stream().anyMatch(names -> names.get(0).equals(name))) {
            return new KeptSchema(name, kept);
          }
          return catalog.schemas().contains(name) || SystemTables.isSchema(name)
              ? new NamedSchema(name)
              : null;
        }

        @Override
        Collection<String> names() {
          return Stream.concat(catalog.schemas().stream(), SystemTables.SCHEMAS.stream()).toList();
        }
      };
    }

    @Override
    public Lookup<Table> tables() {
      return Lookup.empty();
    }
  }

  private static final class KeptSchema extends AbstractSchema {
    private final String schema;
    private final Map<List<String>, KeptTable> kept;

    KeptSchema(String schema, Map<List<String>, KeptTable> kept) {
      this.schema = schema;
      this.kept = kept;
    }

    @Override
    public Lookup<Table> tables() {
      return new NameLookup<Table>() {
        @Override
        public @Nullable Table get(String name) {
          return kept.get(List.of(schema, name));
        }

        @Override
        Collection<String> names() {
          return kept.keySet().stream().map(names -> names.get(1)).toList();
        }
      };
    }
  }

  private final class NamedSchema extends AbstractSchema {
    private final String schema;

    NamedSchema(String schema) {
      this.schema = schema;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
      return Lookup.empty();
    }

    @Override
    public Lookup<Table> tables() {
      return new NameLookup<Table>() {
        @Override
        public @Nullable Table get(String name) {
          Table table = table(schema, name);
          return table != null ? table : view(schema, name);
        }

        @Override
        Collection<String> names() {
          List<String> names = new ArrayList<>();
          for (TableDefinition table : catalog.tables()) {
            if (table.schema().equals(schema)) {
              names.add(table.name());
            }
          }
          for (ViewDefinition view : catalog.views()) {
            if (view.schema().equals(schema)) {
              names.add(view.name());
            }
          }
          if (SystemTables.isSchema(schema)) {
            SystemTables.of(schema).forEach(table -> names.add(table.definition().name()));
          }
          return names;
        }
      };
    }
  }
}
