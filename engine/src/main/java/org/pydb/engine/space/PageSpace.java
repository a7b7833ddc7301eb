package org.pydb.engine.space;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PagePointer;

/**
 * Gives places in the file to pages and takes them back when no live point sees the page any more.
 * Thread-safe; one lock, under which nothing waits for the disk.
 *
 * <p>What a checkpoint records as used is what is {@linkplain TakenPages taken}, without what is
 * temporary, without what is younger than it, and without what hangs on points older than the
 * checkpoint's: after a crash nobody will know of those.
 */
public final class PageSpace {
  /** A change has two to this power generations of its own. */
  private static final int GENERATIONS_SHIFT = 24;

  /** After so many changes the generations begin anew. */
  private static final long CHANGES_APART = 1L << 22;

  private final ReentrantLock lock = new ReentrantLock();
  private final TakenPages taken;

  /** Counts the changes that may have temporary pages. */
  private final AtomicLong changes = new AtomicLong();

  /** The newest live point; the chain of older ones hangs on it. */
  private LivePoint newest;

  /** How many pages that were announced have no place yet. */
  private long unplaced;

  /** How many pages the version will bring that is to be published next. */
  private long promised;

  /** What places are bounded by; null if the file may have any length. */
  private volatile @Nullable FileGrowth growth;

  /**
   * The space of a file.
   *
   * @param used the pages that the durable checkpoint uses; the space goes on with this set
   * @param version the version that is current at first
   */
  public PageSpace(PageBitmap used, long version) {
    taken = new TakenPages(used);
    newest = new LivePoint(version, lock);
  }

  // ------------------------------------------------------------------ room

  /** From now on gives out only places that the file has, and makes it grow for more. */
  public void setGrowth(FileGrowth newGrowth) {
    growth = newGrowth;
  }

  /**
   * Makes sure that the pages of the version that is to be published next will find places, besides
   * those of the versions before it: then a checkpoint of it cannot fail for want of room.
   *
   * @param made the pages of the version that it does not share with older ones
   * @param frees whether it may use the reserve for versions that only free
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public void reserve(List<PageRef> made, boolean frees) {
    lock.lock();
    try {
      promised = 0;
      for (PageRef ref : made) {
        promised += ref.state() == PageRef.NEW ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    makeRoom(0, frees ? Reserve.FOR_CHECKPOINTS : Reserve.FOR_FREEING);
  }

  /**
   * Makes sure that an unpublished change can take so many pages. They leave the reserve alone.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public void makeRoom(int pages) {
    makeRoom(pages, Reserve.FOR_FREEING);
  }

  /** Makes the file long enough for what will be taken, for more than that, and for a reserve. */
  private void makeRoom(long more, Reserve kept) {
    FileGrowth file = growth;
    if (file == null) {
      return;
    }
    long wanted;
    lock.lock();
    try {
      wanted = taken.count() + unplaced + promised + more + kept.pages(taken.count());
    } finally {
      lock.unlock();
    }
    file.ensure(wanted);
    file.order(wanted);
  }

