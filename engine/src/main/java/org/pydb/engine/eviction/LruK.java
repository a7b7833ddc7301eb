package org.pydb.engine.eviction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the entry whose K-th last use is longest ago. With K = 1 that is LRU: least recently
 * used goes first. With K = 2 an entry that was used once, as by a scan, goes before all that were
 * used twice, be it ever so recent.
 *
 * <p>Uses in quick succession are one: those between which hardly anything came into memory. And
 * what has left memory is remembered for a while, so that an entry that comes back has had its
 * uses. Both are as in O'Neil, O'Neil and Weikum, "The LRU-K Page Replacement Algorithm for
 * Database Disk Buffering", 1993.
 *
 * <h2>A heap that lags behind</h2>
 *
 * Entries are in a heap by the rank that they had when they were last looked at. A use only notes
 * its time, without a lock, so that the heap is out of date; since a rank only ever rises, it is
 * enough to look at the top again before it is proposed, and to sink it if it has risen. A use that
 * is noted while the heap moves may be lost, or be another's; that is harmless.
 */
public final class LruK implements Eviction {

  /** In this many bits the uses are counted that come between two arrivals. */
  private static final int USE_BITS = 20;

  /** Uses are one between which fewer than so many came into memory. */
  private static final long CORRELATED = 8;

  /** So much lower ranks what has fewer than K uses. */
  private static final long TOO_FEW = Long.MIN_VALUE / 2;

  /** Of entries that are proposed, and out of the heap for that. */
  private static final int PROPOSED = -2;

  private final int k;
  private Evictable[] heap = new Evictable[256];
  private long[] ranks = new long[256];

  /** For each place of the heap the times of the last K uses, the latest first; 0 for none. */
  private long[] times;

  private int size;

  /** How many have come, then how many uses there were since. Races are harmless. */
  private long clock = 1L << USE_BITS;

  private final List<Evictable> proposed = new ArrayList<>();
  private final List<long[]> proposedTimes = new ArrayList<>();

  /** The times of entries that have left, by their numbers; the longest away first. */
  private final Map<Long, long[]> left = new LinkedHashMap<>();

  private int searched = -1;

  /** A policy that goes by the K-th last use. */
  public LruK(int k) {
    if (k < 1 || k > 8) {
      throw new IllegalArgumentException("K is " + k + ", expected 1 to 8");
    }
    this.k = k;
    times = new long[256 * k];
  }

  @Override
  public void used(Evictable entry) {
    int at = entry.index;
    long[] known = times;
    if (at >= 0 && (at + 1) * k <= known.length) {
      note(known, at * k, ++clock);
    }
  }

  private void note(long[] target, int from, long time) {
    if (k > 1
        && target[from] != 0
        && (time >> USE_BITS) - (target[from] >> USE_BITS) >= CORRELATED) {
      System.arraycopy(target, from, target, from + 1, k - 1);
    }
    target[from] = time;
  }

  private long rank(long[] source, int from) {
    long deciding = source[from + k - 1];
    return deciding == 0 ? TOO_FEW + source[from] : deciding;
  }

  @Override
  public boolean add(Evictable entry) {
    if (entry.index != Evictable.NOWHERE) {
      return false;
    }
    entry.clearMark(); // Each use is to be told.
    clock = ((clock >> USE_BITS) + 1) << USE_BITS;
    long[] had = entry.number() == 0 ? null : left.remove(entry.number());
    long[] own = had == null ? new long[k] : had;
    note(own, 0, clock);
    push(entry, own);
    return true;
  }

  private void push(Evictable entry, long[] own) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
      ranks = Arrays.copyOf(ranks, 2 * size);
      times = Arrays.copyOf(times, 2 * size * k);
    }
    put(size, entry, rank(own, 0));
    System.arraycopy(own, 0, times, size * k, k);
    size++;
    rise(size - 1);
  }

  @Override
  public boolean remove(Evictable entry) {
    if (entry.index == Evictable.NOWHERE) {
      return false;
    }
    if (entry.index == PROPOSED) {
      int at = proposed.indexOf(entry);
      remember(entry, proposedTimes.get(at));
      proposed.remove(at);
      proposedTimes.remove(at);
    } else {
      takeOut(entry.index);
    }
    entry.index = Evictable.NOWHERE;
    return true;
  }

  /** As many as are in memory: their pages would fill another pool of this size. */
  private void remember(Evictable entry, long[] own) {
    if (k == 1 || entry.number() == 0) {
      return;
    }
    left.put(entry.number(), own);
    if (left.size() > size()) {
      left.remove(left.keySet().iterator().next());
    }
  }

  @Override
  public int size() {
    return size + proposed.size();
  }

  @Override
  public void forEach(Consumer<Evictable> action) {
    for (int i = 0; i < size; i++) {
      action.accept(heap[i]);
    }
    proposed.forEach(action);
  }

  @Override
  public @Nullable Evictable next() {
    if (searched < 0) {
      searched = 0;
    }
    while (size > 0 && searched++ <= 4L * size()) {
      Evictable top = heap[0];
      if (top.clearMark()) {
        note(times, 0, ++clock);
      }
      long rank = rank(times, 0);
      if (rank > ranks[0]) {
        ranks[0] = rank;
        sink(0);
        continue;
      }
      proposedTimes.add(takeOut(0));
      proposed.add(top);
      top.index = PROPOSED;
      return top;
    }
    return null;
  }

  @Override
  public void endSearch() {
    for (int i = 0; i < proposed.size(); i++) {
      push(proposed.get(i), proposedTimes.get(i));
    }
    proposed.clear();
    proposedTimes.clear();
    searched = -1;
  }

  // ------------------------------------------------------------------ the heap

  private long[] takeOut(int at) {
    long[] own = Arrays.copyOfRange(times, at * k, (at + 1) * k);
    size--;
    if (at < size) {
      move(size, at);
      sink(at);
      rise(at);
    }
    return own;
  }

  private void rise(int from) {
    for (int at = from; at > 0 && ranks[at] < ranks[(at - 1) / 2]; at = (at - 1) / 2) {
      swap(at, (at - 1) / 2);
    }
  }

  private void sink(int from) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < size && ranks[child + 1] < ranks[child]) {
        child++;
      }
      if (child >= size || ranks[child] >= ranks[at]) {
        return;
      }
      swap(at, child);
      at = child;
    }
  }

  private void swap(int one, int other) {
    Evictable entry = heap[one];
    long rank = ranks[one];
    long[] own = Arrays.copyOfRange(times, one * k, (one + 1) * k);
    move(other, one);
    put(other, entry, rank);
    System.arraycopy(own, 0, times, other * k, k);
  }

  private void move(int from, int to) {
    put(to, heap[from], ranks[from]);
    System.arraycopy(times, from * k, times, to * k, k);
  }

  private void put(int at, Evictable entry, long rank) {
    heap[at] = entry;
    ranks[at] = rank;
    entry.index = at;
  }
}
