package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeMark;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.sort.EntryRun;

/**
 * What one transaction has written: for each tree that it touched, a small tree of the keys with
 * their new values, or with a {@linkplain org.pydb.engine.node.Node#isTombstone tombstone} for
 * those that it deleted. Nobody else sees it.
 *
 * <p>These trees are copy-on-write like all others, so a statement's view, an open cursor and a
 * savepoint are each just the roots at some moment. When they grow large, their nodes are written
 * to temporary pages, and what no such moment leads to any more is freed; so a write set takes room
 * in the file, not in memory.
 *
 * <p>Not thread-safe.
 */
public final class WriteSet {

  /** More redo than this is large, however much memory there is. */
  private static final long LARGE = 4L << 20;

  /**
   * Longer entries do not wait. They might go to chains, which fails before anything is changed.
   */
  private static final int LATE_ENTRY_MAX = 1024;

  /** As much of one tree waits at most, and no more than this part of what the edit may keep. */
  private static final long LATE_BYTES_MAX = 1L << 20;

  private static final int LATE_SHARE = 4;

  private final Edit edit;

  /** Parallel: the trees that were touched, few as a rule, in the order of touching. */
  private int[] trees = new int[4];

  private TreeEditor[] editors = new TreeEditor[4];

  /** What was written and waits to be put into the tree in the order of keys; null if nothing. */
  private @Nullable EntryRun[] late = new @Nullable EntryRun[4];

  private boolean[] validated = new boolean[4];
  private int size;

  /** Grows with each change, so that equal counts mean equal contents. */
  private long changes;

  /** Whether anything but deletes was written, be it rolled back since. */
  private boolean puts;

  private long bytes;

  /** Marks that are read from even beyond the end. */
  private int held;

  private boolean ended;

  /** What has failed half-way and was not undone since; then the trees are of no use. */
  private @Nullable Throwable broken;

  /** An empty write set whose chains are written by this edit. */
  public WriteSet(Edit edit) {
    assert edit.isPrivate();
    this.edit = edit;
  }

  /** Whether nothing was written. */
  public boolean isEmpty() {
    return changes == 0;
  }

  /** Counts the changes so far. */
  public long changes() {
    return changes;
  }

  /** About how much redo the changes make, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Whether that is too much to keep it in memory. */
  boolean isLarge() {
    return bytes > Math.min(LARGE, edit.bytesMax() / 2);
  }

  /** The edit behind, which knows the chains that were written. */
  public Edit edit() {
    return edit;
  }

  /**
   * Sets a value.
   *
   * @param validate whether the commit must fail if somebody else changed the key meanwhile; false
   *     for trees whose keys follow from those of another
   */
  public void put(
      int tree,
      boolean validate,
      byte[] key,
      int keyFrom,
      int keyTo,
      byte[] value,
      int valueFrom,
      int valueLength) {
    editor(tree, validate).put(key, keyFrom, keyTo, value, valueFrom, valueLength);
    puts = true;
    changed(keyTo - keyFrom + valueLength);
  }

  /**
   * Sets a value of a tree of which nobody is going to ask for a single key soon. It waits together
   * with others of its kind until somebody looks at the tree, or there are many, and goes into the
   * tree in the order of keys: random keys would need a search and a leaf each.
   */
  public void putLate(
      int tree, byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueLength) {
    int keyLength = keyTo - keyFrom;
    if (keyLength + valueLength > LATE_ENTRY_MAX) {
      put(tree, false, key, keyFrom, keyTo, value, valueFrom, valueLength);
      return;
    }
    EntryRun run = lateOf(tree);
    run.add(key, keyFrom, keyTo, value, valueFrom, valueLength);
    puts = true;
    changes++;
    bytes += keyLength + valueLength;
    settleIfMany(tree, run);
  }

  /** Deletes a key in the same way. */
  public void deleteLate(int tree, byte[] key, int keyFrom, int keyTo) {
    if (keyTo - keyFrom > LATE_ENTRY_MAX) {
      delete(tree, false, key, keyFrom, keyTo);
      return;
    }
    EntryRun run = lateOf(tree);
    run.addDelete(key, keyFrom, keyTo);
    changes++;
    bytes += keyTo - keyFrom;
    settleIfMany(tree, run);
  }

  /** Deletes a key, whether or not it exists in the snapshot. */
  public void delete(int tree, boolean validate, byte[] key, int keyFrom, int keyTo) {
    editor(tree, validate).putTombstone(key, keyFrom, keyTo);
    changed(keyTo - keyFrom);
  }

  private void changed(int length) {
    changes++;
    bytes += length;
    if (edit.isFull()) {
      edit.handOver(settledRoots(), !puts);
    }
  }

  private TreeEditor editor(int tree, boolean validate) {
    int at = place(tree);
    validated[at] |= validate;
    settle(at);
    return editors[at];
  }

  private int place(int tree) {
    int at = find(tree);
    if (at < 0) {
      at = size++;
      if (at == trees.length) {
        trees = Arrays.copyOf(trees, 2 * at);
        editors = Arrays.copyOf(editors, 2 * at);
        validated = Arrays.copyOf(validated, 2 * at);
        late = Arrays.copyOf(late, 2 * at);
      }
      trees[at] = tree;
      validated[at] = false;
      editors[at] = new TreeEditor(edit, TreeRoot.empty(tree));
      late[at] = null;
    }
    return at;
  }

  private int find(int tree) {
    for (int i = 0; i < size; i++) {
      if (trees[i] == tree) {
        return i;
      }
    }
    return -1;
  }

