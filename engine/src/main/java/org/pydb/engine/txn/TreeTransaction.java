package org.pydb.engine.txn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.TransactionClosedException;
import org.pydb.engine.schema.KeyRange;

/**
 * A unit of work: reads one version, writes to a write set, and commits all of it or nothing.
 *
 * <p>The first committer wins: if a key that this transaction wrote, or a range that it relies on,
 * was changed by a commit after its version, its own commit fails and has no effect.
 *
 * <p>Not thread-safe. Must be closed; closing rolls back what was not committed.
 */
public final class TreeTransaction implements AutoCloseable {
  private final CommitPipeline pipeline;
  private final Version version;
  private final boolean readOnly;
  private @Nullable WriteSet writes;
  private @Nullable ReadSet reads;
  private @Nullable List<Integer> droppedTrees;
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
    return version;
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
      last = new ReadView(version, own, pipeline.source(), pipeline.file());
      view = last;
      viewChanges = changes;
    }
    return last;
  }

  /** The version that it reads, without its own writes. */
  public ReadView committedView() {
    checkOpen();
    return new ReadView(version, null, pipeline.source(), pipeline.file());
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
      set =
          new WriteSet(
              Edit.ofWriteSet(
                  pipeline.source(), pipeline.file(), pipeline.space(), version.number()));
      writes = set;
    }
    return set;
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
        own, version.roots().getOrEmpty(tree), key, from, to, pipeline.source(), found);
  }

  /** Makes the commit fail if anybody changes something in the range meanwhile. */
  public void rely(int tree, KeyRange range, String reason) {
    checkOpen();
    reads().addRange(tree, range, reason);
  }

  /** Makes the commit fail if anybody removes a key meanwhile; its value may change. */
  public void relyOnPresence(int tree, byte[] key, String reason) {
    checkOpen();
    reads().addPresence(tree, key, reason);
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
    return new Savepoint(
        set == null || set.isEmpty() ? null : set.mark(),
        set == null ? 0 : set.changes(),
        droppedTrees == null ? 0 : droppedTrees.size());
  }

  /** Undoes all writes since the savepoint. It stays usable. */
  public void rollbackTo(Savepoint savepoint) {
    checkOpen();
    List<Integer> dropped = droppedTrees;
    if (dropped != null) {
      dropped.subList(savepoint.droppedTrees, dropped.size()).clear();
    }
    WriteSet set = writes;
    if (set != null && set.changes() != savepoint.changes) {
      if (savepoint.mark == null) {
        set.drop();
        writes = null;
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

    private Savepoint(WriteSet.@Nullable Mark mark, long changes, int droppedTrees) {
      this.mark = mark;
      this.changes = changes;
      this.droppedTrees = droppedTrees;
    }
  }

  /** Whether there is anything to commit. */
  public boolean hasWritten() {
    WriteSet set = writes;
    return (set != null && !set.isEmpty()) || (droppedTrees != null && !droppedTrees.isEmpty());
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
        pipeline.commit(this, needsSync);
      }
    } finally {
      end();
    }
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
    if (set != null) {
      set.drop();
      writes = null;
    }
    view = null;
    pipeline.release(version);
  }

  @Nullable WriteSet writeSet() {
    return writes;
  }

  ReadSet reads() {
    ReadSet known = reads;
    if (known == null) {
      known = new ReadSet();
      reads = known;
    }
    return known;
  }

  List<Integer> droppedTrees() {
    List<Integer> known = droppedTrees;
    if (known == null) {
      known = new ArrayList<>(2);
      droppedTrees = known;
    }
    return known;
  }

  private void checkOpen() {
    if (!open) {
      throw new TransactionClosedException(
          "the transaction has been committed or rolled back already; begin another");
    }
  }
}
