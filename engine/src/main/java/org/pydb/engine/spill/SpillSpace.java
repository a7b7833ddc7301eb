package org.pydb.engine.spill;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * The temporary file of a database, which all its queries share. Thread-safe.
 *
 * <p>The file is made when somebody first writes, and removed when nobody has anything in it any
 * more. It is cut into extents of {@link #EXTENT} bytes; a {@link SpillStream} takes one after the
 * other, wherever there is a free one, so hundreds of streams that grow side by side need one file.
 *
 * <p>What belongs to an encrypted database is encrypted here, too, with a key that is nowhere but
 * in memory.
 *
 * <p>Where the system allows it (not on Windows) the file loses its name as soon as it is open:
 * then even a process that is killed leaves nothing behind. Elsewhere the name is known, and who
 * opens the database next removes it.
 */
public final class SpillSpace implements AutoCloseable {

  /** The bytes of an extent. */
  static final int EXTENT = 1 << 16;

  /** Free extents at the end of the file beyond which it is cut. */
  private static final int FREE_END_MAX = 1024;

  private final Vfs vfs;
  private final String name;
  private final @Nullable MessageCipher cipher;
  private final AtomicLong streams = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** The extents that streams have. */
  @GuardedBy("lock")
  private final BitSet taken = new BitSet();

  @GuardedBy("lock")
  private @Nullable VfsFile file;

  /** The extents behind which nothing was ever written. */
  @GuardedBy("lock")
  private int fileExtents;

  @GuardedBy("lock")
  private boolean closed;

  /**
   * Room in a file that is not there yet. What an earlier process may have left is removed.
   *
   * @param name of the file; nobody else uses it
   */
  public SpillSpace(Vfs vfs, String name) {
    this(vfs, name, false);
  }

  /**
   * The same.
   *
   * @param encrypted whether nobody may read what is in the file
   */
  public SpillSpace(Vfs vfs, String name, boolean encrypted) {
    this.vfs = vfs;
    this.name = name;
    this.cipher = encrypted ? MessageCipher.ephemeral(vfs.clock()::random) : null;
    if (vfs.exists(name)) {
      removeName();
    }
  }

  /** A new stream, empty. Close it. */
  public SpillStream stream() {
    return new SpillStream(this, streams.incrementAndGet());
  }

  /** Seals blocks; null if they are written as they are. */
  @Nullable MessageCipher cipher() {
    return cipher;
  }

  /** The bytes that streams have taken. */
  public long usedBytes() {
    lock.lock();
    try {
      return (long) taken.cardinality() * EXTENT;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a file now. */
  public boolean hasFile() {
    lock.lock();
    try {
      return file != null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a free extent. */
  int take() {
    lock.lock();
    try {
      int extent = taken.nextClearBit(0);
      if (file == null) {
        file = open();
      }
      taken.set(extent);
      fileExtents = Math.max(fileExtents, extent + 1);
      return extent;
    } finally {
      lock.unlock();
    }
  }

  /** The file, for somebody who has extents in it. */
  VfsFile file() {
    lock.lock();
    try {
      VfsFile open = file;
      if (open == null) {
        throw new DatabaseClosedException(vfs.describe(name) + " has been closed");
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Takes extents back. What goes wrong here is nobody's loss. */
  void giveBack(int[] extents, int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        taken.clear(extents[i]);
      }
      if (taken.isEmpty()) {
        remove();
      } else if (fileExtents - taken.length() > FREE_END_MAX) {
        cut();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private VfsFile open() {
    if (closed) {
      throw new DatabaseClosedException(vfs.describe(name) + " has been closed");
    }
    VfsFile opened = vfs.open(name, Vfs.OpenMode.CREATE);
    removeName();
    return opened;
  }

  /** Removes the file's name, which fails where open files keep theirs. */
  private void removeName() {
    try {
      vfs.delete(name);
    } catch (StorageException e) {
      // It is removed when the file is closed, or by who opens the database next.
    }
  }

  @GuardedBy("lock")
  private void remove() {
    VfsFile open = file;
    file = null;
    fileExtents = 0;
    if (open != null) {
      try (open) {
        open.truncate(0); // In case that the name stays for a while.
      } catch (StorageException e) {
        // As above.
      }
      removeName();
    }
  }

  @GuardedBy("lock")
  private void cut() {
    VfsFile open = file;
    if (open != null) {
      try {
        open.truncate((long) taken.length() * EXTENT);
        fileExtents = taken.length();
      } catch (StorageException e) {
        // Then it is as long as it was.
      }
    }
  }

  /** Where a block is, for messages. */
  String describe() {
    return vfs.describe(name);
  }

  /** Removes the file. Streams that are still open can do no more than be closed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      remove();
    } finally {
      lock.unlock();
    }
  }
}
