package org.pydb.engine.vfs.layer;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;

/**
 * Pages on their way into a {@link PlacedFile}: their records one behind the other, each from a
 * sector on. Not thread-safe.
 */
final class PageBatch {

  /** Pages that are written at a time. */
  static final int PAGES_MAX = 64;

  private static final int RECORD_SECTORS = Place.sectorsOf(PageCodec.RECORD_MAX);

  final byte[] bytes = new byte[PAGES_MAX * RECORD_SECTORS * PlacedHeader.SECTOR];
  final int[] numbers = new int[PAGES_MAX];
  final int[] lengths = new int[PAGES_MAX];
  final int[] checks = new int[PAGES_MAX];
  int count;

  /** Sectors that the records take. */
  int sectors;

  void add(PageCodec codec, int number, byte[] page, int from) {
    numbers[count] = number;
    lengths[count] = 0;
    checks[count] = 0;
    if (!Bytes.isZero(page, from, from + PageCodec.PAGE_SIZE)) {
      int at = sectors * PlacedHeader.SECTOR;
      int length = codec.encode(PageMap.label(0, number), page, from, bytes, at);
      lengths[count] = length;
      checks[count] = Crc32c.of(bytes, at, length);
      sectors += Place.sectorsOf(length);
      Arrays.fill(bytes, at + length, sectors * PlacedHeader.SECTOR, (byte) 0);
    }
    count++;
  }
}
