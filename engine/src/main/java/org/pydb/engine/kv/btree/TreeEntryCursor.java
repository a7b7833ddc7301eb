package org.pydb.engine.kv.btree;

import java.util.NoSuchElementException;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.ViewCursor;

/** Walks the entries of a version of the tree. */
final class TreeEntryCursor implements EntryCursor {

  private final ReadView view;

  /** Lets go of the version. */
  private final Runnable release;

  private final ViewCursor cursor = new ViewCursor();
  private final EntryPointer entry = new EntryPointer();
  private boolean isAtEntry;

  TreeEntryCursor(ReadView view, KeyRange range, boolean backward, Runnable release) {
    this.view = view;
    this.release = release;
    cursor.open(view, BTreeEngine.ENTRIES_TREE, range, backward);
  }

  @Override
  public boolean next() {
    isAtEntry = cursor.next();
    return isAtEntry;
  }

  @Override
  public byte[] key() {
    checkAtEntry();
    return LongKey.of(cursor.node(), cursor.index(), view.file());
  }

  @Override
  public byte[] value() {
    checkAtEntry();
    entry.set(cursor.node(), cursor.index());
    return entry.value(view.file());
  }

  private void checkAtEntry() {
    if (!isAtEntry) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
