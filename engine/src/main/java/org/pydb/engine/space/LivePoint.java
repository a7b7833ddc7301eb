package org.pydb.engine.space;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>The count of holders goes from one upward and back to zero, never up from zero: who finds zero
 * is too late and takes a newer point. The lists are guarded by the {@link PageSpace}'s lock.
 */
public final class LivePoint {
  private final long version;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Dead pages that this point is the newest to see. */
  List<PageRef> retained = new ArrayList<>(0);

  @Nullable LivePoint older;
  @Nullable LivePoint newer;

  LivePoint(long version) {
    this.version = version;
  }

  /** The number of the version. */
  public long version() {
    return version;
  }

  /**
   * Becomes one more holder.
   *
   * @return false if the point has no holders left and may be gone
   */
  public boolean tryHold() {
    while (true) {
      int count = holders.get();
      if (count == 0) {
        return false;
      }
      if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
    }
  }

  /** Takes one holder away; true if it was the last. */
  boolean release() {
    int left = holders.decrementAndGet();
    assert left >= 0;
    return left == 0;
  }
}
