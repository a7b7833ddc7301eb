package org.pydb.engine.vfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The bytes of a file on the heap: chunks of equal size, so that growing copies nothing, and a hole
 * where nothing was ever written. Thread-safe; reads go side by side.
 */
final class MemoryBytes {
  private static final int CHUNK_SIZE = 64 * 1024;

  /** Stands for a chunk of zeros. */
  private static final byte[] HOLE = {};

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  @GuardedBy("lock")
  private final List<byte[]> chunks = new ArrayList<>();

  /** Bytes of the last chunk behind it are zero. */
  @GuardedBy("lock")
  private long size;

  int read(long position, byte[] target, int from, int count) {
    Objects.checkFromIndexSize(from, count, target.length);
    lock.readLock().lock();
    try {
      int length = (int) Math.max(0, Math.min(count, size - position));
      for (int done = 0; done < length; ) {
        int offset = (int) ((position + done) % CHUNK_SIZE);
        int n = Math.min(length - done, CHUNK_SIZE - offset);
        byte[] chunk = chunks.get(index(position + done));
        if (chunk == HOLE) {
          Arrays.fill(target, from + done, from + done + n, (byte) 0);
        } else {
          System.arraycopy(chunk, offset, target, from + done, n);
        }
        done += n;
      }
      return length;
    } finally {
      lock.readLock().unlock();
    }
  }

  void write(long position, byte[] source, int from, int count) {
    Objects.checkFromIndexSize(from, count, source.length);
    if (count == 0) {
      return; // The file does not grow.
    }
    lock.writeLock().lock();
    try {
      for (int done = 0; done < count; ) {
        int offset = (int) ((position + done) % CHUNK_SIZE);
        int n = Math.min(count - done, CHUNK_SIZE - offset);
        System.arraycopy(source, from + done, chunkForWrite(position + done), offset, n);
        done += n;
      }
      size = Math.max(size, position + count);
    } finally {
      lock.writeLock().unlock();
    }
  }

  long size() {
    lock.readLock().lock();
    try {
      return size;
    } finally {
      lock.readLock().unlock();
    }
  }

  void truncate(long newSize) {
    lock.writeLock().lock();
    try {
      if (newSize >= size) {
        return;
      }
      size = newSize;
      int chunkCount = index(newSize + CHUNK_SIZE - 1);
      chunks.subList(chunkCount, chunks.size()).clear();
      int used = (int) (newSize % CHUNK_SIZE);
      if (used > 0 && chunks.get(chunkCount - 1) != HOLE) {
        Arrays.fill(chunks.get(chunkCount - 1), used, CHUNK_SIZE, (byte) 0);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @GuardedBy("lock")
  private byte[] chunkForWrite(long position) {
    int index = index(position);
    while (chunks.size() <= index) {
      chunks.add(HOLE);
    }
    if (chunks.get(index) == HOLE) {
      chunks.set(index, new byte[CHUNK_SIZE]);
    }
    return chunks.get(index);
  }

  private static int index(long position) {
    return Math.toIntExact(position / CHUNK_SIZE);
  }
}
