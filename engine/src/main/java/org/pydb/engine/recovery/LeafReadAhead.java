package org.pydb.engine.recovery;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;

/**
 * Brings the leaves of a tree into memory, in the background, ahead of one who does sorted changes
 * to it: while he copies and changes leaves, somebody else reads the next ones and checks them, and
 * writes out what the pool then has no room for.
 *
 * <p>What is read are pages of the tree as it was before the changes, which nobody changes; copies
 * of its nodes refer to the same leaves by the same references. If reading fails, or comes too
 * late, nothing is lost: who needs the leaf reads it himself, and is told what is wrong with it.
 *
 * <p>Used by one thread, besides those in the background.
 */
final class LeafReadAhead implements AutoCloseable {

  /** The part of the pool that leaves may take which are read together. */
  private static final int POOL_SHARE = 8;

  /** Where fewer leaves are read together, it is not worth the while. */
  private static final int STEP_MIN = 64;

  private final TreeRoot tree;
  private final TreeChanges changes;
  private final PageSource source;
  private final Executor executor;

  /** Changes for which leaves are read together; each may need one of its own. */
  private final int step;

  /** Held for reading by those in the background. */
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();

  /** The change that is done now. */
  private volatile int reached;

  private volatile boolean closed;

  /** With this change the next ones are ordered. */
  private int next;

  /**
   * For the changes of a tree.
   *
   * @param tree as it is before the first change; its pages stay until this is closed
   * @param poolPages the pages for which there is room in memory
   */
  LeafReadAhead(
      TreeRoot tree, TreeChanges changes, PageSource source, long poolPages, Executor executor) {
    this.tree = tree;
    this.changes = changes;
    this.source = source;
    this.executor = executor;
    step = (int) Math.min(poolPages / POOL_SHARE, 1 << 20);
    boolean isOfUse = step >= STEP_MIN && tree.levels() > 1;
    next = isOfUse ? 0 : Integer.MAX_VALUE;
  }

  /** Says that change {@code i} is done next, and orders leaves for those after it. */
  void reached(int i) {
    if (i < next) {
      return;
    }
    reached = i;
    int from = i == 0 ? 0 : i + step;
    next = i + step;
    try {
      executor.execute(() -> read(from, Math.min(i + 2 * step, changes.count())));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      next = Integer.MAX_VALUE; // Then everybody reads for himself.
    }
  }

  private void read(int from, int to) {
    running.readLock().lock();
    try {
      byte[] end = null;
      boolean any = false;
      for (int i = from; i < to && !closed; i++) {
        i = Math.max(i, Math.min(reached, to - 1));
        if (!any || (end != null && !isBelow(i, end))) {
          end = readLeaf(i);
          any = true;
        }
      }
    } catch (EngineException | OutOfMemoryError e) {
      return; // Who needs the leaf will be told.
    } finally {
      running.readLock().unlock();
    }
  }

  private boolean isBelow(int i, byte[] end) {
    return Arrays.compareUnsigned(
            changes.bytes(i), changes.keyFrom(i), changes.keyTo(i), end, 0, end.length)
        < 0;
  }

  /** Reads the leaf that a change needs; gives a key below which it holds all, null for no end. */
  private byte @Nullable [] readLeaf(int i) {
    PageRef ref = tree.root();
    byte[] end = null;
    for (int level = tree.levels() - 1; ref != null && level >= 0; level--) {
      Node node = ref.node(source);
      if (level == 0) {
        break;
      }
      int child = node.childIndex(changes.bytes(i), changes.keyFrom(i), changes.keyTo(i), source);
      if (child + 1 < node.count()) {
        end = node.head(child + 1);
      }
      ref = node.child(child);
    }
    return end;
  }

  /** Waits until nobody reads any more. */
  @Override
  public void close() {
    closed = true;
    running.writeLock().lock();
    try {
      assert running.isWriteLockedByCurrentThread();
    } finally {
      running.writeLock().unlock();
    }
  }
}
