package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.TransactionClosedException;
import org.pydb.engine.lock.LockOverflow;
import org.pydb.engine.schema.KeyRange;

/**
 * A unit of work: reads one version, writes to a write set, and commits all of it or nothing.
 *
 * <p>Who writes rows locks them first, looks whether they are {@linkplain #isUnchanged unchanged},
 * and keeps the locks until this has ended. Where nobody locks, the first committer wins: if a key
 * that was written for validation was changed by a commit after the version, the commit fails and
 * has no effect. The same happens if a range was changed that it {@linkplain #trackReads has read}.
 *
 * <p>Not thread-safe. Must be closed; closing rolls back what was not committed.
 */
public final class TreeTransaction implements AutoCloseable {
  private final CommitPipeline pipeline;

  /** What it reads, held; null when it has ended. */
  private @Nullable Version version;

  private final boolean readOnly;
  private @Nullable WriteSet writes;
  private @Nullable ReadSet reads;

  /** A version up to which the reads are known to be unchanged, held; else null. */
  private @Nullable Version validated;

  private @Nullable List<Integer> droppedTrees;
  private final List<Placed> placedTrees = new ArrayList<>(0);
  private @Nullable ReadView view;
  private long viewChanges;
  private boolean open = true;

  /** A transaction on a version that the caller holds and hands over. */
  TreeTransaction(CommitPipeline pipeline, Version version, boolean readOnly) {
    this.pipeline = pipeline;
    this.version = version;
    this.readOnly = readOnly;
  }

  /** The version that it reads. */
  public Version version() {
    Version held = version;
    if (held == null) {
      throw closed();
    }
    return held;
  }

  /**
   * Begins anew, on the newest version, after it was closed: as good as another transaction. What
   * writes does not come back.
   */
  public void reopen() {
    assert readOnly && !open : "a reader that has ended";
    version = pipeline.acquire();
    open = true;
  }

  /**
   * Reads the newest version from now on. Views taken before stay valid only if they are
   * {@linkplain #hold held}.
   *
   * @return whether there was a newer one
   */
  public boolean refresh() {
    checkOpen();
    Version before = version();
    if (isNewest()) {
      return false;
    }
    version = pipeline.acquire();
    pipeline.release(before);
    view = null;
    return true;
  }

  /** Whether nothing was committed since its version. */
  public boolean isNewest() {
    return pipeline.current().number() == version().number();
  }

  /** Notes from now on what is read, and fails the commit if any of it has changed. */
  public void trackReads(IntFunction<String> treeNames) {
    reads = new ReadSet(treeNames);
  }

  /** Keeps a view's version until {@link #release}, even beyond the end of this transaction. */
  public void hold(ReadView kept) {
    boolean held = kept.version().point().tryHold();
    assert held : "this transaction holds it";
    WriteSet.Mark own = kept.own();
    if (own != null) {
      own.hold();
    }
  }

  /** Gives up what {@link #hold} took. */
  public void release(ReadView kept) {
    pipeline.release(kept.version());
    WriteSet.Mark own = kept.own();
    if (own != null) {
      own.release();
    }
  }

  /** Begins a statement: views taken before stay valid only if they are {@linkplain #hold held}. */
  public void beginStatement() {
    checkOpen();
    WriteSet set = writes;
    if (set != null) {
      set.endMarks();
      view = null;
    }
  }

  /** Ends a statement: what it has written is in the write set's trees then. */
  public void endStatement() {
    checkOpen();
    WriteSet set = writes;
    if (set != null) {
      set.settle();
    }
  }

  /** Whether it is neither committed nor rolled back. */
  public boolean isOpen() {
    return open;
  }

  /** Whether it may not write. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /**
   * What a statement that begins now sees. Later writes do not show in it. Valid until the
   * transaction ends.
   */
  public ReadView view() {
    checkOpen();
    WriteSet set = writes;
    long changes = set == null ? 0 : set.changes();
    ReadView last = view;
    if (last == null || viewChanges != changes) {
      WriteSet.Mark own = changes == 0 || set == null ? null : set.mark();
      last = new ReadView(version(), own, reads, pipeline.pool(), pipeline.file());
      view = last;
      viewChanges = changes;
    }
    return last;
  }

