package org.pydb.engine.wal;

import org.pydb.engine.vfs.VfsFile;

/** Reads a file in large pieces for one who wants small ones, mostly in order. Not thread-safe. */
final class ReadWindow {
  private static final int SIZE = 256 * 1024;

  private final VfsFile file;
  private final byte[] window = new byte[SIZE];
  private long start;
  private int length;

  ReadWindow(VfsFile file) {
    this.file = file;
  }

  /** Reads as {@link VfsFile#read} does. What changes in the file meanwhile may go unseen. */
  int read(long position, byte[] target, int from, int count) {
    if (count > SIZE) {
      return file.read(position, target, from, count);
    }
    if (position < start || position + count > start + length) {
      start = position;
      length = file.read(position, window, 0, SIZE);
    }
    int available = (int) Math.min(count, start + length - position);
    System.arraycopy(window, (int) (position - start), target, from, available);
    return available;
  }
}
