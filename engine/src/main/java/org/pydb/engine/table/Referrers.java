package org.pydb.engine.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.RowView;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.ReadView;
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
  static boolean any(ReadView view, int tree, KeyRange range) {
    ViewCursor cursor = new ViewCursor();
    cursor.open(view, tree, range, false);
    return cursor.next();
  }

  /** The rows in a range of the tree, each with a view of its own. */
  List<RowView> rows(KeyRange range) {
    List<RowView> rows = new ArrayList<>();
    for (ByteBuilder key : rowKeys(range)) {
      RowLookup lookup = new RowLookup(layout);
      if (lookup.find(view, key.array(), 0, key.length())) {
        rows.add(lookup.row());
      }
    }
    return rows;
  }

  /** The keys of the rows in a range of the tree. */
  List<ByteBuilder> rowKeys(KeyRange range) {
    List<ByteBuilder> keys = new ArrayList<>();
    if (index == null) {
      TableCursor cursor = new TableCursor(layout, view);
      cursor.open(view, range, false);
      while (cursor.next()) {
        ByteBuilder key = new ByteBuilder(32);
        cursor.row().putKey(key);
        keys.add(key);
      }
    } else {
      IndexCursor cursor = new IndexCursor(index, view);
      cursor.open(view, range, false);
      while (cursor.next()) {
        ByteBuilder key = new ByteBuilder(32);
        cursor.entry().putKey(key);
        keys.add(key);
      }
    }
    return keys;
  }
}
