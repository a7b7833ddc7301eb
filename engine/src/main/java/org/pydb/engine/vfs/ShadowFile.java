package org.pydb.engine.vfs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file whose changes stay in memory: what is written is read back, but the file underneath is as
 * it was, and nothing is left when this is closed. Thread-safe as the file underneath is, if no two
 * threads write the same block at once.
 */
public final class ShadowFile implements VfsFile {

  /** Changes are kept in blocks of this many bytes: what callers mostly write. */
  private static final int BLOCK_SIZE = 8192;

  private final VfsFile file;
  private final Map<Long, byte[]> changed = new ConcurrentHashMap<>();
  private volatile long size;

  /** A file like that one; closing this closes it. */
  public ShadowFile(VfsFile file) {
    this.file = file;
    size = file.size();
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    if (changed.isEmpty()) {
      return file.read(position, target, from, count);
    }
    int available = (int) Math.max(0, Math.min(count, size - position));
    for (int done = 0; done < available; ) {
      long at = position + done;
      int offset = (int) (at % BLOCK_SIZE);
      int part = Math.min(BLOCK_SIZE - offset, available - done);
      System.arraycopy(block(at / BLOCK_SIZE), offset, target, from + done, part);
      done += part;
    }
    return available;
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    for (int done = 0; done < count; ) {
      long at = position + done;
      int offset = (int) (at % BLOCK_SIZE);
      int part = Math.min(BLOCK_SIZE - offset, count - done);
      byte[] block = block(at / BLOCK_SIZE).clone();
      System.arraycopy(source, from + done, block, offset, part);
      changed.put(at / BLOCK_SIZE, block);
      done += part;
    }
    size = Math.max(size, position + count);
  }

  private byte[] block(long number) {
    byte[] block = changed.get(number);
    if (block == null) {
      block = new byte[BLOCK_SIZE];
      file.read(number * BLOCK_SIZE, block, 0, BLOCK_SIZE);
    }
    return block;
  }

  /** Does nothing: what is changed is gone when this is closed. */
  @Override
  public void sync() {}

  @Override
  public long size() {
    return size;
  }

  /** Refused: nobody cuts a file that is only read. */
  @Override
  public void truncate(long newSize) {
    throw new UnsupportedOperationException("the file " + name() + " is only read");
  }

  @Override
  public void close() {
    file.close();
  }
}
