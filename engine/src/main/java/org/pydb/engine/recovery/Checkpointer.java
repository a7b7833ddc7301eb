package org.pydb.engine.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.btree.RootMap;
import org.pydb.engine.btree.TreeEditor;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.buffer.PageWriter;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.CommitPipeline;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.txn.Version;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Brings a version into the file, whole, so that the log before it is not needed any more. Commits
 * go on meanwhile. Thread-safe: one checkpoint at a time.
 *
 * <pre>
 *   1 take the current version, and sync the log: its redo may stand in memory only
 *   2 write its pages that have no place yet, children before parents, to free places
 *   3 write the tree of roots and the free map, to free places
 *   4 sync; and make durable what stores have of other trees
 *   5 write a meta page that points to all this: the other one still points to the old checkpoint
 *   6 sync
 *   7 log, and sync, that this checkpoint is durable
 *   8 let go of the pages and the log that only the old checkpoint needed
 * </pre>
 *
 * <p>A crash before 6 leaves the old checkpoint with all its pages and its log. A crash after it
 * leaves the new one. From 7 on, pages of the old one may be written over; should the new meta be
 * damaged later, the note in the log keeps anybody from opening the old one in its stead.
 */
public final class Checkpointer {
  /** What large transactions that failed may leave in the log when nobody commits. */
  private static final int DEAD_LOG_MAX = WriteAheadLog.SEGMENT_SIZE;

  private final PageFile file;
  private final PageSpace space;
  private final BufferPool pool;
  private final PageWriter writer;
  private final CommitPipeline pipeline;
  private final WriteAheadLog log;
  private final IntSupplier nextTreeId;
  private final ReentrantLock lock = new ReentrantLock();

  private Meta meta;
  private FreeMap freeMap;
  private TreeRoot rootsTree;

  /** The version of the durable checkpoint, held. */
  private Version durable;

  /** Whether the log says that it is durable. */
  private boolean noted;

  /**
   * A checkpoint that a newer one has replaced.
   *
   * @param version still held
   * @param pages what the checkpoint used for itself
   */
  private record Superseded(Version version, List<PageRef> pages) {}

  private final List<Superseded> superseded = new ArrayList<>();

  /**
   * A checkpointer that goes on from a checkpoint.
   *
   * @param durable the version in {@code meta}; this takes over a hold on its point
   */
  public Checkpointer(
      PageFile file,
      PageSpace space,
      BufferPool pool,
      PageWriter writer,
      CommitPipeline pipeline,
      WriteAheadLog log,
      IntSupplier nextTreeId,
      Meta meta,
      FreeMap freeMap,
      TreeRoot rootsTree,
      Version durable) {
    this.file = file;
    this.space = space;
    this.pool = pool;
    this.writer = writer;
    this.pipeline = pipeline;
    this.log = log;
    this.nextTreeId = nextTreeId;
    this.meta = meta;
    this.freeMap = freeMap;
    this.rootsTree = rootsTree;
    this.durable = durable;
    noted = meta.clean(); // Then the log is a new one.
  }

  /** Bytes of log that recovery would have to read now. */
  public long backlog() {
    return log.endPosition() - durable.log().position();
  }

