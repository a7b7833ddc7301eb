package org.pydb.calcite.ddl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ConstraintDeclaration;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * Names for constraints that were given none, as PostgreSQL makes them: {@code table_column_key}. A
 * name that is taken gets a number behind it.
 */
final class ConstraintNames {
  private final Catalog catalog;
  private final String schema;
  private final String table;
  private final Set<String> taken = new HashSet<>();

  ConstraintNames(Catalog catalog, String schema, String table) {
    this.catalog = catalog;
    this.schema = schema;
    this.table = table;
    taken.add(table);
  }

  /** Names for constraints to be added to a table. */
  static ConstraintNames of(Catalog catalog, TableDefinition table) {
    ConstraintNames names = new ConstraintNames(catalog, table.schema(), table.name());
    table.checks().forEach(check -> names.taken.add(check.name()));
    table.foreignKeys().forEach(key -> names.taken.add(key.name()));
    table.indexes().forEach(index -> names.taken.add(index.name()));
    if (table.primaryKey() != null) {
      names.taken.add(table.primaryKey().name());
    }
    return names;
  }

  /** The name that was given, or one made of the table, the columns and the ending. */
  String name(
      ConstraintDeclaration constraint,
      List<Integer> columns,
      List<ColumnDefinition> all,
      String ending,
      boolean isRelation) {
    SqlIdentifier given = constraint.name();
    if (given == null) {
      return free(columns, all, ending, isRelation);
    }
    String name = given.getSimple();
    if (!taken.add(name) || (isRelation && isRelation(name))) {
      throw new PlacedError(
          given,
          isRelation && isRelation(name) ? "42P07" : "42710",
          "constraint \"" + name + "\" of table \"" + table + "\" already exists");
    }
    return name;
  }

  private String free(
      List<Integer> columns, List<ColumnDefinition> all, String ending, boolean isRelation) {
    String stem =
        columns.isEmpty()
            ? table
            : table
                + "_"
                + columns.stream().map(i -> all.get(i).name()).collect(Collectors.joining("_"));
    String name = stem + "_" + ending;
    for (int i = 1; !taken.add(name) || (isRelation && isRelation(name)); i++) {
      name = stem + "_" + ending + i;
    }
    return name;
  }

  /** A name for a relation that nothing has yet: the one wished for, or with a number behind it. */
  String freeRelation(String wish) {
    String name = wish;
    for (int i = 1; isRelation(name) || !taken.add(name); i++) {
      name = wish + i;
    }
    return name;
  }

  private boolean isRelation(String name) {
    return catalog.isTaken(schema, name);
  }
}
