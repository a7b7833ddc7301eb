package org.pydb.engine.vfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.StorageException;

/**
 * A file on disk that is read from memory onto which it is mapped, so that a read is a copy and no
 * system call. Writes, and reads of what is not mapped, go through the file. Thread-safe.
 *
 * <h2>Nobody reads what is not there</h2>
 *
 * A read of mapped memory behind the end of the file is a fault, which may end the JVM; and Java
 * has no way to end a mapping. So no mapping ever leaves this class: a read copies its bytes while
 * it holds the lock of the window. Before the file is cut, all windows that reach behind its new
 * end are given up under their locks; nobody will look at them again, and the garbage collector
 * ends them. Windows lets nobody cut a file before that has happened: then {@link #truncate} fails.
 *
 * <p>If somebody else cuts the file, against the rules, or if the medium fails, Java reports the
 * fault as an {@link InternalError}, at once or a little later in the same thread. If it comes in
 * time it is a {@link StorageException} here. The JVM goes on in any case.
 *
 * <h2>Windows</h2>
 *
 * The file is mapped in windows of 16 MB. The one at the end grows as the file does: when it is
 * asked for bytes behind its end, and there is twice as much, it is mapped again. Where the system
 * gives no more mappings, reads go through the file.
 *
 * <p>A mapping is made by a thread of its own, because Java closes the channel when a thread is
 * interrupted that uses it.
 */
final class MappedFile implements VfsFile {
  private static final int WINDOW_SIZE = 16 << 20;

  /** So many windows: 16 TB. What lies behind is read through the file. */
  private static final int WINDOWS_MAX = 1 << 20;

  private final DiskFile file;
  private final Path path;
  private final Object growing = new Object();

  /** Replaced, when it is too short, under {@link #growing}. */
  private volatile AtomicReferenceArray<Window> windows = new AtomicReferenceArray<>(64);

  private volatile boolean closed;

  MappedFile(DiskFile file, Path path) {
    this.file = file;
    this.path = path;
  }

  /** A stretch of the file. */
  private static final class Window {
    final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Null if nothing is mapped. */
    @GuardedBy("lock")
    @Nullable MappedByteBuffer mapped;

    /** Copies bytes if all of them are mapped. */
    boolean copy(int offset, byte[] target, int from, int count) {
      lock.readLock().lock();
      try {
        if (mapped == null || offset + count > mapped.limit()) {
          return false;
        }
        mapped.get(offset, target, from, count);
        return true;
      } finally {
        lock.readLock().unlock();
      }
    }

    int length() {
      lock.readLock().lock();
      try {
        return mapped == null ? 0 : mapped.limit();
      } finally {
        lock.readLock().unlock();
      }
    }

    void set(@Nullable MappedByteBuffer newMapped) {
      lock.writeLock().lock();
      try {
        mapped = newMapped;
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    if (closed) {
      throw DiskFailure.closed(path);
    }
    int done = 0;
    while (done < count) {
      long at = position + done;
      int offset = (int) (at % WINDOW_SIZE);
      int part = Math.min(count - done, WINDOW_SIZE - offset);
      if (!copy(at / WINDOW_SIZE, offset, target, from + done, part)) {
        return done + file.read(at, target, from + done, count - done);
      }
      done += part;
    }
    return done;
  }

  private boolean copy(long number, int offset, byte[] target, int from, int count) {
    if (number >= WINDOWS_MAX) {
      return false;
    }
    Window window = window((int) number);
    try {
      return window.copy(offset, target, from, count)
          || (grow((int) number, window, offset + count)
              && window.copy(offset, target, from, count));
    } catch (InternalError e) {
      throw new StorageException(
          "read of "
              + count
              + " bytes at "
              + (number * WINDOW_SIZE + offset)
              + " of "
              + path
              + " failed: the medium cannot be read, or somebody else has cut the file",
          e);
    }
  }

  private Window window(int number) {
    AtomicReferenceArray<Window> known = windows;
    Window window = number < known.length() ? known.get(number) : null;
    if (window != null) {
      return window;
    }
    synchronized (growing) {
      known = windows;
      if (number >= known.length()) {
        AtomicReferenceArray<Window> longer =
            new AtomicReferenceArray<>(Math.max(number + 1, 2 * known.length()));
        for (int i = 0; i < known.length(); i++) {
          longer.set(i, known.get(i));
        }
        windows = longer;
        known = longer;
      }
      window = known.get(number);
      if (window == null) {
        window = new Window();
        known.set(number, window);
      }
      return window;
    }
  }

  /** Maps more of a window, if that is worth while; tells whether so much is mapped now. */
  private boolean grow(int number, Window window, int wanted) {
    if (file.size() < (long) number * WINDOW_SIZE + wanted) {
      return false; // The file ends before.
    }
    synchronized (growing) {
      int mapped = window.length();
      long start = (long) number * WINDOW_SIZE;
      int available = (int) Math.min(WINDOW_SIZE, file.size() - start);
      if (mapped < wanted && (available == WINDOW_SIZE || available >= 2 * mapped)) {
        MappedByteBuffer longer = map(start, available);
        if (longer != null) {
          window.set(longer);
        }
      }
      return window.length() >= wanted;
    }
  }

  /** Null if the system refuses. */
  private @Nullable MappedByteBuffer map(long start, int length) {
    MappedByteBuffer[] result = {null};
    Thread thread =
        new Thread(
            () -> {
              try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                result[0] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
              } catch (IOException e) {
                // No more mappings: reads go through the file.
              }
            },
            "pydb-map");
    thread.setDaemon(true);
    thread.start();
    Uninterruptibly.join(thread);
    return result[0];
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    file.write(position, source, from, count);
  }

  @Override
  public void sync() {
    file.sync();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public void truncate(long size) {
    synchronized (growing) { // so that none is mapped anew
      giveUp(size);
      file.truncate(size);
    }
  }

  private void giveUp(long size) {
    AtomicReferenceArray<Window> known = windows;
    for (int i = 0; i < known.length(); i++) {
      Window window = known.get(i);
      if (window != null && (long) i * WINDOW_SIZE + window.length() > size) {
        window.set(null);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (growing) {
      giveUp(0);
    }
    file.close();
  }
}
