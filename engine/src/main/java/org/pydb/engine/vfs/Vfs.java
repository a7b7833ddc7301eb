package org.pydb.engine.vfs;

import org.jspecify.annotations.Nullable;

/**
 * A place that holds files by name, and the clock beside it. Thread-safe.
 *
 * <p>All methods throw {@link org.pydb.engine.error.StorageException} when the system fails them;
 * the message names the file and what was tried. A thread's interrupt neither fails a call nor
 * closes a file; the thread stays interrupted.
 */
public interface Vfs {

  /** How a file is opened. */
  enum OpenMode {
    /** It must exist; writes fail. */
    READ,
    /** It must exist. */
    READ_WRITE,
    /** It is made if it does not exist. The name is durable after {@link Vfs#syncNames}. */
    CREATE
  }

  /** Opens a file. Closing it is the caller's duty. */
  VfsFile open(String name, OpenMode mode);

  /** Whether a file of this name exists. */
  boolean exists(String name);

  /** Removes a file, if it exists. Durable after {@link #syncNames}. */
  void delete(String name);

  /** Makes the creation and removal of files durable, where the system needs that said. */
  void syncNames();

  /**
   * Takes a file name for this process and this database alone, until the lock is closed or the
   * process ends.
   *
   * @return the lock
   * @throws org.pydb.engine.error.DatabaseLockedException naming the holder, if somebody has it
   */
  VfsLock lock(String name);

  /** Where a file of this name is, for messages. */
  String describe(String name);

  /** The clock and the source of randomness. */
  VfsClock clock();

  /** A lock that {@link Vfs#lock} gave. */
  interface VfsLock extends AutoCloseable {
    @Override
    void close();
  }

  /** Time and chance. Thread-safe. */
  interface VfsClock {
    /** Milliseconds since 1970-01-01 UTC. */
    long millis();

    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    /** 64 random bits. */
    long random();
  }

  /** Who holds a lock, or null if nobody does; for messages. */
  @Nullable String holder(String lockName);
}
