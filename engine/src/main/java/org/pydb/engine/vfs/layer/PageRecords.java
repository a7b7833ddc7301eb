package org.pydb.engine.vfs.layer;

import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.vfs.VfsFile;

/** Reads the records of a {@link PlacedFile}: of its pages, and of its map. Thread-safe. */
final class PageRecords {
  private final VfsFile file;
  private final PageCodec codec;

  PageRecords(VfsFile file, PageCodec codec) {
    this.file = file;
    this.codec = codec;
  }

  /** Reads a page; false if its record is not what was written. */
  boolean read(int level, long index, long place, int check, byte[] page) {
    int length = Place.length(place);
    if (length > PageCodec.RECORD_MAX) {
      return false;
    }
    byte[] record = new byte[length];
    return file.read(Place.position(place), record, 0, length) == length
        && Crc32c.of(record, 0, length) == check
        && codec.decode(PageMap.label(level, index), record, length, page);
  }
}
