package org.pydb.calcite.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.FunctionInfo;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.engine.schema.TableDefinition;

/**
 * All system tables, by schema and name. They are made when a statement first names one: databases
 * that are never asked about themselves pay a comparison of names.
 */
public final class SystemTables {

  /** What PostgreSQL's tools read. Its tables are found without naming it. */
  public static final String PG_CATALOG = "pg_catalog";

  /** What the standard defines. */
  public static final String INFORMATION_SCHEMA = "information_schema";

  /** What only pydb has to tell. */
  public static final String PYDB = "pydb";

  /** The schemas, sorted. */
  public static final List<String> SCHEMAS = List.of(INFORMATION_SCHEMA, PG_CATALOG, PYDB);

  /** How the names of all tables of {@link #PG_CATALOG} begin. */
  private static final String PG_PREFIX = "pg_";

  private SystemTables() {}

  private static final class All {
    static final Map<String, Map<String, SystemTable>> BY_SCHEMA = new TreeMap<>();

    static {
      Stream.of(
              InformationSchema.tables(),
              InformationSchemaConstraints.tables(),
              PgRelations.tables(),
              PgConstraints.tables(),
              PgObjects.tables(),
              PgViews.tables(),
              PydbStorage.tables(),
              PydbActivity.tables())
          .flatMap(List::stream)
          .forEach(
              table ->
                  BY_SCHEMA
                      .computeIfAbsent(table.definition().schema(), schema -> new TreeMap<>())
                      .put(table.definition().name(), table));
    }
  }

  /** Whether a schema holds system tables. */
  public static boolean isSchema(String name) {
    return SCHEMAS.contains(name);
  }

  /** The table of this name, or null if there is none. */
  public static @Nullable SystemTable find(String schema, String name) {
    if (!isSchema(schema) || (schema.equals(PG_CATALOG) && !name.startsWith(PG_PREFIX))) {
      return null;
    }
    Map<String, SystemTable> ofSchema = All.BY_SCHEMA.get(schema);
    return ofSchema == null ? null : ofSchema.get(name);
  }

  /** All of them as tables, by schema and name. */
  public static List<TableDefinition> definitions() {
    return SCHEMAS.stream()
        .flatMap(schema -> of(schema).stream())
        .map(SystemTable::definition)
        .toList();
  }

  /** All functions, SQL's and those in Java. */
  public static List<FunctionInfo> functions(Collection<JavaFunction> inJava) {
    return PgFunction.all(inJava).stream()
        .filter(function -> function.kind() == 'f' || function.givesRows())
        .map(PgFunction::info)
        .toList();
  }

  /** The tables of a schema, by name. */
  public static Collection<SystemTable> of(String schema) {
    return All.BY_SCHEMA.getOrDefault(schema, Map.of()).values();
  }

  /**
   * Where names are looked up, in order: PostgreSQL's system tables come first, unless the path
   * says where they come.
   */
  public static List<String> searched(List<String> searchPath) {
    return searchPath.contains(PG_CATALOG)
        ? searchPath
        : Stream.concat(Stream.of(PG_CATALOG), searchPath.stream()).toList();
  }
}
