package org.pydb.engine.inspect;

import java.util.HashMap;
import java.util.Map;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.SequencesTree;
import org.pydb.engine.catalog.StatisticsTree;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/** What people call the trees of a database. Not thread-safe. */
final class TreeNames {
  private final Map<Integer, String> names = new HashMap<>();

  private TreeNames() {}

  /** Of trees of which nothing is known. */
  static TreeNames none() {
    return new TreeNames();
  }

  /** Of the trees that every SQL database has. */
  static TreeNames ofDatabase() {
    TreeNames all = new TreeNames();
    Map<Integer, String> names = all.names;
    names.put(RootsTree.TREE_ID, "the roots of tables and indexes (tree 0)");
    names.put(CatalogTree.TREE_ID, "the definitions (tree 1)");
    names.put(StatisticsTree.TREE_ID, "the statistics (tree 2)");
    names.put(SequencesTree.TREE_ID, "the numbers of sequences (tree 3)");
    return all;
  }

  /** Takes the names of a catalog. */
  void addAll(Catalog catalog) {
    for (TableDefinition table : catalog.tables()) {
      String name = "table " + table.qualifiedName();
      names.put(table.id(), name + " (tree " + table.id() + ")");
      int large = table.largeValues();
      if (large != 0) {
        names.put(large, "the large values of " + name + " (tree " + large + ")");
      }
      for (IndexDefinition index : table.indexes()) {
        int id = index.treeId();
        names.put(id, "index " + index.name() + " of " + name + " (tree " + id + ")");
      }
    }
  }

  /** The name of a tree; just its number if nothing more is known. */
  String of(int tree) {
    return names.getOrDefault(tree, "tree " + tree);
  }

  /** The tree of the table or index of this name, with its schema or not; -1 if there is none. */
  static int find(Catalog catalog, String name) {
    for (TableDefinition table : catalog.tables()) {
      if (isCalled(table.schema(), table.name(), name)) {
        return table.id();
      }
      for (IndexDefinition index : table.indexes()) {
        if (isCalled(table.schema(), index.name(), name)) {
          return index.treeId();
        }
      }
    }
    return -1;
  }

  private static boolean isCalled(String schema, String own, String name) {
    return name.equals(own) || name.equals(schema + "." + own);
  }
}