  /** The version that it reads, without its own writes. */
  public ReadView committedView() {
    checkOpen();
    return new ReadView(version(), null, null, pipeline.pool(), pipeline.file());
  }

  /** Whether it has written to a tree. */
  public boolean hasWrittenTo(int tree) {
    WriteSet set = writes;
    TreeRoot root = set == null ? null : set.root(tree);
    return root != null && !root.isEmpty();
  }

  /** What it has written so far; made with the first call. */
  public WriteSet writes() {
    checkOpen();
    if (readOnly) {
      throw new IllegalStateException("a read-only transaction does not write");
    }
    WriteSet set = writes;
    if (set == null) {
      set = newWriteSet();
      writes = set;
    }
    return set;
  }

  private WriteSet newWriteSet() {
    return new WriteSet(
        Edit.ofWriteSet(
            pipeline.pool(),
            pipeline.file(),
            pipeline.space(),
            version().number(),
            pipeline::makeRoomOnDisk));
  }

  /** Room for the locks of this transaction that memory has none for. */
  public LockOverflow newLockOverflow() {
    return new SpilledLocks(newWriteSet());
  }

  /**
   * Looks a key up as it is now: what this transaction wrote last, else its version.
   *
   * @param found is pointed at the entry; to be used before the next write
   * @return whether there is one
   */
  public boolean find(int tree, byte[] key, int from, int to, EntryPointer found) {
    checkOpen();
    WriteSet set = writes;
    TreeRoot own = set == null ? null : set.root(tree);
    return ReadView.get(
        own, version().roots().getOrEmpty(tree), key, from, to, pipeline.pool(), found);
  }

  // ------------------------------------------------------------------ what others have committed

  /**
   * Does something with a tree in the newest version, and over it what this transaction has written
   * to it: what constraints are checked against.
   */
  public <T> T onNewest(int tree, Function<ReadView, T> work) {
    checkOpen();
    WriteSet.Mark own = hasWrittenTo(tree) ? writes().mark() : null;
    if (isNewest()) {
      return work.apply(new ReadView(version(), own, null, pipeline.pool(), pipeline.file()));
    }
    Version newest = pipeline.acquire();
    try {
      return work.apply(new ReadView(newest, own, null, pipeline.pool(), pipeline.file()));
    } finally {
      pipeline.release(newest);
    }
  }

  /** Whether a key is there in the newest version, with what this transaction has written. */
  public boolean existsInNewest(int tree, byte[] key, int from, int to) {
    checkOpen();
    WriteSet set = writes;
    TreeRoot own = set == null ? null : set.root(tree);
    Version seen = version();
    TreeRoot now = pipeline.current().roots().getOrEmpty(tree);
    EntryPointer found = new EntryPointer();
    if (now.root() == seen.roots().getOrEmpty(tree).root()) {
      return ReadView.get(own, now, key, from, to, pipeline.pool(), found);
    }
    Version newest = pipeline.acquire();
    try {
      now = newest.roots().getOrEmpty(tree);
      return ReadView.get(own, now, key, from, to, pipeline.pool(), found);
    } finally {
      pipeline.release(newest);
    }
  }

  /**
   * Whether so many keys of a range are there in the newest version, with what this transaction has
   * written.
   */
  public boolean existInNewest(int tree, KeyRange range, int count) {
    checkOpen();
    Version newest = pipeline.acquire();
    try {
      WriteSet set = writes;
      ViewCursor cursor = new ViewCursor();
      cursor.open(
          set == null ? null : set.root(tree),
          newest.roots().getOrEmpty(tree),
          pipeline.pool(),
          pipeline.file(),
          range,
          false);
      int found = 0;
      while (found < count && cursor.next()) {
        found++;
      }
      return found == count;
    } finally {
      pipeline.release(newest);
    }
  }

  /**
   * A copy of what a key has in the newest version, with what this transaction has written; null if
   * it is not there.
   */
  public byte @Nullable [] valueInNewest(int tree, byte[] key, int from, int to) {
    checkOpen();
    WriteSet set = writes;
    TreeRoot own = set == null ? null : set.root(tree);
    EntryPointer found = new EntryPointer();
    Version newest = pipeline.acquire();
    try {
      TreeRoot now = newest.roots().getOrEmpty(tree);
      return ReadView.get(own, now, key, from, to, pipeline.pool(), found)
          ? found.value(pipeline.file())
          : null;
    } finally {
      pipeline.release(newest);
    }
  }

