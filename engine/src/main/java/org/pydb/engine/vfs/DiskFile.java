package org.pydb.engine.vfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.StorageException;

/**
 * An open file on disk. Thread-safe.
 *
 * <h2>Interrupts</h2>
 *
 * A {@code FileChannel} is closed, for everybody, when a thread that reads or writes through it is
 * interrupted. An application may interrupt its threads whenever it likes, so that channel is out
 * of the question. What an interrupt does not touch:
 *
 * <ul>
 *   <li>{@link RandomAccessFile} for reads and writes. It has one position, so a lock is held over
 *       seek and transfer; a few such handles, each with its lock, let readers go side by side.
 *   <li>{@link AsynchronousFileChannel#force} for sync: it runs in the calling thread. {@code
 *       force(false)} is {@code fdatasync} on Linux, which flushes a changed size too; the JDK
 *       makes it {@code F_FULLFSYNC} on macOS and {@code FlushFileBuffers} on Windows. A sync
 *       covers the file, not the handle: it takes in what was written through all of them.
 * </ul>
 *
 * An asynchronous channel could read and write as well, but only by handing each transfer to a
 * thread of a pool, which takes several times as long as the transfer.
 */
final class DiskFile implements VfsFile {

  private static final int HANDLES_MAX = 8;

  /** The most bytes a system call transfers: the JDK copies each through native memory. */
  private static final int TRANSFER_MAX = 128 * 1024;

  private final String name;
  private final Path path;
  private final Handle[] handles;

  /** Null if the file was opened for reading only. */
  private final @Nullable AsynchronousFileChannel syncs;

  private DiskFile(
      String name, Path path, Handle[] handles, @Nullable AsynchronousFileChannel syncs) {
    this.name = name;
    this.path = path;
    this.handles = handles;
    this.syncs = syncs;
  }

  static DiskFile open(String name, Path path, Vfs.OpenMode mode) {
    if (mode != Vfs.OpenMode.CREATE && !Files.exists(path)) {
      throw new StorageException("open of " + path + " failed: there is no such file");
    }
    boolean readOnly = mode == Vfs.OpenMode.READ;
    int count = Math.min(HANDLES_MAX, Math.max(2, Runtime.getRuntime().availableProcessors()));
    Handle[] handles = new Handle[count];
    try {
      // All at once: a file opened later under the same name might be another one.
      for (int i = 0; i < count; i++) {
        handles[i] = new Handle(path, new RandomAccessFile(path.toFile(), readOnly ? "r" : "rw"));
      }
      AsynchronousFileChannel syncs =
          readOnly ? null : AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
      return new DiskFile(name, path, handles, syncs);
    } catch (IOException e) {
      closeAll(handles);
      throw DiskFailure.of(e, "open", path);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    Handle handle = acquire();
    try {
      return handle.read(position, target, from, count);
    } finally {
      handle.lock.unlock();
    }
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    Handle handle = acquire();
    try {
      handle.write(position, source, from, count);
    } finally {
      handle.lock.unlock();
    }
  }

  @Override
  public void sync() {
    if (syncs == null) {
      return;
    }
    try {
      syncs.force(false);
    } catch (IOException e) {
      throw DiskFailure.of(e, "sync", path);
    }
  }

  @Override
  public long size() {
    Handle handle = acquire();
    try {
      return handle.size();
    } finally {
      handle.lock.unlock();
    }
  }

  @Override
  public void truncate(long size) {
    Handle handle = acquire();
    try {
      handle.truncate(size);
    } finally {
      handle.lock.unlock();
    }
  }

  @Override
  public void close() {
    closeAll(handles);
    if (syncs != null) {
      try {
        syncs.close();
      } catch (IOException e) {
        throw DiskFailure.of(e, "close", path);
      }
    }
  }

  private static void closeAll(@Nullable Handle[] handles) {
    for (Handle handle : handles) {
      if (handle == null) {
        continue; // never opened
      }
      handle.lock.lock();
      try {
        handle.close();
      } finally {
        handle.lock.unlock();
      }
    }
  }

  /**
   * A locked handle: the thread's own, so that one who goes through the file in order need not
   * seek, or the first that is free, or the thread's own again, once it is free.
   */
  private Handle acquire() {
    int own = System.identityHashCode(Thread.currentThread()) % handles.length;
    for (int i = 0; i < handles.length; i++) {
      Handle handle = handles[(own + i) % handles.length];
      if (handle.lock.tryLock()) {
        return handle;
      }
    }
    handles[own].lock.lock();
    return handles[own];
  }

  /** One position in the file. Every method wants {@link #lock} held. */
  private static final class Handle {
    private static final long UNKNOWN = -1;

    final ReentrantLock lock = new ReentrantLock();
    private final Path path;
    private final RandomAccessFile file;

    @GuardedBy("lock")
    private boolean closed;

    /** Where the next transfer would begin without a seek. */
    @GuardedBy("lock")
    private long position;

    Handle(Path path, RandomAccessFile file) {
      this.path = path;
      this.file = file;
    }

    @GuardedBy("lock")
    int read(long at, byte[] target, int from, int count) {
      try {
        seek(at);
        int done = 0;
        while (done < count) {
          int n = file.read(target, from + done, Math.min(count - done, TRANSFER_MAX));
          if (n < 0) {
            break;
          }
          done += n;
        }
        position = at + done;
        return done;
      } catch (IOException e) {
        throw DiskFailure.of(e, "read of " + count + " bytes at " + at, path);
      }
    }

    @GuardedBy("lock")
    void write(long at, byte[] source, int from, int count) {
      try {
        seek(at);
        for (int done = 0; done < count; done += TRANSFER_MAX) {
          file.write(source, from + done, Math.min(count - done, TRANSFER_MAX));
        }
        position = at + count;
      } catch (IOException e) {
        throw DiskFailure.ofWrite(e, path, at, count);
      }
    }

    /** Goes there, and leaves the position unknown until the transfer is done. */
    @GuardedBy("lock")
    private void seek(long at) throws IOException {
      checkOpen();
      if (position != at) {
        position = UNKNOWN;
        file.seek(at);
      }
      position = UNKNOWN;
    }

    @GuardedBy("lock")
    long size() {
      checkOpen();
      try {
        return file.length();
      } catch (IOException e) {
        throw DiskFailure.of(e, "size", path);
      }
    }

    @GuardedBy("lock")
    void truncate(long size) {
      checkOpen();
      position = UNKNOWN;
      try {
        if (file.length() > size) {
          file.setLength(size);
        }
      } catch (IOException e) {
        throw DiskFailure.of(e, "cut to " + size + " bytes", path);
      }
    }

    @GuardedBy("lock")
    void close() {
      closed = true;
      try {
        file.close();
      } catch (IOException e) {
        throw DiskFailure.of(e, "close", path);
      }
    }

    @GuardedBy("lock")
    private void checkOpen() {
      if (closed) {
        throw DiskFailure.closed(path);
      }
    }
  }
}
