package org.pydb.engine.vfs.layer;

/**
 * Where a record lies, in a long: the number of its first sector, then in 16 bits how many bytes it
 * has. Stateless.
 */
final class Place {

  /** Of a page that was never written, or with zeros only. */
  static final long NONE = 0;

  /** Of a page that was somewhere, but the part of the map that said where is damaged. */
  static final long LOST = -1;

  private Place() {}

  static long of(long sector, int length) {
    return sector << 16 | length;
  }

  static long sector(long place) {
    return place >>> 16;
  }

  static int length(long place) {
    return (int) (place & 0xffff);
  }

  /** The position of the record in the file. */
  static long position(long place) {
    return sector(place) * PlacedHeader.SECTOR;
  }

  /** How many sectors the record takes. */
  static int sectors(long place) {
    return sectorsOf(length(place));
  }

  /** How many sectors so many bytes take. */
  static int sectorsOf(int length) {
    return (length + PlacedHeader.SECTOR - 1) / PlacedHeader.SECTOR;
  }

  /** Whether there is a record there. */
  static boolean isRecord(long place) {
    return place != NONE && place != LOST;
  }
}
