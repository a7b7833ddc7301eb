package org.pydb.engine.vfs.layer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.pydb.engine.error.LimitException;

/**
 * Which sectors of a file are taken. Not thread-safe.
 *
 * <p>What a record has left stays taken until the map that no longer knows of it is durable; unless
 * no map ever knew it, then it is free at once.
 */
final class Sectors {

  /** So far a search looks before it takes room at the end. */
  private static final int SEARCH_MAX = 1 << 21;

  private static final int SECTORS_MAX = Integer.MAX_VALUE;

  private final BitSet taken = new BitSet();

  /** Taken since the last map was made: no durable map, and none on its way, knows of them. */
  private final BitSet fresh = new BitSet();

  private List<Long> left = new ArrayList<>();

  private long takenCount = PlacedHeader.FIRST_SECTOR;

  /** Where the next search begins. */
  private int hand = PlacedHeader.FIRST_SECTOR;

  Sectors() {
    taken.set(0, PlacedHeader.FIRST_SECTOR);
  }

  /** Notes a record that is there. */
  void add(long place) {
    int sector = (int) Place.sector(place);
    taken.set(sector, sector + Place.sectors(place));
    takenCount += Place.sectors(place);
  }

  /** Takes so many sectors that follow each other, behind all others if nowhere else. */
  int take(int count) {
    int at = find(count);
    if (at > SECTORS_MAX - count) {
      throw new LimitException("a compressed or encrypted file would become larger than 1 TB");
    }
    taken.set(at, at + count);
    takenCount += count;
    fresh.set(at, at + count);
    hand = at + count;
    return at;
  }

  private int find(int count) {
    int end = taken.length();
    int from = hand;
    int searched = 0;
    while (searched < SEARCH_MAX && from < end) {
      int start = taken.nextClearBit(from);
      int stop = taken.nextSetBit(start);
      if (stop < 0 || stop - start >= count) {
        return start;
      }
      searched += stop - from;
      from = stop;
    }
    return end;
  }

  /** Whether the sectors from the hand on have room for so many, without more at the end. */
  boolean hasRoom(int count) {
    int at = find(count);
    return at + count <= taken.length();
  }

  /** Gives back sectors of which nobody was ever told. */
  void giveBack(int from, int count) {
    taken.clear(from, from + count);
    fresh.clear(from, from + count);
    takenCount -= count;
  }

  /** How many sectors before the last one that is taken are free. */
  long free() {
    return taken.length() - takenCount;
  }

  /** Notes that a record is wanted no more. */
  void leave(long place) {
    if (!Place.isRecord(place)) {
      return;
    }
    int sector = (int) Place.sector(place);
    if (fresh.get(sector)) {
      giveBack(sector, Place.sectors(place));
    } else {
      left.add(place);
    }
  }

  /**
   * Begins to make a map durable.
   *
   * @return what is free when it is
   */
  List<Long> beginMap() {
    fresh.clear();
    List<Long> result = left;
    left = new ArrayList<>();
    return result;
  }

  /** Ends it: these are free, and the next search begins at the start of the file. */
  void endMap(List<Long> free) {
    for (long place : free) {
      int sector = (int) Place.sector(place);
      taken.clear(sector, sector + Place.sectors(place));
      takenCount -= Place.sectors(place);
    }
    hand = PlacedHeader.FIRST_SECTOR;
  }

  /** The number of the sector behind the last one that is taken. */
  int end() {
    return taken.length();
  }
}