  /** How many pages the last checkpoint leads to. */
  public long durablePages() {
    lock.lock();
    try {
      return freeMap.used().size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at what stands in the file. Waits for a checkpoint that runs. The caller gives both
   * versions back.
   */
  public Census census() {
    lock.lock();
    try {
      Census census = writer.whileIdle(() -> pipeline.acquireAndCount(this::census));
      boolean held = durable.point().tryHold();
      assert held : "the durable version is held by this";
      return census;
    } finally {
      lock.unlock();
    }
  }

  private Census census(Version current) {
    PageBitmap used = space.usedByNewest();
    for (Superseded old : superseded) {
      old.pages.forEach(page -> used.remove(page.number()));
    }
    return new Census(current, durable, meta, rootsTree, freeMap.pages(), used);
  }

  /** Makes the current version durable in the file, if it is not. */
  public void checkpoint() {
    lock.lock();
    try {
      pipeline.checkUsable();
      if (pipeline.current().number() == durable.number() && backlog() > DEAD_LOG_MAX) {
        pipeline.advance();
      }
      if (pipeline.current().number() != durable.number()) {
        run(false);
      } else if (!noted) {
        letGo();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a checkpoint that runs has ended. */
  public void awaitEnd() {
    lock.lock();
    try {
      assert lock.isHeldByCurrentThread();
    } finally {
      lock.unlock();
    }
  }

  /** The last checkpoint: after it nothing is needed of the log. Nobody commits any more. */
  public void close() {
    lock.lock();
    try {
      if (pipeline.current().number() != durable.number()) {
        run(true);
      } else {
        writeBoth(true);
        return;
      }
      meta = meta.with(meta.sequence() + 1, true);
      writeMeta();
    } finally {
      lock.unlock();
    }
  }

  /** Notes in the file that from now on the log is needed to open it. */
  public void markInUse() {
    lock.lock();
    try {
      writeBoth(false);
    } finally {
      lock.unlock();
    }
  }

  /** Writes both metas alike, so that the loss of either does no harm. */
  private void writeBoth(boolean clean) {
    for (int i = 0; i < 2; i++) {
      meta = meta.with(meta.sequence() + 1, clean);
      writeMeta();
    }
  }

  private void run(boolean closing) {
    Version version = pipeline.acquireForCheckpoint();
    long before = meta.checkpoint();
    List<PageRef> made = new ArrayList<>();
    try {
      log.sync();
      run(version, made, closing);
    } finally {
      space.endCheckpoint();
      // Once its meta was begun to be written it may count, whatever came of that: then both the
      // pages of this checkpoint and those of the one before it are kept.
      if (meta.checkpoint() == before) {
        space.discard(made);
        pool.forget(made);
        pipeline.release(version);
      }
    }
    if (!closing) {
      letGo();
    }
  }

  private void run(Version version, List<PageRef> made, boolean closing) {
    writePages(version.roots());
    Edit edit = Edit.batch(pool, file, space, version.number());
    TreeRoot newRootsTree = writeRoots(version.roots(), edit, made);
    List<PageRef> replaced = new ArrayList<>(edit.died());
    superseded.forEach(old -> replaced.addAll(old.pages));
    PageBitmap used = space.usedBy(version.point(), replaced);
    FreeMap newMap = freeMap.copy();
    List<PageRef> oldPages =
        newMap.write(
            used,
            version.number(),
            () -> {
              long number = space.allocate(version.number());
              made.add(new PageRef(number, version.number()));
              return number;
            });
    pipeline.homes().checkpoint();
    sync();
    Meta newMeta = meta(version, newRootsTree, newMap, closing);
    oldPages.addAll(edit.died());
    superseded.add(new Superseded(durable, oldPages));
    made.clear(); // From the next write on they may be in use, whatever happens.
    meta = newMeta;
    writeMeta(); // Behind this there is nothing that could fail for want of memory.
    durable = version;
    noted = false;
    rootsTree = newRootsTree;
    freeMap = newMap;
  }

  /**
   * Logs that the new checkpoint is durable; then nothing of the older ones is needed any more. If
   * that fails, they are kept until it succeeds after the next checkpoint.
   */
  private void letGo() {
    byte[] number = new byte[8];
    Bytes.putLong(number, 0, meta.checkpoint());
    pipeline.logNote(Redo.CHECKPOINT_FRAME, number);
    noted = true;
    while (!superseded.isEmpty()) {
      Superseded old = superseded.remove(superseded.size() - 1); // Never twice, if this fails.
      space.retain(old.version.point(), old.pages);
      pipeline.release(old.version);
    }
    log.releaseBefore(durable.log().position());
    pipeline.checkpointed(durable.number());
  }

  private void writeMeta() {
    try {
      meta.write(file);
      file.sync();
    } catch (RuntimeException | Error e) {
      pipeline.fail(e); // Which checkpoint counts, nobody knows.
      throw e;
    }
  }

  private void sync() {
    try {
      file.sync();
    } catch (RuntimeException | Error e) {
      pipeline.fail(e); // What the failed sync has lost, nobody knows.
      throw e;
    }
  }

  private Meta meta(Version version, TreeRoot roots, FreeMap map, boolean clean) {
    PageRef root = roots.root();
    return new Meta(
        meta.sequence() + 1,
        meta.checkpoint() + 1,
        version.number(),
        meta.databaseId(),
        clean,
        nextTreeId.getAsInt(),
        root == null ? PagePointer.NONE : new PagePointer(root.number(), root.generation()),
        roots.levels(),
        roots.entries(),
        map.first(),
        map.used().end(),
        version.log().position(),
        version.log().frame());
  }

  // ------------------------------------------------------------------ pages

  private void writePages(RootMap roots) {
    List<PageRef> pending = new ArrayList<>();
    RootMap.forEachDifference(
        durable.roots(),
        roots,
        (before, after) -> {
          if (after != null) {
            gather(after.root(), pending);
          }
        });
    writer.write(pending);
  }

  /** Adds what has no place yet below a reference, children first; writes when enough came up. */
  private void gather(@Nullable PageRef ref, List<PageRef> pending) {
    if (ref == null) {
      return;
    }
    if (ref.state() == PageRef.PLACED) {
      writer.quiesce(); // Eviction is writing it; that may fail.
    }
    Node node = ref.resident();
    if (ref.state() != PageRef.NEW || node == null) {
      return; // On its page, and so is all below it.
    }
    for (int i = 0; !node.isLeaf() && i < node.count(); i++) {
      gather(node.child(i), pending);
    }
    pending.add(ref);
    if (pending.size() >= PageWriter.RUN_MAX) {
      writer.write(pending);
      pending.clear();
    }
  }

  private TreeRoot writeRoots(RootMap roots, Edit edit, List<PageRef> made) {
    TreeEditor editor = new TreeEditor(edit, rootsTree);
    RootMap.forEachDifference(
        durable.roots(),
        roots,
        (before, after) -> {
          if (after != null) {
            RootsTree.put(editor, after);
          } else if (before != null) {
            RootsTree.remove(editor, before.tree());
          }
        });
    edit.freeze();
    edit.publish(); // Its pages are the checkpoint's from the beginning.
    TreeRoot root = editor.root();
    made.addAll(edit.created());
    space.announce(edit.created());
    List<PageRef> pending = new ArrayList<>();
    gather(root.root(), pending);
    writer.write(pending);
    writer.quiesce();
    pool.adopt(edit.created());
    return root;
  }
}
