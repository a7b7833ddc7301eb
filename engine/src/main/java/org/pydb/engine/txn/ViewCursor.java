package org.pydb.engine.txn;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.LongKey;
import org.pydb.engine.btree.TreeCursor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.schema.KeyRange;

/**
 * Walks the entries of a tree that a {@link ReadView} shows: those of the committed version, with
 * the transaction's own put over them. Reusable; not thread-safe.
 *
 * <p>Where the transaction has written nothing, which is the common case, this is the cursor over
 * the version and no more. Otherwise it is a merge of two cursors; the committed entries that lie
 * before the next own one are counted once a leaf, so that {@link #run} stays long.
 */
public final class ViewCursor {
  private @Nullable PageFile file;
  private @Nullable TreeCursor base;
  private @Nullable TreeCursor own;

  /** Kept, so that the nodes stay which only this view leads to. */
  private @Nullable ReadView view;

  /** Whether the current entry comes from {@link #own}. */
  private boolean onOwn;

  private boolean backward;
  private boolean merging;
  private boolean baseHere;
  private boolean ownHere;

  /** The key of the own entry that comes next; committed entries before it are free to go. */
  private byte[] ownKey = {};

  /** How many committed entries from the current one on come before the own one; 0 if unknown. */
  private int free;

  /** Stands before the first entry of the range, or behind its last if it goes backward. */
  public void open(ReadView newView, int tree, KeyRange range, boolean isBackward) {
    view = newView;
    TreeRoot overlay = newView.overlay(tree);
    open(overlay, newView.base(tree), newView.source(), newView.file(), range, isBackward);
  }

  /** The same over two trees, which must stay as they are while it walks. */
  void open(
      @Nullable TreeRoot overlay,
      TreeRoot committed,
      PageSource source,
      PageFile newFile,
      KeyRange range,
      boolean isBackward) {
    file = newFile;
    TreeCursor newBase = base == null ? new TreeCursor(source) : base;
    base = newBase;
    newBase.open(committed, range, isBackward);
    backward = isBackward;
    onOwn = false;
    free = 0;
    merging = overlay != null;
    if (overlay != null) {
      TreeCursor newOwn = own == null ? new TreeCursor(source) : own;
      own = newOwn;
      newOwn.open(overlay, range, isBackward);
      baseHere = newBase.next();
      nextOwn(newOwn);
      started = false;
    }
  }

  private boolean started;

  private void nextOwn(TreeCursor cursor) {
    try {
      ownHere = cursor.next();
    } finally {
      Reference.reachabilityFence(view);
    }
    PageFile chains = file;
    if (ownHere && chains != null) {
      ownKey = LongKey.of(cursor.node(), cursor.index(), chains);
    }
    free = 0;
  }

  /** Moves on by one entry; false if there is none left. */
  public boolean next() {
    TreeCursor committed = base;
    assert committed != null;
    return merging ? nextMerged(committed) : committed.next();
  }

  private boolean nextMerged(TreeCursor committed) {
    TreeCursor mine = own;
    assert mine != null;
    if (started) {
      if (onOwn) {
        nextOwn(mine);
      } else {
        baseHere = committed.next();
        free--;
      }
    }
    started = true;
    while (baseHere || ownHere) {
      int order = order(committed);
      if (order < 0) {
        onOwn = false;
        return true;
      }
      if (order == 0) {
        baseHere = committed.next(); // What the transaction wrote covers it.
      }
      if (!mine.node().isTombstone(mine.index())) {
        onOwn = true;
        return true;
      }
      nextOwn(mine);
    }
    return false;
  }

  /** Which comes first in the direction of travel: negative for the committed entry. */
  private int order(TreeCursor committed) {
    if (!ownHere) {
      free = committed.run();
      return -1;
    }
    if (!baseHere) {
      return 1;
    }
    if (free > 0) {
      return -1;
    }
    Node leaf = committed.node();
    int at = committed.index();
    int found = leaf.search(ownKey, 0, ownKey.length, committed.source());
    if (found == at) {
      return 0;
    }
    int place = found >= 0 ? found : -1 - found;
    int before = backward ? at - (found >= 0 ? place : place - 1) : place - at;
    free = Math.min(Math.max(before, 0), committed.run());
    return free > 0 ? -1 : 1;
  }

  /** The leaf of the current entry; never changes. */
  public Node node() {
    TreeCursor cursor = onOwn ? own : base;
    assert cursor != null;
    return cursor.node();
  }

  /** The index of the current entry in {@link #node}. */
  public int index() {
    TreeCursor cursor = onOwn ? own : base;
    assert cursor != null;
    return cursor.index();
  }

  /** How many entries from the current one on, in the direction of travel, lie in this leaf. */
  public int run() {
    if (onOwn) {
      return 1;
    }
    TreeCursor committed = base;
    assert committed != null;
    return merging ? Math.min(free, committed.run()) : committed.run();
  }

  /** Moves on by {@code count} entries within the {@linkplain #run run}. */
  public void skip(int count) {
    if (count > 0) {
      TreeCursor committed = base;
      assert committed != null && !onOwn;
      committed.skip(count);
      free -= count;
    }
  }
}
