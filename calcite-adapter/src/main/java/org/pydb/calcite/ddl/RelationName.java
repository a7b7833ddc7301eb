package org.pydb.calcite.ddl;

import java.util.Collection;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.catalog.TemporarySchemas;
import org.pydb.calcite.error.NearestName;
import org.pydb.calcite.error.PlacedError;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The name of a table, index, sequence or view in a statement, with its schema.
 *
 * @param schema the schema, written or current
 * @param name the name in it
 * @param node where it stands
 */
public record RelationName(String schema, String name, SqlIdentifier node) {

  /**
   * Reads the name of something that is there: in the schema that it says, or in the first one of
   * the path that has something of this name.
   *
   * @throws PlacedError 3F000 if the schema does not exist
   */
  public static RelationName of(SqlIdentifier node, SearchPath path, Catalog catalog) {
    if (node.names.size() == 1) {
      String name = node.names.get(0);
      for (String schema : path.schemas()) {
        if (catalog.isTaken(schema, name)) {
          return new RelationName(schema, name, node);
        }
      }
    }
    return ofNew(node, path, catalog);
  }

  /**
   * Reads the name of something to be made: in the schema that it says, or in the first one of the
   * path that exists.
   *
   * @throws PlacedError 3F000 if the schema does not exist
   */
  public static RelationName ofNew(SqlIdentifier node, SearchPath path, Catalog catalog) {
    List<String> names = node.names;
    if (names.size() > 2) {
      throw new PlacedError(
          node, "0A000", "cross-database references are not supported: write schema.name");
    }
    String name = names.get(names.size() - 1);
    if (names.size() == 2) {
      String schema = names.get(0);
      String own = path.temporary();
      if (schema.equals(TemporarySchemas.ALIAS) && own != null) {
        schema = own;
      }
      if (TemporarySchemas.isOne(schema) && !schema.equals(own)) {
        throw new PlacedError(node, "0A000", "cannot access temporary tables of other sessions");
      }
      checkSchema(node, schema, catalog);
      return new RelationName(schema, name, node);
    }
    String current = path.current(catalog);
    if (current == null) {
      throw new PlacedError(
          node,
          "3F000",
          "no schema has been selected to create in: none of search_path (" + path + ") exists");
    }
    return new RelationName(current, name, node);
  }

  /**
   * Reads the name of a temporary table to be made.
   *
   * @throws PlacedError 42P16 if it says another schema than that of temporary tables
   */
  static RelationName ofNewTemporary(SqlIdentifier node, SearchPath path) {
    String schema = path.temporary();
    if (schema == null) {
      throw new IllegalStateException("the session has no schema for temporary tables");
    }
    List<String> names = node.names;
    if (names.size() > 1
        && !names.get(0).equals(schema)
        && !names.get(0).equals(TemporarySchemas.ALIAS)) {
      throw new PlacedError(
          node, "42P16", "cannot create temporary relation in non-temporary schema");
    }
    return new RelationName(schema, names.get(names.size() - 1), node);
  }

  /** The error of something that is to be made by a name which something else has. */
  static PlacedError taken(SqlIdentifier place, String name) {
    return new PlacedError(place, "42P07", "relation \"" + name + "\" already exists");
  }

  /**
   * Looks whether a schema exists.
   *
   * @throws PlacedError 3F000 if it does not
   */
  static void checkSchema(SqlIdentifier node, String schema, Catalog catalog) {
    if (!catalog.hasSchema(schema)) {
      throw new PlacedError(
          node,
          "3F000",
          "schema \"" + schema + "\" does not exist" + suggestion(schema, catalog.schemaNames()));
    }
  }

  /**
   * The table of this name.
   *
   * @throws PlacedError 42P01 if there is none, naming the nearest
   */
  public TableDefinition table(Catalog catalog) {
    TableDefinition table = rows(catalog, "table");
    if (table.isMaterialized()) {
      checkKind(catalog, "table");
    }
    return table;
  }

  /**
   * The table of this name, or the one that holds the rows of the materialized view.
   *
   * @throws PlacedError 42P01 if there is none, naming the nearest
   */
  public TableDefinition tableOrMaterializedView(Catalog catalog) {
    return rows(catalog, "table or materialized view");
  }

  private TableDefinition rows(Catalog catalog, String kind) {
    TableDefinition table = catalog.table(schema, name);
    if (table == null) {
      checkKind(catalog, kind);
      List<String> others = catalog.tables(schema).stream().map(TableDefinition::name).toList();
      throw new PlacedError(
          node, "42P01", "table \"" + name + "\" does not exist" + suggestion(name, others));
    }
    return table;
  }

  /**
   * The sequence of this name.
   *
   * @throws PlacedError 42P01 if there is none, naming the nearest
   */
  SequenceDefinition sequence(Catalog catalog) {
    SequenceDefinition sequence = catalog.sequence(schema, name);
    if (sequence == null) {
      checkKind(catalog, "sequence");
      List<String> others = catalog.sequences().stream().map(SequenceDefinition::name).toList();
      throw new PlacedError(
          node, "42P01", "sequence \"" + name + "\" does not exist" + suggestion(name, others));
    }
    return sequence;
  }

  /**
   * The view of this name.
   *
   * @throws PlacedError 42P01 if there is none, naming the nearest
   */
  ViewDefinition view(Catalog catalog, boolean isMaterialized) {
    ViewDefinition view = catalog.view(schema, name);
    if (view == null || view.isMaterialized() != isMaterialized) {
      checkKind(catalog, isMaterialized ? "materialized view" : "view");
      List<String> others = catalog.views().stream().map(ViewDefinition::name).toList();
      throw new PlacedError(
          node,
          "42P01",
          (isMaterialized ? "materialized view \"" : "view \"")
              + name
              + "\" does not exist"
              + suggestion(name, others));
    }
    return view;
  }

  /**
   * Looks whether the name is that of something else.
   *
   * @throws PlacedError 42809 if it is
   */
  private void checkKind(Catalog catalog, String kind) {
    String is = null;
    ViewDefinition view = catalog.view(schema, name);
    if (view != null) {
      is = view.isMaterialized() ? "a materialized view" : "a view";
    } else if (catalog.table(schema, name) != null) {
      is = "a table";
    } else if (catalog.sequence(schema, name) != null) {
      is = "a sequence";
    }
    if (is != null) {
      throw new PlacedError(node, "42809", "\"" + name + "\" is not a " + kind + ": it is " + is);
    }
  }

  /** Whether a table, an index, a primary key, a sequence or a view has this name. */
  boolean isTaken(Catalog catalog) {
    return catalog.isTaken(schema, name);
  }

  /** A hint at the name that was probably meant, or nothing. */
  static String suggestion(String name, Collection<String> others) {
    String nearest = NearestName.of(name, others);
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }
}
