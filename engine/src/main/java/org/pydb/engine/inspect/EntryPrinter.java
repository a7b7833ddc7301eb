package org.pydb.engine.inspect;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.node.Entry;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.RootsTree;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.RowPrinter;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.TableDefinition;

/**
 * Keys and values of trees as people read them: rows of tables, columns of indexes, roots; all else
 * as bytes. Not thread-safe.
 */
final class EntryPrinter {
  private static final int SHOWN_MAX = 32;

  private final Map<Integer, TableLayout> tables = new HashMap<>();
  private final Map<Integer, IndexLayout> indexes = new HashMap<>();

  /** Takes the tables of a catalog. */
  void addAll(Catalog catalog) {
    for (TableDefinition table : catalog.tables()) {
      TableLayout layout = catalog.layout(table);
      tables.put(table.id(), layout);
      layout.indexes().forEach(index -> indexes.put(index.index().treeId(), index));
    }
  }

  /** A whole key. */
  String key(int tree, byte[] key) {
    TableLayout table = tables.get(tree);
    IndexLayout index = indexes.get(tree);
    try {
      if (table != null) {
        return KeyPrinter.print(table.rows().keyFormat(), key, 0, key.length);
      }
      if (index != null) {
        return KeyPrinter.print(index.format(), key, 0, key.length);
      }
      if (tree == RootsTree.TREE_ID) {
        return "tree " + Bytes.getInt(key, 0);
      }
    } catch (CorruptionException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Shown as bytes: they may be of an older definition of the table.
    }
    return hex(key, 0, key.length);
  }

  /** An entry of a leaf, or of the log. */
  String entry(int tree, byte[] key, byte[] bytes, int from, int length) {
    String text = key(tree, key) + " → ";
    TableLayout table = tables.get(tree);
    try {
      if (table != null) {
        RowView row = new RowView(table.rows());
        row.position(key, 0, key.length, bytes, from, from + length);
        return text + RowPrinter.print(row);
      }
      if (tree == RootsTree.TREE_ID) {
        return text + root(RootsTree.decode(key, bytes, from, length));
      }
    } catch (CorruptionException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Shown as bytes.
    }
    return text + hex(bytes, from, length);
  }

  /** An entry whose value lies in a chain. */
  String chained(int tree, byte[] key, byte[] bytes, int from) {
    PagePointer first = PagePointer.get(bytes, from);
    long length = Bytes.getLong(bytes, from + Entry.OVERFLOW_SIZE - Long.BYTES);
    return key(tree, key) + " → " + length + " bytes in a chain from " + pointer(first);
  }

  /** A pointer. */
  static String pointer(PagePointer pointer) {
    return pointer.isNone()
        ? "none"
        : "page " + pointer.number() + " (generation " + pointer.generation() + ")";
  }

  private static String root(TreeRoot root) {
    @Nullable Object page = root.root();
    if (page instanceof StoredRoot elsewhere) {
      return "in the store "
          + elsewhere.home()
          + ", changed by batch "
          + elsewhere.generation()
          + (root.dropped() ? ", dropped" : "");
    }
    return (page == null ? "empty" : page.toString())
        + ", "
        + root.levels()
        + " levels, "
        + root.entries()
        + " entries"
        + (root.dropped() ? ", dropped" : "");
  }

  /** Bytes; the first ones if there are many. */
  static String hex(byte[] bytes, int from, int length) {
    int shown = Math.min(length, SHOWN_MAX);
    String text = HexFormat.of().formatHex(bytes, from, from + shown);
    return length == 0 ? "nothing" : "x'" + text + (shown < length ? "…" : "") + "'";
  }
}
