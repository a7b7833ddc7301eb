package org.pydb.engine.kv.file;

import org.pydb.engine.vfs.VfsFile;

/** The part of a file that is in memory while it is read from front to back. */
final class RecordWindow {
  private static final int SIZE = 256 << 10;

  private final VfsFile file;
  private final long size;
  private byte[] bytes = new byte[0];
  private long start;
  private int length;

  RecordWindow(VfsFile file) {
    this.file = file;
    size = file.size();
  }

  /** What is in memory; valid until the next call of {@link #at}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} so many bytes of a position stand; -1 if the file ends before. */
  int at(long position, int count) {
    if (count < 0 || position + count > size) {
      return -1;
    }
    if (position < start || position + count > start + length) {
      read(position, count);
    }
    return position + count > start + length ? -1 : (int) (position - start);
  }

  private void read(long position, int count) {
    int wanted = (int) Math.min(Math.max(count, SIZE), size - position);
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    start = position;
    length = file.read(position, bytes, 0, wanted);
  }
}
