package org.pydb.engine.table;

import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.CatalogTree;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.schema.TableDefinition;

/** What messages call the trees and keys that a transaction meets: {@code row (5) of table "t"}. */
final class KeyNames {

  private KeyNames() {}

  /** The row, the entry of an index or the table that a key of a tree is. */
  static String of(Catalog catalog, int tree, byte[] key) {
    if (tree == CatalogTree.TREE_ID) {
      TableDefinition table = catalog.table(CatalogTree.tableId(key));
      return table == null ? "the catalog" : "table \"" + table.name() + "\"";
    }
    for (TableDefinition table : catalog.tables()) {
      TableLayout layout = catalog.layout(table);
      if (table.id() == tree) {
        String row = print(layout.rows().keyFormat(), key);
        return "row " + row + " of table \"" + table.name() + "\"";
      }
      for (IndexLayout index : layout.indexes()) {
        if (index.index().treeId() == tree) {
          String name = index.index().name();
          return "key " + print(index.format(), key) + " of index \"" + name + "\"";
        }
      }
    }
    return "a key of a table that was dropped";
  }

  /** The table that a tree is, or belongs to. */
  static String of(Catalog catalog, int tree) {
    for (TableDefinition table : catalog.tables()) {
      boolean isIndex = table.indexes().stream().anyMatch(index -> index.treeId() == tree);
      if (table.id() == tree || isIndex) {
        return "table \"" + table.name() + "\"";
      }
    }
    return "a table that was dropped";
  }

  /** The values of a key. */
  static String print(KeyFormat format, byte[] key) {
    return KeyPrinter.print(format, key, 0, key.length);
  }
}
