package org.pydb.engine.kv.btree;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.TreeTransaction;

/** A version of the tree, held by a transaction that only reads. */
final class TreeSnapshot implements Snapshot {
  private final TreeTransaction reader;
  private final ReadView view;

  TreeSnapshot(TreeTransaction reader) {
    this.reader = reader;
    view = reader.view();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    EntryPointer found = new EntryPointer();
    return view.get(BTreeEngine.ENTRIES_TREE, key, 0, key.length, found)
        ? found.value(view.file())
        : null;
  }

  @Override
  public EntryCursor scan(KeyRange range, boolean backward) {
    return new TreeEntryCursor(view, range, backward, () -> {});
  }

  @Override
  public void close() {
    reader.close();
  }
}
