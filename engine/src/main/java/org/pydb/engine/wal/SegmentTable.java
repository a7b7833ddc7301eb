package org.pydb.engine.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which slots of the log's file hold a part of the log that somebody needs, and which are free.
 * Thread-safe; no I/O.
 *
 * <p>Slot <i>i</i> is the place of a segment at {@code i × segment size}. Any free slot may take
 * the next segment: the order of slots means nothing.
 *
 * <pre>
 *   add (zero-filled, synced)            enter
 *   ───────────────────────▶ free ──────────────────▶ used
 *                             ▲                        │
 *                             └──release, end of hold──┘
 * </pre>
 */
final class SegmentTable {

  /** A slot and the positions of the segment in it. */
  private record Used(int slot, long start, long end) {}

  private final ReentrantLock lock = new ReentrantLock();

  /** Used slots in the order of the log; the last one is being written. */
  @GuardedBy("lock")
  private final Deque<Used> used = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Deque<Integer> free = new ArrayDeque<>();

  @GuardedBy("lock")
  private final List<LogHold> holds = new ArrayList<>();

  /** Nobody but holds needs anything below this position. */
  @GuardedBy("lock")
  private long released;

  /** Slots that the file has, zero-filled and synced. Written under the lock. */
  private volatile int slotCount;

  /** How many slots the file has. */
  int slotCount() {
    return slotCount;
  }

  int freeCount() {
    lock.lock();
    try {
      return free.size();
    } finally {
      lock.unlock();
    }
  }

  int usedCount() {
    lock.lock();
    try {
      return used.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes up slots that were put at the end of the file. */
  void add(int count) {
    lock.lock();
    try {
      int before = slotCount;
      for (int slot = before; slot < before + count; slot++) {
        free.addFirst(slot);
      }
      slotCount = before + count;
    } finally {
      lock.unlock();
    }
  }

  /** Says that a slot, free so far, holds the segment with these positions. */
  void addUsed(int slot, long start, long end) {
    lock.lock();
    try {
      boolean wasFree = free.remove(slot);
      assert wasFree;
      assert used.isEmpty() || used.getLast().end <= start;
      used.addLast(new Used(slot, start, end));
    } finally {
      lock.unlock();
    }
  }

  /** Gives a free slot, the one freed last, to the segment with these positions. */
  int enter(long start, long end) {
    lock.lock();
    try {
      int slot = free.removeLast();
      assert used.isEmpty() || used.getLast().end <= start;
      used.addLast(new Used(slot, start, end));
      return slot;
    } finally {
      lock.unlock();
    }
  }

  /** Says that nobody but holds needs the log below {@code position}. */
  void release(long position) {
    lock.lock();
    try {
      released = Math.max(released, position);
      freeUnneeded();
    } finally {
      lock.unlock();
    }
  }

  /** Frees segments between two positions, because no way through the log leads there any more. */
  void freeBetween(long from, long to) {
    lock.lock();
    try {
      for (Iterator<Used> each = used.iterator(); each.hasNext(); ) {
        Used next = each.next();
        if (from <= next.start && next.end <= to) {
          each.remove();
          free.addLast(next.slot);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  LogHold hold(long position) {
    lock.lock();
    try {
      if (position < released) {
        throw new IllegalArgumentException(
            "the log below position " + released + " has been released, not held: " + position);
      }
      LogHold hold = new LogHold(this, position);
      holds.add(hold);
      return hold;
    } finally {
      lock.unlock();
    }
  }

  void end(LogHold hold) {
    lock.lock();
    try {
      holds.remove(hold);
      freeUnneeded();
    } finally {
      lock.unlock();
    }
  }

  int holdCount() {
    lock.lock();
    try {
      return holds.size();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void freeUnneeded() {
    long needed = released;
    for (LogHold hold : holds) {
      needed = Math.min(needed, hold.position());
    }
    // The last one is being written, even if it is full.
    while (used.size() > 1 && used.getFirst().end <= needed) {
      free.addLast(used.removeFirst().slot);
    }
  }
}
