package org.pydb.engine.vfs.layer;

import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.vfs.VfsFile;

/**
 * The map of a {@link PlacedFile} in that file: reads all of it, and writes what has changed. Not
 * thread-safe.
 *
 * <p>What a sync will need at most is taken before, and written with zeros: a sync must not fail
 * for want of room.
 */
final class MapRecords {
  private static final int SECTOR = PlacedHeader.SECTOR;
  private static final int RECORD_SECTORS = Place.sectorsOf(PageCodec.RECORD_MAX);

  /** The least that is kept for maps, in sectors. */
  private static final int RESERVE_MIN = 64;

  /** Sectors that are written with zeros at a time. */
  private static final int ZEROS_MAX = 4096;

  private final VfsFile file;
  private final PageCodec codec;
  private final PageRecords records;
  private final PageMap map;
  private final Sectors sectors;

  /** Sectors that are taken for the next maps, and have been written with zeros. */
  private int reserve;

  private int reserveCount;

  MapRecords(VfsFile file, PageCodec codec, PageMap map, Sectors sectors) {
    this.file = file;
    this.codec = codec;
    this.map = map;
    this.sectors = sectors;
    records = new PageRecords(file, codec);
  }

  /** Reads the whole map; false if its root is damaged. */
  boolean read(long root, int rootCheck) {
    map.setRoot(root, rootCheck);
    return read(PageMap.ROOT, 0);
  }

  /** Reads a page of the map and those below it; false if it is damaged. */
  private boolean read(int level, int index) {
    long place = map.place(level, index);
    byte[] page = new byte[PageCodec.PAGE_SIZE];
    if (place == Place.LOST || !records.read(level, index, place, map.check(level, index), page)) {
      return false;
    }
    sectors.add(place);
    map.give(level, index, page);
    for (int below = index * PageMap.FANOUT; below < (index + 1) * PageMap.FANOUT; below++) {
      long found = map.place(level - 1, below);
      if (level == 1) {
        if (Place.isRecord(found)) {
          sectors.add(found);
        }
      } else if (found != Place.NONE && !read(level - 1, below)) {
        loseBelow(level - 1, below);
      }
    }
    return true;
  }

  private void loseBelow(int level, int index) {
    map.lose(level, index);
    for (int i = 0; level > 1 && i < PageMap.FANOUT; i++) {
      loseBelow(level - 1, index * PageMap.FANOUT + i);
    }
  }

  /** How many sectors are kept for maps. */
  int reserved() {
    return reserveCount;
  }

  /** Makes sure that so many records of maps will find room. */
  void reserve(int recordCount) {
    int needed = recordCount * RECORD_SECTORS;
    if (reserveCount >= needed) {
      return;
    }
    int count = Math.max(2 * needed, RESERVE_MIN);
    int at = sectors.take(count);
    boolean written = false;
    try {
      byte[] zeros = new byte[Math.min(count, ZEROS_MAX) * SECTOR];
      for (int done = 0; done < count; ) {
        int part = Math.min(count - done, zeros.length / SECTOR);
        file.write((long) (at + done) * SECTOR, zeros, 0, part * SECTOR);
        done += part;
      }
      written = true;
    } finally {
      if (!written) {
        sectors.giveBack(at, count); // What was kept before stays, for what was written before.
      }
    }
    sectors.giveBack(reserve, reserveCount);
    reserve = at;
    reserveCount = count;
  }

  /** Writes the maps that have changed into what was kept for them. */
  void write() {
    byte[] record = new byte[RECORD_SECTORS * SECTOR];
    for (int level = 1; level <= PageMap.ROOT; level++) {
      for (int index = map.nextChanged(level, 0);
          index >= 0;
          index = map.nextChanged(level, index + 1)) {
        byte[] page = map.take(level, index);
        sectors.leave(map.place(level, index));
        if (Bytes.isZero(page, 0, PageCodec.PAGE_SIZE)) {
          map.set(level, index, Place.NONE, 0);
          continue;
        }
        int length = codec.encode(PageMap.label(level, index), page, 0, record, 0);
        int count = Place.sectorsOf(length);
        assert count <= reserveCount;
        file.write((long) reserve * SECTOR, record, 0, count * SECTOR);
        map.set(level, index, Place.of(reserve, length), Crc32c.of(record, 0, length));
        reserve += count;
        reserveCount -= count;
      }
    }
  }
}
