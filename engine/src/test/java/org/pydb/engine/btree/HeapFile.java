package org.pydb.engine.btree;

import java.util.Arrays;
import org.pydb.engine.vfs.VfsFile;

/** A file in one array. */
final class HeapFile implements VfsFile {
  private byte[] bytes = new byte[1 << 16];
  private long size;

  @Override
  public String name() {
    return "heap";
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    int n = (int) Math.max(0, Math.min(count, size - position));
    System.arraycopy(bytes, (int) position, target, from, n);
    return n;
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    if (position + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(position + count, bytes.length * 2L));
    }
    System.arraycopy(source, from, bytes, (int) position, count);
    size = Math.max(size, position + count);
  }

  @Override
  public void sync() {}

  @Override
  public long size() {
    return size;
  }

  @Override
  public void truncate(long newSize) {
    size = Math.min(size, newSize);
  }

  @Override
  public void close() {}
}
