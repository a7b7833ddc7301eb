package org.pydb.engine.buffer;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.space.TemporaryRef;

/**
 * Gives nodes their places in the file and writes them there, in runs. Used by the checkpointer and
 * by eviction, one at a time: who holds the lock knows that no page is on its way. Thread-safe.
 */
public final class PageWriter {
  private static final int PAGE_SIZE = PageLayout.PAGE_SIZE;

  /** The most pages that one call writes. */
  public static final int RUN_MAX = 64;

  private final PageFile file;
  private final PageSpace space;
  private final ReentrantLock writing = new ReentrantLock();

  /** Guarded by {@link #writing}. */
  private final byte[] images = new byte[RUN_MAX * PAGE_SIZE];

  /** A writer to this file. */
  public PageWriter(PageFile file, PageSpace space) {
    this.file = file;
    this.space = space;
  }

  /**
   * Places and writes nodes; children before their parents. Those that have a place already, or
   * that nobody needs any more, are left out. Not synced.
   */
  public void write(List<PageRef> refs) {
    writing.lock();
    try {
      writeLocked(refs);
    } finally {
      writing.unlock();
    }
  }

  /** Does the same unless somebody else is writing; tells whether it did. */
  public boolean tryWrite(List<PageRef> refs) {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      writeLocked(refs);
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** Waits until whatever is being written has reached the file. */
  public void quiesce() {
    write(List.of());
  }

  /** Does something while no page is on its way; it must be quick. */
  public <T> T whileIdle(Supplier<T> action) {
    writing.lock();
    try {
      return action.get();
    } finally {
      writing.unlock();
    }
  }

  private void writeLocked(List<PageRef> refs) {
    List<PageRef> placed = space.place(refs);
    int done = 0;
    try {
      while (done < placed.size()) {
        done += writeRun(placed.subList(done, placed.size()));
      }
    } finally {
      space.written(placed.subList(0, done));
      space.unplace(placed.subList(done, placed.size()));
    }
  }

  /**
   * Writes the pages at the head of the list that lie side by side; returns how many. A page that
   * was dropped since it got its place may have lost its node; its place stays unwritten.
   */
  private int writeRun(List<PageRef> placed) {
    long first = placed.get(0).number();
    int count = 0;
    while (count < placed.size()
        && count < RUN_MAX
        && placed.get(count).number() == first + count) {
      PageRef ref = placed.get(count);
      Node node = ref.resident();
      if (node == null) {
        break;
      }
      node.writePage(images, count * PAGE_SIZE, ref.generation());
      count++;
    }
    if (count == 0) {
      assert isGivenUp(placed.get(0));
      return 1;
    }
    file.write(first, images, count);
    return count;
  }

  private static boolean isGivenUp(PageRef ref) {
    return ref.state() == PageRef.DROPPED
        || (ref instanceof TemporaryRef early && early.pages().isEnded());
  }
}
