package org.pydb.engine.space;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.PageRef;

/**
 * A version that somebody may still read: the current one, one that a snapshot holds, the durable
 * checkpoint's, or a running checkpoint's.
 *
 * <p>A page is born in one batch and dies in another, the one that replaced it. It must stay as
 * long as some live point lies in between:
 *
 * <pre>
 *   version     10      20      30      40
 *   points       A               B       C (current)
 *   page p      ├───────────────────┤            born 12, died 35: B sees it, A and C do not
 *   page q      ├───┤                            born 12, died 18: nobody sees it, free at once
 * </pre>
 *
 * <p>So each dead page hangs on the newest point that sees it. When that point goes, the page moves
 * down to the next older point that still sees it, or becomes free. A page only ever moves down, so
 * the work is bounded. (ZFS keeps its dead lists so.)
 *
 * <p>Every reader comes and goes here, so the holders are counted in several cells, each on cache
 * lines of its own; readers on different cores do not wait for each other. Such a count can only be
 * trusted when nobody joins any more. So as long as the point is the newest, its creator holds it
 * and nobody asks for the sum; once it is superseded, who comes or goes does so under the lock of
 * the {@link PageSpace}, which also guards the lists. Who comes when the last holder has gone is
 * too late and takes a newer point.
 */
public final class LivePoint {

  /** Cells, a power of two. */
  private static final int CELLS =
      Math.min(16, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1));

  /** Numbers from one cell to the next: two cache lines, since processors fetch them in pairs. */
  private static final int STRIDE = 32;

  private final long version;
  private final ReentrantLock lock;

  /** The first cells are left out: they lie beside the array's length, which everybody reads. */
  private final AtomicIntegerArray holders = new AtomicIntegerArray((CELLS + 1) * STRIDE);

  /** Whether there is a newer point. */
  private volatile boolean superseded;

  /** Whether the last holder has gone. */
  @GuardedBy("lock")
  private boolean gone;

  /** Is told, once, when the last holder has gone; set before anybody but its creator holds it. */
  private volatile @Nullable Runnable whenGone;

  /** Dead pages that this point is the newest to see. */
  List<PageRef> retained = new ArrayList<>(0);

  @Nullable LivePoint older;
  @Nullable LivePoint newer;

  /** The newest point, held by its creator. */
  LivePoint(long version, ReentrantLock lock) {
    this.version = version;
    this.lock = lock;
    add(1);
  }

  /** The number of the version. */
  public long version() {
    return version;
  }

  private void add(int change) {
    int cell = (int) Thread.currentThread().getId() & CELLS - 1;
    holders.getAndAdd((cell + 1) * STRIDE, change);
  }

  private int sum() {
    int sum = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      sum += holders.get((cell + 1) * STRIDE);
    }
    return sum;
  }

  /**
   * Becomes one more holder.
   *
   * @return false if the point has no holders left and may be gone
   */
  public boolean tryHold() {
    add(1);
    return !superseded || isInTime();
  }

  /** Whether somebody else still held the point when its caller came. */
  private boolean isInTime() {
    lock.lock();
    try {
      if (gone) {
        add(-1);
      }
      return !gone;
    } finally {
      lock.unlock();
    }
  }

  /** Takes one holder away; true if it was the last. */
  boolean release() {
    add(-1);
    if (!superseded) {
      return false; // Its creator still holds it.
    }
    lock.lock();
    try {
      boolean last = !gone && sum() == 0;
      gone |= last;
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Sets who is told when nobody can read the version any more. Before others can find it. */
  public void setWhenGone(Runnable action) {
    whenGone = action;
  }

  /** The last holder has gone. */
  void tellGone() {
    Runnable told = whenGone;
    if (told != null) {
      told.run();
    }
  }

  /** Notes that there is a newer point. The caller has the lock. */
  void supersede() {
    superseded = true;
  }
}
