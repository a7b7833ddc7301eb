package org.pydb.engine.vfs;

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

  /** Opens a file. Closing it is the caller's duty. Its size and bytes are as they were left. */
  VfsFile open(String name, OpenMode mode);

  /** Whether a file of this name exists. */
  boolean exists(String name);

  /** Removes a file, if it exists. Durable after {@link #syncNames}. */
  void delete(String name);

  /**
   * Gives a file another name. Nobody may have it open. Durable after {@link #syncNames}; a crash
   * before that leaves it under one of the two names.
   *
   * @throws org.pydb.engine.error.StorageException if a file of the new name exists; both stay
   */
  void rename(String name, String newName);

  /**
   * Makes the creation, removal and renaming of files durable, where the system needs that said.
   */
  void syncNames();

  /**
   * Makes the name durable that a file was given. Windows does not know {@link #syncNames}: it
   * journals names, and writes its journal when any file is synced. So this one is, which must be
   * open for writing for that.
   */
  default void syncName(String name) {
    syncNames();
    try (VfsFile file = open(name, OpenMode.READ_WRITE)) {
      file.sync();
    }
  }

  /**
   * Takes a lock for one owner in one process, until it is closed or the process ends. The name is
   * that of a file of its own, which says who holds the lock and is gone when nobody does.
   *
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
}
