package org.pydb.engine.wal;

import org.pydb.engine.vfs.VfsFile;

/** Reads a file in large pieces for one who wants small ones, mostly in order. Not thread-safe. */
final class ReadWindow {
  private static final int SIZE_MAX = 256 * 1024;

  private final VfsFile file;
  private final byte[] window;
  private long start;
  private int length;

  ReadWindow(VfsFile file) {
    this.file = file;
    this.window = new byte[(int) Math.min(SIZE_MAX, file.size())];
  }

  /** Reads as {@link VfsFile#read} does. What changes in the file meanwhile may go unseen. */
  int read(long position, byte[] target, int from, int count) {
    if (count > window.length) {
      return file.read(position, target, from, count);
    }
    if (position < start || position + count > start + length) {
      start = position;
      length = file.read(position, window, 0, window.length);
    }
    int available = (int) Math.min(count, start + length - position);
    System.arraycopy(window, (int) (position - start), target, from, available);
    return available;
  }
}
