package org.pydb.engine.vfs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.StorageException;

/**
 * A lock that one process holds on a lock file, and within the process one owner. Thread-safe.
 *
 * <h2>Two locks, one after the other</h2>
 *
 * The operating system's lock keeps other processes out; the system drops it when the process dies,
 * however it dies, so a lock file that was left behind is no obstacle. But POSIX gives such locks
 * to processes, and takes them away when the process closes <em>any</em> handle of the file. So a
 * second owner in this JVM must be turned away before it opens the file, even if its classes come
 * from another class loader and share no static field with the first. What all class loaders share
 * is the system properties:
 *
 * <ol>
 *   <li>claim the system property {@code org.pydb.lock:PATH}, in one step;
 *   <li>make the lock file if it is not there, note which file it is, open and lock it;
 *   <li>look whether the path still leads to that file. A holder that closes removes the file while
 *       it has the lock; who had opened it by then now holds a file without a name, and begins
 *       again;
 *   <li>write into the file who holds it.
 * </ol>
 *
 * The lock lies on a byte far behind the text, because Windows lets nobody read a locked range.
 * There an open file cannot be removed; so closing tries once before and once after it lets go.
 */
final class DiskLock implements Vfs.VfsLock {

  private static final String CLAIM_PREFIX = "org.pydb.lock:";

  /** The locked byte: behind any text, and where even old network file systems can lock. */
  private static final long LOCKED_BYTE = 1L << 30;

  private static final int ATTEMPTS_MAX = 100;

  /** Stands for the identity of a file where the system gives none: on Windows. */
  private static final Object UNIDENTIFIED = new Object();

  private final Path path;
  private final String claim;
  private final Handles handles;
  private final Object identity;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DiskLock(Path path, String claim, Handles handles, Object identity) {
    this.path = path;
    this.claim = claim;
    this.handles = handles;
    this.identity = identity;
  }

  /**
   * Takes the lock on {@code file}.
   *
   * @param self what others shall read about the holder
   */
  static DiskLock take(Path file, String self) throws IOException {
    Path path = canonical(file);
    String claim = CLAIM_PREFIX + path;
    Object holder = System.getProperties().putIfAbsent(claim, self);
    if (holder != null) {
      throw locked(path, holder + " (this process)");
    }
    DiskLock lock = null;
    try {
      lock = acquire(path, claim);
      lock.handles.writeHolder(self);
      return lock;
    } finally {
      if (lock == null) {
        System.getProperties().remove(claim);
      }
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean removed = remove();
    handles.close();
    if (!removed) {
      remove();
    }
    System.getProperties().remove(claim);
  }

  private static DiskLock acquire(Path path, String claim) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      createIfAbsent(path);
      Object identity = identity(path);
      Handles handles = Handles.open(path);
      if (handles == null) {
        continue;
      }
      DiskLock lock = null;
      try {
        if (!handles.tryLock()) {
          throw locked(path, handles.readHolder());
        }
        if (identity != null && identity.equals(identity(path))) {
          lock = new DiskLock(path, claim, handles, identity);
          return lock;
        }
      } finally {
        if (lock == null) {
          handles.close();
        }
      }
    }
    throw new StorageException(
        "lock of " + path + " failed: the file was replaced " + ATTEMPTS_MAX + " times meanwhile");
  }

  /** Removes the lock file, if the path still leads to it and the system lets us. */
  private boolean remove() {
    try {
      return identity.equals(identity(path)) && Files.deleteIfExists(path);
    } catch (IOException e) {
      return false; // a lock file that stays behind is no obstacle
    }
  }

  private static Path canonical(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path fileName = file.getFileName();
    if (directory == null || fileName == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    return directory.toRealPath().resolve(fileName);
  }

  /** Makes the file, and does not open one that is there: see the class comment. */
  private static void createIfAbsent(Path path) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /** Which file the path leads to, found without opening it; null if there is none. */
  private static @Nullable Object identity(Path path) throws IOException {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? UNIDENTIFIED : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static DatabaseLockedException locked(Path path, String holder) {
    return new DatabaseLockedException(
        path + " is held by " + holder + "; only one process at a time may open a database");
  }

  /** The open lock file: one handle for the text, one for the lock; interrupts touch neither. */
  private record Handles(RandomAccessFile text, AsynchronousFileChannel locks) {

    /** Opens the file; null if it has just been removed. */
    static @Nullable Handles open(Path path) throws IOException {
      RandomAccessFile text = new RandomAccessFile(path.toFile(), "rw");
      try {
        return new Handles(text, AsynchronousFileChannel.open(path, StandardOpenOption.WRITE));
      } catch (NoSuchFileException e) {
        text.close();
        return null;
      } catch (IOException e) {
        text.close();
        throw e;
      }
    }

    boolean tryLock() throws IOException {
      try {
        FileLock lock = locks.tryLock(LOCKED_BYTE, 1, false);
        return lock != null;
      } catch (OverlappingFileLockException e) {
        return false; // this JVM has it, by another path
      }
    }

    /** Says who holds the lock. A full disk must not keep anybody from opening a database. */
    void writeHolder(String holder) {
      byte[] bytes = (holder + "\n").getBytes(StandardCharsets.UTF_8);
      try {
        text.write(bytes);
        text.setLength(bytes.length);
      } catch (IOException e) {
        return; // the lock is held all the same
      }
    }

    String readHolder() {
      byte[] bytes = new byte[LockHolder.LENGTH_MAX];
      try {
        int length = text.read(bytes);
        if (length > 0) {
          return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
        }
      } catch (IOException e) {
        // not readable: the holder stays unknown
      }
      return "an unknown process";
    }

    /** Lets go of the lock. A handle that cannot be closed is the system's to clean up. */
    void close() {
      try (locks;
          text) {
        return;
      } catch (IOException e) {
        return;
      }
    }
  }
}