  /** Whether this transaction has written a key since a view was taken. */
  public boolean hasWrittenSince(ReadView before, int tree, byte[] key, int from, int to) {
    checkOpen();
    WriteSet set = writes;
    TreeRoot own = set == null ? null : set.root(tree);
    if (own == null || !ReadView.find(own, key, from, to, pipeline.pool(), new EntryPointer())) {
      return false;
    }
    TreeRoot then = before.overlay(tree);
    return then == null || !comparison().isSame(then, own, key, from, to);
  }

  /**
   * Whether a key is in the newest version as in the one that this transaction reads, or was
   * written by itself. If the key is locked, that stays so.
   */
  public boolean isUnchanged(int tree, byte[] key, int from, int to) {
    checkOpen();
    TreeRoot seen = version().roots().getOrEmpty(tree);
    if (pipeline.current().roots().getOrEmpty(tree).root() == seen.root()) {
      return true;
    }
    WriteSet set = writes;
    TreeRoot own = set == null ? null : set.root(tree);
    if (own != null && ReadView.find(own, key, from, to, pipeline.pool(), new EntryPointer())) {
      return true; // It was looked at when it was written.
    }
    Version newest = pipeline.acquire();
    try {
      return comparison().isSame(seen, newest.roots().getOrEmpty(tree), key, from, to);
    } finally {
      pipeline.release(newest);
    }
  }

  /** Whether a whole tree is in the newest version as in the one that this transaction reads. */
  public boolean isUnchanged(int tree) {
    checkOpen();
    TreeRoot seen = version().roots().getOrEmpty(tree);
    if (pipeline.current().roots().getOrEmpty(tree).root() == seen.root()) {
      return true;
    }
    Version newest = pipeline.acquire();
    try {
      return comparison().isSame(seen, newest.roots().getOrEmpty(tree), KeyRange.ALL);
    } finally {
      pipeline.release(newest);
    }
  }

  private TreeComparison comparison() {
    return new TreeComparison(pipeline.pool(), pipeline.file());
  }

  // ------------------------------------------------------------------ definitions, savepoints

  /** A new tree, and the store that keeps it. */
  record Placed(int tree, String home) {}

  /** Has a new tree kept by a store, whose engine must be known, when this commits. */
  public void placeTree(int tree, String home) {
    checkOpen();
    pipeline.homes().ensure(home, pipeline.current().number());
    placedTrees.add(new Placed(tree, home));
  }

  List<Placed> placedTrees() {
    return placedTrees;
  }

  /** Whether it changes anything in a store. */
  boolean changesStores() {
    WriteSet set = writes;
    boolean changes = !placedTrees.isEmpty();
    if (set != null && version().roots().stored() != null) {
      for (TreeRoot written : set.roots()) {
        changes |= version().roots().getOrEmpty(written.tree()).isStored();
      }
    }
    return changes;
  }

  /** The names that stores of trees can have. */
  public Set<String> homes() {
    return pipeline.homes().names();
  }

  /** Whether what a store of this name keeps is gone when the database is closed. */
  public boolean isVolatile(String home) {
    return pipeline.homes().isVolatile(home);
  }

  /** Drops a whole tree when this commits. */
  public void dropTree(int tree) {
    checkOpen();
    droppedTrees().add(tree);
  }

  /** Takes a mark to which {@link #rollbackTo} can return. */
  public Savepoint savepoint() {
    checkOpen();
    WriteSet set = writes;
    WriteSet.Mark mark = set == null || set.isEmpty() ? null : set.mark();
    if (mark != null) {
      mark.keep();
    }
    return new Savepoint(
        mark,
        set == null ? 0 : set.changes(),
        droppedTrees == null ? 0 : droppedTrees.size(),
        placedTrees.size());
  }

  /** Says that nobody will return to a savepoint: what only it needs is freed. */
  public void release(Savepoint savepoint) {
    WriteSet.Mark mark = savepoint.mark;
    if (mark != null && !savepoint.released) {
      savepoint.released = true;
      mark.letGo();
    }
  }