  // ------------------------------------------------------------------ what waits

  private EntryRun lateOf(int tree) {
    int at = place(tree);
    EntryRun run = late[at];
    if (run == null) {
      run = new EntryRun();
      late[at] = run;
    }
    return run;
  }

  private void settleIfMany(int tree, EntryRun run) {
    if (run.size() >= Math.min(LATE_BYTES_MAX, edit.bytesMax() / LATE_SHARE)) {
      settle(find(tree));
    }
  }

  /**
   * Puts what waits into the trees. Done at the end of a statement, so that a full disk is the
   * failure of the statement that has written, which undoes it.
   */
  public void settle() {
    for (int at = 0; at < size; at++) {
      settle(at);
    }
  }

  private void settle(int at) {
    EntryRun run = late[at];
    if (run != null && run.count() > 0) {
      Throwable failed = broken;
      if (failed != null) {
        throw new IllegalStateException("a write failed and was not undone", failed);
      }
      try {
        putAll(run, editors[at]);
      } catch (RuntimeException | Error e) {
        broken = e;
        throw e;
      }
      run.clear();
    }
  }

  private void putAll(EntryRun run, TreeEditor editor) {
    run.sort();
    byte[] from = run.bytes();
    for (int i = 0; i < run.count(); i++) {
      int value = run.keyTo(i);
      if (run.isDelete(i)) {
        editor.putTombstone(from, run.keyFrom(i), value);
      } else {
        editor.put(from, run.keyFrom(i), value, from, value, run.valueLength(i));
      }
      if (edit.isFull()) {
        edit.handOver(settledRoots(), !puts);
      }
    }
  }

  /** Forgets what waits. */
  private void forgetLate() {
    Arrays.fill(late, null);
    broken = null;
  }

  // ------------------------------------------------------------------ reading, going back

  /** What was written to a tree so far, or null if nothing; later writes may change it. */
  public @Nullable TreeRoot root(int tree) {
    int at = find(tree);
    if (at < 0) {
      return null;
    }
    settle(at);
    return editors[at].root();
  }

  /** The state at one moment; later writes leave it as it is. */
  public Mark mark() {
    return new Mark(
        this, edit.mark(currentRoots()), Arrays.copyOf(validated, size), changes, bytes);
  }

  private List<TreeRoot> currentRoots() {
    settle();
    return settledRoots();
  }

  /** The trees without what waits. */
  private List<TreeRoot> settledRoots() {
    List<TreeRoot> roots = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      roots.add(editors[i].root());
    }
    return roots;
  }

  /**
   * Forgets all that was written since the mark. Marks that were taken later still show what they
   * showed, but there is no way back to them.
   */
  public void rollbackTo(Mark mark) {
    edit.returnTo(mark.trees, settledRoots());
    forgetLate();
    size = mark.trees.roots().size();
    for (int i = 0; i < size; i++) {
      trees[i] = mark.trees.roots().get(i).tree();
      editors[i] = new TreeEditor(edit, mark.trees.roots().get(i));
      validated[i] = mark.validated[i];
    }
    // Not back to the mark's count: who remembers a later one must not take this state for it.
    changes = mark.changes == 0 ? 0 : changes + 1;
    bytes = mark.bytes;
  }

  /** Forgets everything. Marks that were taken still show what they showed. */
  public void clear() {
    edit.clear(settledRoots());
    forgetLate();
    size = 0;
    changes = 0;
    bytes = 0;
  }

  /** What was written, a tree each, in the order of tree ids. */
  public List<TreeRoot> roots() {
    settle();
    List<TreeRoot> roots = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      TreeRoot root = editors[i].root();
      if (!root.isEmpty()) {
        roots.add(root);
      }
    }
    roots.sort((a, b) -> Integer.compare(a.tree(), b.tree()));
    return roots;
  }

  /** Whether the commit must fail if somebody else changed a key that was written to this tree. */
  public boolean isValidated(int tree) {
    int at = find(tree);
    return at >= 0 && validated[at];
  }

  /** Says that nobody reads from any mark taken so far who does not hold it. */
  public void endMarks() {
    edit.endMarks();
  }

  /**
   * Frees what the write set keeps in the file and has not handed over to a batch, as soon as
   * nobody holds a mark.
   */
  public void drop() {
    ended = true;
    if (held == 0) {
      edit.drop();
    }
  }

  /** The roots of a write set at one moment. */
  public static final class Mark {
    private final WriteSet set;
    private final TreeMark trees;
    private final boolean[] validated;
    private final long changes;
    private final long bytes;

    private Mark(WriteSet set, TreeMark trees, boolean[] validated, long changes, long bytes) {
      this.set = set;
      this.trees = trees;
      this.validated = validated;
      this.changes = changes;
      this.bytes = bytes;
    }

    /** Keeps it for a reader, even beyond the end of the write set, until {@link #release}. */
    void hold() {
      trees.hold();
      set.held++;
    }

    /** Ends a {@link #hold}. */
    void release() {
      trees.release();
      set.held--;
      if (set.ended && set.held == 0) {
        set.edit.drop();
      }
    }

    /** Keeps it as a place to roll back to. */
    void keep() {
      trees.hold();
    }

    /** Ends what {@link #keep} began. */
    void letGo() {
      trees.release();
    }

    /**
     * What had been written to a tree, or null if nothing. Whoever reads from it keeps the mark
     * until he is done.
     */
    public @Nullable TreeRoot root(int tree) {
      return trees.root(tree);
    }
  }
}
