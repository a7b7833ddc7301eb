package org.pydb.engine.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.IndexLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.PrimaryKey;

/**
 * A tree that begins with certain columns of a table, and how to encode values for them: the
 * primary key or an index. Foreign keys look both ways through one: to the referenced row, and to
 * the rows that refer to it. Not thread-safe.
 */
final class ReferencedKey {
  private final int tree;
  private final KeyFormat format;

  /** For each leading column of the tree, which of the asked-for columns it is. */
  private final int[] order;

  private final KeyEncoder encoder;

  private ReferencedKey(int tree, KeyFormat format, int[] order) {
    this.tree = tree;
    this.format = format;
    this.order = order;
    encoder = new KeyEncoder(format);
  }

  /**
   * The tree of a table that begins with these columns, in any order.
   *
   * @param unique whether the columns must be all of a unique key
   * @return null if the table has none
   */
  static @Nullable ReferencedKey find(TableLayout layout, List<Integer> columns, boolean unique) {
    PrimaryKey primaryKey = layout.definition().primaryKey();
    if (primaryKey != null) {
      int[] order = order(primaryKey.columns(), columns, unique);
      if (order != null) {
        return new ReferencedKey(layout.definition().id(), layout.rows().keyFormat(), order);
      }
    }
    for (IndexLayout index : layout.indexes()) {
      boolean isMeant = !index.index().isPartial() && (index.index().unique() || !unique);
      int[] order = isMeant ? order(index.index().keyColumns(), columns, unique) : null;
      if (order != null) {
        return new ReferencedKey(index.index().treeId(), index.format(), order);
      }
    }
    return null;
  }

  private static int @Nullable [] order(
      List<Integer> leading, List<Integer> columns, boolean whole) {
    int count = columns.size();
    if (leading.size() < count || (whole && leading.size() != count)) {
      return null;
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = columns.indexOf(leading.get(i));
      if (order[i] < 0) {
        return null;
      }
    }
    return order;
  }

  int tree() {
    return tree;
  }

  KeyFormat format() {
    return format;
  }

  /**
   * Encodes the values that a row has in these columns, which stand for the asked-for ones.
   *
   * @return null if a value cannot stand in the tree at all, being out of its type's range
   */
  byte @Nullable [] encode(Row row, List<Integer> columns) {
    encoder.clear();
    try {
      for (int which : order) {
        encoder.add(row, columns.get(which));
      }
    } catch (IllegalArgumentException e) {
      return null;
    }
    return encoder.toArray();
  }
}