  /** Undoes all writes since the savepoint. It stays usable; later ones do not. */
  public void rollbackTo(Savepoint savepoint) {
    checkOpen();
    List<Integer> dropped = droppedTrees;
    if (dropped != null) {
      dropped.subList(savepoint.droppedTrees, dropped.size()).clear();
    }
    placedTrees.subList(savepoint.placedTrees, placedTrees.size()).clear();
    WriteSet set = writes;
    if (set != null && set.changes() != savepoint.changes) {
      if (savepoint.mark == null) {
        set.clear();
      } else {
        set.rollbackTo(savepoint.mark);
      }
      view = null;
    }
  }

  /** A place in a transaction. */
  public static final class Savepoint {
    private final WriteSet.@Nullable Mark mark;
    private final long changes;
    private final int droppedTrees;
    private final int placedTrees;
    private boolean released;

    private Savepoint(
        WriteSet.@Nullable Mark mark, long changes, int droppedTrees, int placedTrees) {
      this.placedTrees = placedTrees;
      this.mark = mark;
      this.changes = changes;
      this.droppedTrees = droppedTrees;
    }
  }

  /** The bytes of pages that the database keeps in memory. */
  public long poolBytes() {
    return pipeline.pool().capacity();
  }

  /** How many pages of trees the database has read from its file, for whomever. */
  public long pagesRead() {
    return pipeline.pool().loads();
  }

  /** Whether there is anything to commit. */
  public boolean hasWritten() {
    WriteSet set = writes;
    return (set != null && !set.isEmpty())
        || !placedTrees.isEmpty()
        || (droppedTrees != null && !droppedTrees.isEmpty());
  }

  /**
   * Commits. When this returns, the changes are durable and everybody sees them.
   *
   * @throws org.pydb.engine.error.WriteConflictException if somebody else got in the way first
   * @throws org.pydb.engine.error.DiskFullException if there is no room for the log
   * @throws org.pydb.engine.error.CommitUnknownException if writing the log failed half-way
   */
  public void commit() {
    commit(true);
  }

  /**
   * Commits. When this returns, everybody sees the changes; they are durable some time later, in
   * the order of commits.
   */
  public void commitRelaxed() {
    commit(false);
  }

  private void commit(boolean needsSync) {
    checkOpen();
    try {
      if (hasWritten()) {
        endStatement(); // Whoever leads the batch must not meet what fails here.
        validateReads();
        pipeline.commit(this, needsSync);
      }
    } finally {
      end();
    }
  }

  /** Compares what was read before the commit takes its turn, so that little is left to compare. */
  private void validateReads() {
    ReadSet read = reads;
    if (read != null) {
      Version newest = pipeline.acquire();
      validated = newest;
      read.validate(version().roots(), newest.roots(), comparison());
    }
  }

  /** The roots up to which the reads are known to be unchanged. */
  RootMap validatedRoots() {
    Version known = validated;
    return known == null ? version().roots() : known.roots();
  }

  /** Gives up all writes. Does nothing when it has ended already. */
  @Override
  public void close() {
    if (open) {
      end();
    }
  }

  private void end() {
    open = false;
    WriteSet set = writes;
    writes = null;
    view = null;
    Version held = version();
    version = null; // Who keeps the transaction must not keep the pages.
    Version known = validated;
    validated = null;
    try {
      if (set != null) {
        set.drop();
      }
    } catch (OutOfMemoryError e) {
      assert true; // The outcome stands; some pages are out of use until the next opening.
    }
    giveBack(held);
    if (known != null) {
      giveBack(known);
    }
  }

  private void giveBack(Version held) {
    try {
      pipeline.release(held);
    } catch (OutOfMemoryError e) {
      assert true; // As above.
    }
  }

  @Nullable WriteSet writeSet() {
    return writes;
  }

  @Nullable ReadSet reads() {
    return reads;
  }

  List<Integer> droppedTrees() {
    List<Integer> known = droppedTrees;
    if (known == null) {
      known = new ArrayList<>(2);
      droppedTrees = known;
    }
    return known;
  }

  private static TransactionClosedException closed() {
    return new TransactionClosedException(
        "the transaction has been committed or rolled back already; begin another");
  }

  private void checkOpen() {
    if (!open) {
      throw closed();
    }
  }
}
