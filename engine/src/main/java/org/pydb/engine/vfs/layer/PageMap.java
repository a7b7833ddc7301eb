package org.pydb.engine.vfs.layer;

import java.util.Arrays;
import java.util.BitSet;
import org.pydb.engine.bytes.Bytes;

/**
 * Where the pages of a file lie: a tree whose leaves are the places of pages, all of it in memory.
 * Not thread-safe.
 *
 * <pre>
 *   level 3   the root: places of up to 680 directories
 *   level 2   a directory: places of up to 680 maps
 *   level 1   a map: places of up to 680 pages
 *   level 0   pages of the file
 * </pre>
 *
 * <p>What lies on the levels above 0 are pages too: 680 entries of eight bytes for the place and
 * four for the checksum of the record there. A change of one changes those above it, up to the
 * root; those are written when the file is synced.
 */
final class PageMap {

  /** Entries of a page of the map. */
  static final int FANOUT = 680;

  /** The level of the root. */
  static final int ROOT = 3;

  /** A file may have so many pages. */
  static final long PAGES_MAX = (long) FANOUT * FANOUT * FANOUT;

  private static final int ENTRY_SIZE = 12;

  private final long[][] places = new long[ROOT + 1][16];
  private final int[][] checks = new int[ROOT + 1][16];

  /** For each level which of its pages are not as they were written. */
  private final BitSet[] changed = new BitSet[ROOT + 1];

  PageMap() {
    Arrays.setAll(changed, level -> new BitSet());
  }

  long place(int level, int index) {
    return index < places[level].length ? places[level][index] : Place.NONE;
  }

  int check(int level, int index) {
    return index < checks[level].length ? checks[level][index] : 0;
  }

  /** Notes where a page is now. */
  void set(int level, int index, long place, int check) {
    put(level, index, place, check);
    if (level < ROOT) {
      changed[level + 1].set(index / FANOUT);
    }
  }

  /** Notes where the root was found. */
  void setRoot(long place, int check) {
    put(ROOT, 0, place, check);
  }

  private void put(int level, int index, long place, int check) {
    if (index >= places[level].length) {
      int length = Math.max(index + 1, places[level].length + (places[level].length >> 1));
      places[level] = Arrays.copyOf(places[level], length);
      checks[level] = Arrays.copyOf(checks[level], length);
    }
    places[level][index] = place;
    checks[level][index] = check;
  }

  /** The next page of the map on this level, from an index on, that has to be written; or -1. */
  int nextChanged(int level, int from) {
    return changed[level].nextSetBit(from);
  }

  /** The most pages of the map that have to be written if so many maps more are changed. */
  int changedMax(int more) {
    return 2 * (changed[1].cardinality() + more) + 1;
  }

  /** Writes a page of the map, which then counts as written. */
  byte[] take(int level, int index) {
    changed[level].clear(index);
    byte[] page = new byte[PageCodec.PAGE_SIZE];
    for (int i = 0; i < FANOUT; i++) {
      int entry = index * FANOUT + i;
      Bytes.putLong(page, i * ENTRY_SIZE, place(level - 1, entry));
      Bytes.putInt(page, i * ENTRY_SIZE + 8, check(level - 1, entry));
    }
    return page;
  }

  /** Takes in a page of the map that was read. */
  void give(int level, int index, byte[] page) {
    for (int i = 0; i < FANOUT; i++) {
      long place = Bytes.getLong(page, i * ENTRY_SIZE);
      if (place != Place.NONE) {
        put(level - 1, index * FANOUT + i, place, Bytes.getInt(page, i * ENTRY_SIZE + 8));
      }
    }
  }

  /** Notes that a page of the map is damaged, so that nobody knows where those below it are. */
  void lose(int level, int index) {
    for (int i = 0; i < FANOUT; i++) {
      put(level - 1, index * FANOUT + i, Place.LOST, 0);
    }
  }

  /** Says which page of which level is meant. */
  static long label(int level, long index) {
    return (long) level << 56 | index;
  }
}
