package org.pydb.engine.testkit.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.FileState.Change;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A disk in memory that keeps no more than it must. Thread-safe; what happens in one thread happens
 * again with the same seed.
 *
 * <h2>What a crash may do</h2>
 *
 * <ol>
 *   <li>What was written to a file before a sync of that file returned is there. A sync of one file
 *       says nothing about another.
 *   <li>Of what was written since, any sectors of 512 bytes are there and any are not, in whatever
 *       order they were written: writes are lost, torn and reordered. A sector is never torn.
 *   <li>A truncation that was not synced has happened or not.
 *   <li>A write that made the file longer may be lost and yet leave it longer, with zeros.
 *   <li>A file that was made, removed or renamed since the names were last synced may be missing,
 *       there again, or under its old name: even if its bytes were synced. Each of these changes is
 *       there or not; a renamed file has one of its names.
 *   <li>Nothing else changes, and what is found after the crash is durable.
 * </ol>
 *
 * <h2>What may fail, by a {@link Fault}</h2>
 *
 * <ol>
 *   <li>A write that fails has written some of its first sectors; so has one that finds the disk
 *       full.
 *   <li>A sync that fails has made some of the changes durable and given up others, which no later
 *       sync brings back. Reads may go on to show them, as Linux does, or not.
 *   <li>A read, a truncation, a removal, a renaming or a sync of names that fails has done nothing.
 *   <li>Bits flip: {@link DiskState#withFlippedBit}.
 *   <li>A lie: the disk reports as done what it has omitted. No database survives that; it shows
 *       that a test finds what it should.
 * </ol>
 *
 * <h2>Windows</h2>
 *
 * A disk of the kind {@link Kind#WINDOWS} removes and renames no file that is open, truncates none
 * that is open twice, and has no sync of names: it keeps the changes of names in order, and the
 * sync of any file makes those before it durable.
 *
 * <h2>What is left out</h2>
 *
 * Sectors torn inside, writes that went to the wrong place, bits that flip only while they are
 * read, and disks that take a sync for advice, unless a fault says so.
 */
public final class SimulatedDisk implements Vfs {

  private static final boolean TRACE = Boolean.getBoolean("pydb.crash.trace");

  /** Whose habits the disk has. */
  public enum Kind {
    POSIX,
    WINDOWS
  }

  /** Is shown each change of a disk, and what there was when a sync began. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Something was done, or a sync begins. Called under the disk's lock, so that nothing else
     * happens to it.
     *
     * @param state the disk as it is now
     * @return what is to be done next, without the lock and before the change returns to whoever
     *     asked for it; or null
     */
    @Nullable Runnable changed(DiskChange change, DiskState state);
  }

  private final Kind kind;
  private final ReentrantLock lock = new ReentrantLock();
  private final Random chance;
  private final VfsClock clock;

  /** Keeps the locks, which are gone with the process. */
  private final MemoryVfs locks = new MemoryVfs();

  /** Written under the lock. */
  private volatile boolean off;

  /** Whether a sync has failed, and nobody has looked since what is left. */
  private volatile boolean hasGivenUp;

  // Guarded by the lock.
  private final List<Handle> handles = new ArrayList<>();
  private long changes;
  private int lastFile;
  private Fault fault = Fault.NONE;

  private Watcher watcher = (change, state) -> null;

  /** Written under the lock. */
  private volatile DiskState state;

  /** A disk that was found in some state. */
  public SimulatedDisk(Kind kind, DiskState state, long seed) {
    this.kind = kind;
    this.state = state;
    chance = new Random(seed);
    clock = new SimulatedClock(seed);
    lastFile = state.highestNumber();
  }

  /** An empty disk. */
  public SimulatedDisk(long seed) {
    this(Kind.POSIX, DiskState.EMPTY, seed);
  }

  /** The disk as it is now. */
  public DiskState state() {
    return state;
  }

  /** How many changes it has been asked for. */
  public long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Sets what goes wrong from now on. */
  public void setFault(Fault newFault) {
    lock.lock();
    try {
      fault = newFault;
    } finally {
      lock.unlock();
    }
  }

  /** Sets who is shown the changes from now on. */
  public void setWatcher(Watcher newWatcher) {
    lock.lock();
    try {
      watcher = newWatcher;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether what was not synced may be gone, because a sync failed, and nobody has looked since.
   */
  boolean hasGivenUp() {
    return hasGivenUp;
  }

  /** Says that somebody has looked, after a failed sync, what is left. */
  public void lossIsSeen() {
    hasGivenUp = false;
  }

  /** The names of the files that somebody has open. */
  public List<String> openFiles() {
    lock.lock();
    try {
      return handles.stream().map(Handle::name).sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ names

  @Override
  public VfsFile open(String name, OpenMode mode) {
    lock.lock();
    try {
      checkPower();
      if (state.number(name) != 0) {
        return handle(name, mode);
      }
    } finally {
      lock.unlock();
    }
    if (mode != OpenMode.CREATE) {
      throw new StorageException("open of " + describe(name) + " failed: there is no such file");
    }
    change(Operation.CREATE, name, 0, 0, number -> create(name, number), null);
    lock.lock();
    try {
      return handle(name, mode);
    } finally {
      lock.unlock();
    }
  }

  private void create(String name, long number) {
    if (state.number(name) == 0) {
      state = state.withName(number, name, ++lastFile);
    }
  }

  private Handle handle(String name, OpenMode mode) {
    Handle handle = new Handle(name, state.number(name), mode);
    handles.add(handle);
    return handle;
  }

  @Override
  public boolean exists(String name) {
    return state.number(name) != 0;
  }

  @Override
  public void delete(String name) {
    if (exists(name)) {
      checkClosed("delete", name);
      change(Operation.DELETE, name, 0, 0, number -> state = state.withoutName(number, name), null);
    }
  }

  @Override
  public void rename(String name, String newName) {
    checkClosed("rename", name);
    if (!exists(name) || exists(newName)) {
      throw new StorageException(
          "rename of "
              + describe(name)
              + " to "
              + newName
              + " failed: "
              + (exists(name) ? "that exists" : "there is no such file"));
    }
    change(
        Operation.RENAME,
        name,
        0,
        0,
        number -> state = state.withNewName(number, name, newName),
        null);
  }

  private void checkClosed(String what, String name) {
    if (kind == Kind.WINDOWS && openFiles().contains(name)) {
      throw new StorageException(
          what + " of " + describe(name) + " failed: somebody has it open (as on Windows)");
    }
  }

  @Override
  public void syncNames() {
    if (kind == Kind.POSIX) {
      change(Operation.SYNC_NAMES, "", 0, 0, number -> makeNamesDurable(), null);
    }
  }

  private void makeNamesDurable() {
    Set<Integer> open = new HashSet<>();
    handles.forEach(handle -> open.add(handle.file));
    state = state.withNamesSynced(open);
  }

  @Override
  public VfsLock lock(String name) {
    checkPower();
    return locks.lock(name);
  }

  @Override
  public String describe(String name) {
    return locks.describe(name);
  }

  @Override
  public VfsClock clock() {
    return clock;
  }

  // ------------------------------------------------------------------ changes

  /** Does something to the state, under the lock. */
  private interface Action {
    void apply(long number);
  }

  /**
   * Asks for a change: it is done, or goes wrong.
   *
   * @param half what is done of it if it fails; null if nothing
   */
  private void change(
      Operation operation,
      String name,
      long position,
      int count,
      Action whole,
      @Nullable Action half) {
    if (operation == Operation.SYNC) {
      show(operation, name);
    }
    Runnable next;
    lock.lock();
    try {
      checkPower();
      DiskChange change =
          new DiskChange(
              ++changes,
              operation,
              name,
              position,
              count,
              grows(operation, name, position + count));
      Fault.Outcome outcome = fault.outcome(change);
      if (TRACE) {
        System.out.println(change + " " + outcome);
      }
      switch (outcome) {
        case DONE -> whole.apply(changes);
        case OMITTED -> {}
        case POWER_OFF -> off = true;
        case FAILED, DISK_FULL -> {
          if (half != null) {
            half.apply(changes);
          }
        }
      }
      checkPower();
      next = watcher.changed(change, state);
      if (outcome == Fault.Outcome.FAILED) {
        throw new StorageException(describe(name) + ": simulated failure of " + change);
      }
      if (outcome == Fault.Outcome.DISK_FULL) {
        throw new DiskFullException(describe(name) + ": simulated full disk, " + change);
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.run();
    }
  }

  /** Shows the disk before something is done to it. */
  private void show(Operation operation, String name) {
    Runnable next;
    lock.lock();
    try {
      checkPower();
      next = watcher.changed(new DiskChange(changes, operation, name, 0, 0, false), state);
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.run();
    }
  }

  private boolean grows(Operation operation, String name, long end) {
    int file = state.number(name);
    return operation == Operation.WRITE && file != 0 && state.file(file).live().size() < end;
  }

  private void checkPower() {
    if (off) {
      throw new StorageException("the power is off (simulated)");
    }
  }

  /** A file that somebody has open. */
  private final class Handle implements VfsFile {
    private final String name;
    private final int file;
    private final OpenMode mode;
    private volatile boolean closed;

    Handle(String name, int file, OpenMode mode) {
      this.name = name;
      this.file = file;
      this.mode = mode;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      Objects.checkFromIndexSize(from, count, target.length);
      checkOpen();
      if (fault != Fault.NONE) {
        checkRead(new DiskChange(changes, Operation.READ, name, position, count, false));
      }
      return state.file(file).live().read(position, target, from, count);
    }

    private void checkRead(DiskChange read) {
      lock.lock();
      try {
        checkPower();
        Fault.Outcome outcome = fault.outcome(read);
        if (outcome == Fault.Outcome.FAILED) {
          throw new StorageException(describe(name) + ": simulated failure of " + read);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      Objects.checkFromIndexSize(from, count, source.length);
      checkWritable();
      byte[] bytes = Arrays.copyOfRange(source, from, from + count);
      change(
          Operation.WRITE,
          name,
          position,
          count,
          number -> put(new Change(number, position, bytes, false)),
          number -> put(new Change(number, position, torn(position, bytes), false)));
    }

    /** Some of the first sectors. */
    private byte[] torn(long position, byte[] bytes) {
      long end = position + chance.nextInt(bytes.length + 1);
      long sectorEnd = end / FileState.SECTOR_SIZE * FileState.SECTOR_SIZE;
      return Arrays.copyOf(bytes, (int) Math.max(0, sectorEnd - position));
    }

    private void put(Change change) {
      if (change.truncates() || change.bytes().length > 0) {
        state = state.with(file, state.file(file).after(change));
      }
    }

    @Override
    public void sync() {
      checkOpen();
      change(
          Operation.SYNC,
          name,
          0,
          0,
          number -> {
            state = state.with(file, state.file(file).afterSync());
            if (kind == Kind.WINDOWS) {
              makeNamesDurable();
            }
          },
          number -> {
            state = state.with(file, state.file(file).afterFailedSync(chance));
            hasGivenUp = true;
          });
    }

    @Override
    public long size() {
      checkOpen();
      return state.file(file).live().size();
    }

    @Override
    public void truncate(long size) {
      checkWritable();
      if (kind == Kind.WINDOWS && openFiles().stream().filter(name::equals).count() > 1) {
        throw new StorageException(
            "truncate of " + describe(name) + " failed: it is open twice (as on Windows)");
      }
      if (size < size()) {
        change(
            Operation.TRUNCATE,
            name,
            size,
            0,
            number -> put(new Change(number, size, new byte[0], true)),
            null);
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        handles.remove(this);
      } finally {
        lock.unlock();
      }
    }

    private void checkWritable() {
      checkOpen();
      if (mode == OpenMode.READ) {
        throw new StorageException(
            "write of " + describe(name) + " failed: it was opened for reading only");
      }
    }

    private void checkOpen() {
      if (closed) {
        throw new DatabaseClosedException(describe(name) + " has been closed");
      }
      checkPower();
    }
  }
}
