package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.ViewCursor;

/** Finds the rows of a table that refer to a key, through its primary key or an index. */
final class Referrers {
  private final View view;
  private final TableLayout layout;
  private final @Nullable IndexLayout index;

  Referrers(View view, TableLayout layout, int tree) {
    this.view = view;
    this.layout = layout;
    index =
        layout.indexes().stream().filter(i -> i.index().treeId() == tree).findAny().orElse(null);
  }

  /** Whether a tree has any entry in a range. */
  static boolean any(View view, int tree, KeyRange range) {
    ViewCursor cursor = new ViewCursor();
    cursor.open(view.read, tree, range, false);
    return cursor.next();
  }

  /** The rows in a range of the tree, each with a view of its own. */
  List<RowView> rows(KeyRange range) {
    List<byte[]> keys = new ArrayList<>();
    ByteBuilder key = new ByteBuilder(32);
    if (index == null) {
      TableCursor cursor = new TableCursor(layout, view);
      cursor.open(view, range, false);
      while (cursor.next()) {
        key.clear();
        cursor.row().putKey(key);
        keys.add(key.toArray());
      }
    } else {
      IndexCursor cursor = new IndexCursor(index, view);
      cursor.open(view, range, false);
      while (cursor.next()) {
        key.clear();
        cursor.entry().putKey(key);
        keys.add(key.toArray());
      }
    }
    List<RowView> rows = new ArrayList<>(keys.size());
    for (byte[] rowKey : keys) {
      RowLookup lookup = new RowLookup(layout);
      if (lookup.find(view, rowKey, 0, rowKey.length)) {
        rows.add(lookup.row());
      }
    }
    return rows;
  }
}
