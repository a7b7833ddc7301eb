package org.pydb.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.WriteConflictException;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.txn.CommitPipeline;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.txn.Version;

/**
 * Makes the file shorter while others read and write.
 *
 * <p>A page is never moved: it is replaced, as every change does it, and its successor gets a place
 * further down. So there is nothing here that readers or a crash could be confused by.
 *
 * <pre>
 *   │ taken  ···  taken ·· taken ··········  taken · taken ····│
 *                                    ▲ boundary: as many pages as are taken
 *   1 checkpoint, so that what is free is known to be
 *   2 find, tree by tree, what stands behind the boundary
 *   3 touch it: small commits, without redo, that copy the paths there
 *   4 checkpoint: the copies find places below, the old pages become free
 *   5 again, since others write meanwhile; then cut the file behind its last page
 * </pre>
 *
 * <p>Large values are written anew by ordinary transactions. What stays: pages that open snapshots
 * see, and the rest of long keys.
 */
final class Vacuum {

  /** So often it goes through the file at most: whoever writes much can undo a round's work. */
  private static final int ROUNDS_MAX = 6;

  /** Keys that are touched by one commit: others wait for no more than that. */
  private static final int TOUCHED_TOGETHER = 32;

  /** Keys that are found before they are touched, and a checkpoint frees what they replace. */
  private static final int FOUND_TOGETHER = 8192;

  private final TreeStore store;
  private final CommitPipeline pipeline;
  private final PageSpace space;

  /** One vacuum at a time. */
  private final ReentrantLock lock = new ReentrantLock();

  Vacuum(TreeStore store) {
    this.store = store;
    pipeline = store.pipeline();
    space = store.space();
  }

  VacuumReport run() {
    lock.lock();
    space.setCompact(true);
    try {
      long before = store.file().pageCount();
      store.checkpoint();
      long end = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS_MAX && space.end() < end; round++) {
        end = space.end();
        if (end > space.takenCount()) {
          round(space.takenCount());
        }
      }
      space.cut();
      return new VacuumReport(
          before, store.file().pageCount(), space.freeCount(), space.heldCount());
    } finally {
      space.setCompact(false);
      lock.unlock();
    }
  }

  private void round(long boundary) {
    List<Integer> trees = new ArrayList<>();
    pipeline
        .current()
        .roots()
        .forEach(
            root -> {
              if (!root.isStored()) {
                trees.add(root.tree());
              }
            });
    for (int tree : trees) {
      byte @Nullable [] from = {};
      while (from != null) {
        from = portion(tree, boundary, from);
      }
    }
    store.checkpoint();
  }

  /** Moves a part of a tree; returns where the next part begins, or null. */
  private byte @Nullable [] portion(int tree, long boundary, byte[] from) {
    PagesBehind found = find(tree, boundary, from);
    for (int i = 0; i < found.nodes.size(); i += TOUCHED_TOGETHER) {
      touch(tree, found.nodes.subList(i, Math.min(found.nodes.size(), i + TOUCHED_TOGETHER)));
    }
    found.chains.forEach(key -> rewrite(tree, key));
    if (found.next != null) {
      store.checkpoint();
    }
    return found.next;
  }

  /** The version is let go of at once, for it holds all that is to be freed. */
  private PagesBehind find(int tree, long boundary, byte[] from) {
    Version version = pipeline.acquire();
    try {
      PagesBehind found =
          new PagesBehind(store.pool(), store.file(), boundary, from, FOUND_TOGETHER);
      TreeRoot root = version.roots().getOrEmpty(tree);
      if (!root.dropped()) {
        found.gather(root);
      }
      return found;
    } finally {
      pipeline.release(version);
    }
  }

  private void touch(int tree, List<byte[]> keys) {
    try {
      pipeline.touch(tree, keys);
    } catch (DiskFullException e) {
      store.checkpoint(); // What was replaced so far is free then.
      pipeline.touch(tree, keys);
    }
  }

  /** Writes a large value anew. Who changes it at the same time does that as well. */
  private void rewrite(int tree, byte[] key) {
    try (TreeTransaction transaction = store.begin(false)) {
      EntryPointer entry = new EntryPointer();
      if (transaction.find(tree, key, 0, key.length, entry)
          && entry.node().isOverflow(entry.index())) {
        byte[] value = entry.value(store.file());
        transaction.writes().put(tree, true, key, 0, key.length, value, 0, value.length);
        transaction.commitRelaxed();
      }
    } catch (WriteConflictException e) {
      return; // Then it has a new place anyway.
    }
  }
}