  /** From now on gives out the lowest places first, or long runs again. */
  public void setCompact(boolean nowCompact) {
    lock.lock();
    try {
      taken.setCompact(nowCompact);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what the file has behind the last page that is taken, but for the reserve. */
  public void cut() {
    FileGrowth file = growth;
    if (file != null) {
      file.cut(this::limitTo);
    }
  }

  /** Sets the file's length to what is needed of it; nobody gets a place behind that any more. */
  private long limitTo(LongConsumer limit) {
    lock.lock();
    try {
      long kept = Reserve.FOR_FREEING.pages(taken.count());
      long end = Math.max(taken.end(), taken.count() + unplaced + promised + kept);
      limit.accept(end);
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** How many pages can be taken without growth. */
  private long free() {
    FileGrowth file = growth;
    return file == null ? Long.MAX_VALUE : file.pages() - taken.count();
  }

  /** Makes the file so long that this many pages can be taken. */
  private void growFor(long pages) {
    FileGrowth file = growth;
    assert file != null;
    file.ensure(takenCount() + pages);
  }

  // ------------------------------------------------------------------ live points

  /** The point of the current version. */
  public LivePoint current() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a version current. The point before stays held by whoever made it current; release it
   * once nobody can find it any more.
   *
   * @param made the pages of the version that it does not share with older ones
   * @param died the pages that the version replaced
   */
  public LivePoint publish(long version, List<PageRef> made, List<PageRef> died) {
    lock.lock();
    try {
      promised = 0;
      announceLocked(made);
      LivePoint point = new LivePoint(version, lock);
      newest.retained.addAll(died);
      point.older = newest;
      newest.newer = point;
      newest.supersede();
      newest = point;
      return point;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts new pages of an unpublished change in, which want places.
   *
   * @param frees whether they may use the reserve for versions that only free
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public void expect(List<PageRef> made, boolean frees) {
    makeRoom(made.size(), frees ? Reserve.FOR_CHECKPOINTS : Reserve.FOR_FREEING);
    announce(made);
  }

  /** Counts new pages in that will be placed or discarded, whatever room there is. */
  public void announce(List<PageRef> made) {
    lock.lock();
    try {
      announceLocked(made);
    } finally {
      lock.unlock();
    }
  }

  private void announceLocked(List<PageRef> made) {
    for (PageRef ref : made) {
      if (ref.state() == PageRef.NEW && !ref.awaited) {
        ref.awaited = true;
        count(ref, 1);
      }
    }
  }

  /** Keeps count of the pages that were announced and have no place. */
  private void count(PageRef ref, int change) {
    if (!ref.awaited) {
      return;
    }
    if (ref instanceof TemporaryRef early) {
      if (early.pages().isEnded()) {
        return; // They were counted off together.
      }
      early.pages().unplaced += change;
    }
    unplaced += change;
  }

  /** Hangs dead pages on a point that the caller holds. */
  public void retain(LivePoint point, List<PageRef> died) {
    lock.lock();
    try {
      point.retained.addAll(died);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up one hold.
   *
   * @return the pages that nobody sees any more; the caller forgets them in memory
   */
  public List<PageRef> release(LivePoint point) {
    if (!point.release()) {
      return List.of();
    }
    point.tellGone();
    lock.lock();
    try {
      return unlink(point);
    } finally {
      lock.unlock();
    }
  }

  private List<PageRef> unlink(LivePoint point) {
    LivePoint older = point.older;
    LivePoint newer = point.newer;
    if (older != null) {
      older.newer = newer;
    }
    if (newer != null) {
      newer.older = older;
    }
    List<PageRef> dead = point.retained;
    point.retained = List.of();
    if (older == null) {
      dead.forEach(this::drop);
      return dead;
    }
    List<PageRef> dropped = new ArrayList<>();
    for (PageRef ref : dead) {
      if (ref.generation() <= older.version()) {
        older.retained.add(ref);
      } else {
        drop(ref);
        dropped.add(ref);
      }
    }
    return dropped;
  }

  private void drop(PageRef ref) {
    byte was = ref.state();
    ref.setState(PageRef.DROPPED);
    if (was == PageRef.CLEAN) {
      taken.free(ref.number());
    } else if (was == PageRef.NEW) {
      count(ref, -1);
    }
    // A page that is on its way to its place frees it on arrival, see written().
  }

  // ------------------------------------------------------------------ places

  /**
   * Gives places to new pages, in runs as long as can be had.
   *
   * @return those of the pages that got one: the others were dropped meanwhile
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public List<PageRef> place(List<PageRef> refs) {
    while (true) {
      lock.lock();
      try {
        if (free() >= refs.size()) {
          return placeLocked(refs);
        }
      } finally {
        lock.unlock();
      }
      growFor(refs.size());
    }
  }

  private List<PageRef> placeLocked(List<PageRef> refs) {
    List<PageRef> placed = new ArrayList<>(refs.size());
    FileGrowth file = growth;
    long limit = file == null ? Long.MAX_VALUE : file.pages();
    long next = 0;
    long left = 0;
    for (int i = 0; i < refs.size(); i++) {
      PageRef ref = refs.get(i);
      if (ref.state() != PageRef.NEW || isGivenUp(ref)) {
        continue;
      }
      if (left == 0) {
        next = taken.findRun(refs.size() - i, limit);
        left = taken.runLength(next, refs.size() - i, limit);
      }
      takeFor(ref, next);
      ref.setNumber(next++);
      ref.setState(PageRef.PLACED);
      count(ref, -1);
      left--;
      placed.add(ref);
    }
    return placed;
  }

  /** Whether a node's change will not be published; then nobody needs the node. */
  private static boolean isGivenUp(PageRef ref) {
    boolean givenUp = ref instanceof TemporaryRef early && early.pages().isEnded();
    if (givenUp) {
      ref.setState(PageRef.DROPPED);
    }
    return givenUp;
  }

  private void takeFor(PageRef ref, long number) {
    TemporaryPages pages = ref instanceof TemporaryRef early ? early.pages() : null;
    if (pages == null || pages.state != TemporaryPages.State.OPEN) {
      taken.take(number, ref.generation(), false);
      return;
    }
    taken.take(number, ref.generation(), true);
    pages.places.add(number);
    pages.onTheWay.add(number);
  }

  /** Notes that nothing is being written to the page's place any more. */
  private void arrived(PageRef ref) {
    if (ref instanceof TemporaryRef early) {
      TemporaryPages pages = early.pages();
      pages.onTheWay.remove(ref.number());
      if (pages.isEnded()) {
        ref.setState(PageRef.DROPPED);
      }
    }
  }

  /** Notes that pages have reached their places. */
  public void written(List<PageRef> refs) {
    lock.lock();
    try {
      for (PageRef ref : refs) {
        arrived(ref);
        if (ref.state() == PageRef.DROPPED) {
          freePlaceOf(ref);
        } else {
          ref.setState(PageRef.CLEAN);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes that writing pages to their places failed: they have none, as before. */
  public void unplace(List<PageRef> refs) {
    lock.lock();
    try {
      for (PageRef ref : refs) {
        arrived(ref);
        freePlaceOf(ref);
        if (ref.state() == PageRef.PLACED) {
          ref.setNumber(0);
          ref.setState(PageRef.NEW);
          count(ref, 1);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void freePlaceOf(PageRef ref) {
    taken.free(ref.number());
    if (ref instanceof TemporaryRef early) {
      early.pages().places.remove(ref.number());
    }
  }

  /**
   * Takes one free page for something that is not a node.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public long allocate(long generation) {
    while (true) {
      lock.lock();
      try {
        if (free() > 0) {
          long number = taken.findFirst();
          taken.take(number, generation, false);
          return number;
        }
      } finally {
        lock.unlock();
      }
      growFor(1);
    }
  }

  /** Drops pages that no version ever referred to. */
  public void discard(List<PageRef> refs) {
    lock.lock();
    try {
      for (PageRef ref : refs) {
        if (ref.state() != PageRef.DROPPED) {
          drop(ref);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ temporary pages

  /**
   * The first of a run of generations for the nodes of one change, of which no other change since
   * the file was opened has any: a page that an earlier one left does not pass for its own.
   */
  public long temporaryGenerations() {
    return PagePointer.TEMPORARY + (changes.getAndIncrement() % CHANGES_APART << GENERATIONS_SHIFT);
  }

  /**
   * Takes one free page for something, not a node, that belongs to an unpublished change.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room; nothing has happened
   */
  public long allocate(TemporaryPages pages) {
    while (true) {
      lock.lock();
      try {
        if (free() > 0) {
          long number = taken.findFirst();
          taken.take(number, 0, true);
          pages.places.add(number);
          return number;
        }
      } finally {
        lock.unlock();
      }
      growFor(1);
    }
  }

  /** Whether a page belongs to an unpublished change. */
  public boolean isOf(TemporaryPages pages, long number) {
    lock.lock();
    try {
      return pages.places.contains(number);
    } finally {
      lock.unlock();
    }
  }

  /** Gives one page back. */
  public void free(TemporaryPages pages, long number) {
    lock.lock();
    try {
      pages.places.remove(number);
      taken.free(number);
    } finally {
      lock.unlock();
    }
  }

  /** Drops nodes of an unpublished change that nothing leads to any more. */
  public void discard(TemporaryPages pages, List<PageRef> refs) {
    lock.lock();
    try {
      for (PageRef ref : refs) {
        if (ref.state() == PageRef.CLEAN) {
          pages.places.remove(ref.number());
        }
        if (ref.state() != PageRef.DROPPED) {
          drop(ref);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the pages of a change part of the version that is being published. */
  public void adopt(TemporaryPages pages, long version) {
    lock.lock();
    try {
      taken.adopt(pages.places, version);
      pages.places.clear();
      if (pages.state == TemporaryPages.State.OPEN) {
        pages.state = TemporaryPages.State.ADOPTED;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes some pages of a change part of a version that is being published. */
  public void adopt(TemporaryPages pages, PageSet some, long version) {
    lock.lock();
    try {
      taken.adopt(some, version);
      some.forEach(pages.places::remove);
    } finally {
      lock.unlock();
    }
  }

  /** Gives all pages of a change back. Has no effect on those that were adopted. */
  public void end(TemporaryPages pages) {
    lock.lock();
    try {
      if (pages.state == TemporaryPages.State.OPEN) {
        pages.state = TemporaryPages.State.ENDED;
      }
      pages.places.forEach(
          number -> {
            if (!pages.onTheWay.contains(number)) {
              taken.free(number);
            }
          });
      pages.places.clear();
      unplaced -= pages.unplaced;
      pages.unplaced = 0;
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ checkpoints

  /** Begins to tell apart what is placed for versions newer than this one. */
  public void beginCheckpoint(long version) {
    lock.lock();
    try {
      taken.beginCheckpoint(version);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The pages that a checkpoint of this point uses. All its pages must have their places.
   *
   * @param previous what the checkpoint before used for itself and this one does not
   */
  public PageBitmap usedBy(LivePoint point, List<PageRef> previous) {
    lock.lock();
    try {
      PageBitmap used = taken.checkpointed();
      for (LivePoint p = point.older; p != null; p = p.older) {
        removeAll(used, p.retained);
      }
      removeAll(used, previous);
      return used;
    } finally {
      lock.unlock();
    }
  }

  private static void removeAll(PageBitmap used, List<PageRef> refs) {
    for (PageRef ref : refs) {
      if (ref.number() != 0) {
        used.remove(ref.number());
      }
    }
  }

  /**
   * The pages that the newest version leads to, or a checkpoint has for itself: what is taken
   * without what is temporary and without what only older versions see. No page may be on its way.
   */
  public PageBitmap usedByNewest() {
    lock.lock();
    try {
      PageBitmap used = taken.lasting();
      for (LivePoint p = newest; p != null; p = p.older) {
        removeAll(used, p.retained);
      }
      return used;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a page is taken, and not only for a while. */
  public boolean isUsed(long number) {
    lock.lock();
    try {
      return taken.isUsed(number);
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #beginCheckpoint} began. */
  public void endCheckpoint() {
    lock.lock();
    try {
      taken.endCheckpoint();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ figures

  /** One more than the highest page that is taken: the size of the file, in pages. */
  public long end() {
    lock.lock();
    try {
      return taken.end();
    } finally {
      lock.unlock();
    }
  }

  /** The pages that are taken, headers included. */
  public long takenCount() {
    lock.lock();
    try {
      return taken.count();
    } finally {
      lock.unlock();
    }
  }

  /** The pages that the file has and that are free; 0 if it may have any length. */
  public long freeCount() {
    lock.lock();
    try {
      return growth == null ? 0 : free();
    } finally {
      lock.unlock();
    }
  }

  /** The pages that only snapshots see which are older than the current version. */
  public long heldCount() {
    lock.lock();
    try {
      long held = 0;
      for (LivePoint p = newest; p != null; p = p.older) {
        for (PageRef ref : p.retained) {
          held += ref.number() != 0 ? 1 : 0;
        }
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest version that is live. */
  public long oldestVersion() {
    lock.lock();
    try {
      @Nullable LivePoint oldest = newest;
      while (oldest.older != null) {
        oldest = oldest.older;
      }
      return oldest.version();
    } finally {
      lock.unlock();
    }
  }
}
