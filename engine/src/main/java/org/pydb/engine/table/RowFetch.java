package org.pydb.engine.table;

import org.pydb.engine.btree.BatchReader;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.node.KeyBatch;
import org.pydb.engine.row.RowBatch;
import org.pydb.engine.txn.EntryPointer;

/**
 * Fetches the rows behind the entries of an index, many at once: so the processor waits for the
 * memory of many. Reusable; not thread-safe.
 */
public final class RowFetch {

  /** Fewer keys than these are looked up one by one. */
  private static final int MANY = 4;

  private final TableLayout layout;
  private final KeyBatch keys = new KeyBatch();
  private final BatchReader reader = new BatchReader();
  private final EntryPointer found = new EntryPointer();
  private final RowPlace place = new RowPlace();

  /** A fetch of rows of one table. */
  public RowFetch(TableLayout layout) {
    this.layout = layout;
  }

  /**
   * Clears a batch and adds the rows behind the next entries, in their order, until it is full or
   * there are none left.
   *
   * @return how many rows there are
   * @throws org.pydb.engine.error.CorruptionException if an entry has no row
   */
  public int fill(View view, IndexCursor entries, RowBatch batch) {
    batch.clear();
    while (!batch.isFull()) {
      keys.clear();
      entries.takeRowKeys(keys, Math.min(BatchReader.KEYS_MAX, batch.capacity() - batch.size()));
      if (keys.size() == 0) {
        break;
      }
      noteRead(view);
      if (keys.size() < MANY || view.hasOwn(layout.definition().id())) {
        addEach(view, batch);
      } else {
        addAll(view, batch);
      }
    }
    return batch.size();
  }

  private void noteRead(View view) {
    if (view.read.reads() != null) {
      for (int i = 0; i < keys.size(); i++) {
        view.noteRead(layout.definition().id(), keys.array(), keys.from(i), keys.to(i));
      }
    }
  }

  private void addAll(View view, RowBatch batch) {
    TreeRoot rows = view.read.base(layout.definition().id());
    reader.find(rows, keys, 0, keys.size(), view.read.source());
    for (int i = 0; i < keys.size(); i++) {
      if (!reader.isFound(i)) {
        throw RowLookup.noRow(view, layout);
      }
      place.add(reader.leaf(i), reader.index(i), 1, 1, view.read.file(), batch);
    }
  }

  /** As it must be where the transaction has written itself: a row is in one of two trees then. */
  private void addEach(View view, RowBatch batch) {
    int table = layout.definition().id();
    for (int i = 0; i < keys.size(); i++) {
      if (!view.read.get(table, keys.array(), keys.from(i), keys.to(i), found)) {
        throw RowLookup.noRow(view, layout);
      }
      place.add(found.node(), found.index(), 1, 1, view.read.file(), batch);
    }
  }

  /** Forgets the pages that were read. */
  public void release() {
    reader.release();
  }
}
