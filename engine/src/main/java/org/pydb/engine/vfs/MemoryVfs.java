package org.pydb.engine.vfs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.StorageException;

/**
 * Files on the heap, gone with the last reference to this object. Thread-safe.
 *
 * <p>As on POSIX, a file that is deleted while open stays with those who have it open. Sync has
 * nothing to do: there is no place that would outlive a crash.
 */
public final class MemoryVfs implements Vfs {

  private final ConcurrentMap<String, MemoryBytes> files = new ConcurrentHashMap<>();

  /** Lock name → holder. */
  private final ConcurrentMap<String, String> locks = new ConcurrentHashMap<>();

  private final VfsClock clock = new SystemClock();

  /** A place without files. */
  public MemoryVfs() {}

  @Override
  public VfsFile open(String name, OpenMode mode) {
    MemoryBytes bytes =
        mode == OpenMode.CREATE
            ? files.computeIfAbsent(name, absent -> new MemoryBytes())
            : files.get(name);
    if (bytes == null) {
      throw new StorageException("open of " + describe(name) + " failed: there is no such file");
    }
    return new MemoryFile(name, describe(name), bytes, mode);
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name);
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void rename(String name, String newName) {
    MemoryBytes bytes = files.get(name);
    if (bytes == null || files.putIfAbsent(newName, bytes) != null) {
      throw new StorageException(
          "rename to "
              + newName
              + " of "
              + describe(name)
              + (bytes == null ? " failed: there is no such file" : " failed: it exists"));
    }
    files.remove(name);
  }

  @Override
  public void syncNames() {}

  @Override
  public VfsLock lock(String name) {
    String holder = locks.putIfAbsent(name, LockHolder.describe(clock));
    if (holder != null) {
      throw new DatabaseLockedException(
          describe(name) + " is held by " + holder + " (this process)");
    }
    return new MemoryLock(name);
  }

  @Override
  public String describe(String name) {
    return "memory:" + name;
  }

  @Override
  public VfsClock clock() {
    return clock;
  }

  /** Gives the name back, once. */
  private final class MemoryLock implements VfsLock {
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    MemoryLock(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        locks.remove(name);
      }
    }
  }
}
