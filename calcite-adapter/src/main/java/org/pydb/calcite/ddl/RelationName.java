package org.pydb.calcite.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.pydb.calcite.error.NearestName;
import org.pydb.calcite.error.PlacedError;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;

/**
 * The name of a table or index in a statement, with its schema.
 *
 * @param schema the schema, written or current
 * @param name the name in it
 * @param node where it stands
 */
public record RelationName(String schema, String name, SqlIdentifier node) {

  /**
   * Reads a name.
   *
   * @param currentSchema what an unqualified name is in
   * @throws PlacedError 3F000 if the schema does not exist
   */
  public static RelationName of(SqlIdentifier node, String currentSchema, Catalog catalog) {
    List<String> names = node.names;
    if (names.size() > 2) {
      throw new PlacedError(
          node, "0A000", "cross-database references are not supported: write schema.name");
    }
    String schema = names.size() == 2 ? names.get(0) : currentSchema;
    if (!catalog.hasSchema(schema)) {
      throw new PlacedError(node, "3F000", "schema \"" + schema + "\" does not exist");
    }
    return new RelationName(schema, names.get(names.size() - 1), node);
  }

  /**
   * The table of this name.
   *
   * @throws PlacedError 42P01 if there is none, naming the nearest
   */
  public TableDefinition table(Catalog catalog) {
    TableDefinition table = catalog.table(schema, name);
    if (table == null) {
      List<String> others = catalog.tables(schema).stream().map(TableDefinition::name).toList();
      throw new PlacedError(
          node, "42P01", "table \"" + name + "\" does not exist" + suggestion(name, others));
    }
    return table;
  }

  /** Whether a table, an index or a primary key has this name. */
  boolean isTaken(Catalog catalog) {
    return catalog.isTaken(schema, name);
  }

  /** A hint at the name that was probably meant, or nothing. */
  static String suggestion(String name, List<String> others) {
    String nearest = NearestName.of(name, others);
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }
}
