package org.pydb.engine.space;

import org.pydb.engine.page.Meta;

/**
 * Which places of a file are taken, for what, and where free ones are. Not thread-safe: the {@link
 * PageSpace} guards it with its lock.
 *
 * <p>Three sets of page numbers:
 *
 * <ul>
 *   <li><i>taken</i>: everything that may not be given out;
 *   <li><i>temporary</i>: of those, what belongs to no published version (spilled write sets,
 *       chains of changes that are not committed);
 *   <li><i>younger</i>: of those, what was placed for versions newer than the running checkpoint's.
 * </ul>
 */
final class TakenPages {

  /** A run of this many pages is as good as a longer one. */
  private static final int RUN_ENOUGH = 8;

  private final PageBitmap taken;
  private final PageBitmap temporary = new PageBitmap();
  private final PageBitmap younger = new PageBitmap();

  /** How many pages are taken. */
  private long count;

  /** The version that is being checkpointed, or {@code Long.MAX_VALUE}. */
  private long checkpointing = Long.MAX_VALUE;

  /** Whether pages go to the lowest places, be they scattered. */
  private boolean compact;

  /** Where to look for runs of free pages; everything below was seen to be broken up. */
  private long runHint = Meta.FIRST_DATA_PAGE;

  /** All of these places, with which this goes on, and the headers. */
  TakenPages(PageBitmap used) {
    taken = used;
    for (long page = 0; page < Meta.FIRST_DATA_PAGE; page++) {
      taken.add(page);
    }
    count = taken.size();
  }

  long count() {
    return count;
  }

  /** One more than the highest page that is taken. */
  long end() {
    return taken.end();
  }

  /** Whether a page is taken, and not only for a while. */
  boolean isUsed(long number) {
    return taken.contains(number) && !temporary.contains(number);
  }

  // ------------------------------------------------------------------ taking and freeing

  void take(long number, long generation, boolean isTemporary) {
    assert !taken.contains(number);
    taken.add(number);
    count++;
    if (isTemporary) {
      temporary.add(number);
    } else if (generation > checkpointing) {
      younger.add(number);
    }
  }

  void free(long number) {
    assert taken.contains(number) && number >= Meta.FIRST_DATA_PAGE : number;
    taken.remove(number);
    count--;
    temporary.remove(number);
    younger.remove(number);
    runHint = Math.min(runHint, number);
  }

  /** Makes temporary pages part of a version. */
  void adopt(PageSet numbers, long version) {
    boolean isYounger = version > checkpointing;
    numbers.forEach(
        number -> {
          temporary.remove(number);
          if (isYounger) {
            younger.add(number);
          }
        });
  }

  // ------------------------------------------------------------------ finding

  /** From now on finds the lowest places first, or long runs again. */
  void setCompact(boolean nowCompact) {
    compact = nowCompact;
  }

  /** The lowest free page. */
  long findFirst() {
    return taken.nextAbsent(Meta.FIRST_DATA_PAGE);
  }

  /**
   * Finds a run of free pages: the first of the wished length, else the end of the file.
   *
   * @param limit the pages that the file has
   */
  long findRun(int wished, long limit) {
    if (wished == 1 || compact) {
      return findFirst();
    }
    long end = taken.end();
    long from = taken.nextAbsent(runHint);
    int enough = Math.min(wished, RUN_ENOUGH);
    while (from < end) {
      if (runLength(from, enough, limit) >= enough) {
        runHint = from;
        return from;
      }
      from = taken.nextAbsent(from + 1);
    }
    // No long run is left: take what there is, rather than let the file grow.
    runHint = end;
    return findFirst();
  }

  /** How many pages are free from one on that is, as far as is wished. */
  long runLength(long from, int most, long limit) {
    long end = Math.min(from + most, limit);
    int length = 1;
    while (from + length < end && !taken.contains(from + length)) {
      length++;
    }
    return length;
  }

  // ------------------------------------------------------------------ for checkpoints

  /** Begins to tell apart what is placed for versions newer than this one. */
  void beginCheckpoint(long version) {
    checkpointing = version;
    younger.clear();
  }

  void endCheckpoint() {
    checkpointing = Long.MAX_VALUE;
  }

  /** A copy of what is taken, and not only for a while. */
  PageBitmap lasting() {
    PageBitmap copy = taken.copy();
    copy.removeAll(temporary);
    return copy;
  }

  /** A copy of what is taken, not only for a while, and not since the checkpoint has begun. */
  PageBitmap checkpointed() {
    PageBitmap copy = lasting();
    copy.removeAll(younger);
    return copy;
  }
}
