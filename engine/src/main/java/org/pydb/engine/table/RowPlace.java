package org.pydb.engine.table;

import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.CellPlace;
import org.pydb.engine.node.KeyBatch;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.row.IndexEntryView;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.row.RowView;

/**
 * Points views of rows and entries at cells of leaves, without copying, except for what lies in
 * overflow chains. Reusable; not thread-safe.
 */
final class RowPlace {
  private final CellPlace cell = new CellPlace();

  /** Points a view at a row. */
  void show(Node leaf, int i, PageFile file, RowView row) {
    leaf.locate(i, cell);
    byte[] bytes = leaf.bytes();
    byte[] value = bytes;
    int from = cell.valueFrom;
    int to = cell.valueTo;
    if (cell.overflow) {
      value = Edit.readOverflow(file, bytes, from);
      from = 0;
      to = value.length;
    }
    if (cell.hasTail) {
      byte[] key = LongKey.of(leaf, i, file);
      row.position(key, 0, key.length, value, from, to);
    } else {
      int prefix = leaf.prefixStart();
      row.position(
          bytes, prefix, bytes.length, bytes, cell.suffixFrom, cell.suffixTo, value, from, to);
    }
  }

  /** Points a view at an index entry. */
  void show(Node leaf, int i, PageFile file, IndexEntryView entry) {
    leaf.locate(i, cell);
    byte[] bytes = leaf.bytes();
    byte[] value = bytes;
    int from = cell.valueFrom;
    int to = cell.valueTo;
    if (cell.overflow) {
      value = Edit.readOverflow(file, bytes, from);
      from = 0;
      to = value.length;
    }
    if (cell.hasTail) {
      byte[] key = LongKey.of(leaf, i, file);
      entry.position(key, 0, key.length, value, from, to);
    } else {
      int prefix = leaf.prefixStart();
      entry.position(
          bytes, prefix, bytes.length, bytes, cell.suffixFrom, cell.suffixTo, value, from, to);
    }
  }

  /** Adds the key of the row behind an entry, through a view of it only where it must be. */
  void addRowKey(Node leaf, int i, PageFile file, IndexEntryView entry, KeyBatch keys) {
    leaf.locate(i, cell);
    byte[] bytes = leaf.bytes();
    int length = entry.layout().rowKeyLength();
    boolean isValue = entry.layout().index().unique();
    if (isValue && !cell.overflow && !entry.layout().hasIncluded()) {
      keys.add(bytes, cell.valueFrom, cell.valueTo);
    } else if (!isValue && length <= cell.suffixTo - cell.suffixFrom && !cell.hasTail) {
      keys.add(bytes, cell.suffixTo - length, cell.suffixTo);
    } else {
      show(leaf, i, file, entry);
      keys.add(entry.rowKeyArray(), entry.rowKeyFrom(), entry.rowKeyTo());
    }
  }

  /** Adds {@code count} rows of a leaf to a batch, in the given direction. */
  void add(Node leaf, int first, int step, int count, PageFile file, RowBatch batch) {
    byte[] bytes = leaf.bytes();
    for (int done = 0; done < count; done++) {
      batch.open(bytes, leaf.prefixStart(), bytes.length, bytes, bytes);
      int located =
          leaf.locate(
              first + step * done,
              step,
              count - done,
              batch.keyFroms(),
              batch.keyTos(),
              batch.valueFroms(),
              batch.valueTos(),
              batch.size());
      batch.append(located);
      done += located;
      if (done < count) {
        addLarge(leaf, first + step * done, file, batch);
      }
    }
  }

  private void addLarge(Node leaf, int i, PageFile file, RowBatch batch) {
    leaf.locate(i, cell);
    byte[] key = LongKey.of(leaf, i, file);
    byte[] value = leaf.bytes();
    int from = cell.valueFrom;
    int to = cell.valueTo;
    if (cell.overflow) {
      value = Edit.readOverflow(file, value, from);
      from = 0;
      to = value.length;
    }
    batch.open(Bytes.EMPTY, 0, 0, key, value);
    batch.add(0, key.length, from, to);
  }
}
