package org.pydb.engine.testkit;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A {@link Vfs} that fails on demand. Thread-safe.
 *
 * <p>A write that fails has written the sectors of its first half: that is what the contract allows
 * and what a caller must reckon with. A sync that fails has synced nothing.
 */
public final class FaultyVfs extends WrappingVfs {

  /** What can be made to fail. */
  public enum Operation {
    READ,
    WRITE,
    SYNC,
    TRUNCATE,
    DELETE,
    RENAME,
    SYNC_NAMES;

    /** All that changes something on the disk. */
    public static final Set<Operation> CHANGES =
        EnumSet.of(WRITE, SYNC, TRUNCATE, DELETE, RENAME, SYNC_NAMES);
  }

  private static final int SECTOR_SIZE = 512;

  private Set<Operation> failing = EnumSet.noneOf(Operation.class);
  private Supplier<RuntimeException> failure = () -> new StorageException("planted fault");

  /** How many failing operations are let through before the first that fails. */
  private long untilFailure;

  /** Whether the operations after the first that failed do fail too. */
  private boolean lasting;

  private long changes;
  private long roomLeft = Long.MAX_VALUE;

  /** Works like {@code inner} until told otherwise. */
  public FaultyVfs(Vfs inner) {
    super(inner);
  }

  /** Lets {@code letThrough} operations of these kinds pass and fails the next one, once. */
  public synchronized void failOnce(
      Set<Operation> operations, long letThrough, Supplier<RuntimeException> exception) {
    fail(operations, letThrough, exception, false);
  }

  /** Lets {@code letThrough} operations of these kinds pass and fails all that follow. */
  public synchronized void failFrom(
      Set<Operation> operations, long letThrough, Supplier<RuntimeException> exception) {
    fail(operations, letThrough, exception, true);
  }

  private void fail(
      Set<Operation> operations,
      long letThrough,
      Supplier<RuntimeException> exception,
      boolean andAfter) {
    failing = EnumSet.copyOf(operations);
    untilFailure = letThrough;
    failure = exception;
    lasting = andAfter;
  }

  /** Lets files grow by this many bytes in all, then the disk is full. */
  public synchronized void fullAfter(long bytes) {
    roomLeft = bytes;
  }

  /** Works again; what failed stays undone. */
  public synchronized void heal() {
    failing = EnumSet.noneOf(Operation.class);
    roomLeft = Long.MAX_VALUE;
  }

  /** How many operations that change the disk have been asked for so far. */
  public synchronized long changes() {
    return changes;
  }

  @Override
  protected VfsFile wrap(VfsFile file, OpenMode mode) {
    return new FaultyFile(file);
  }

  @Override
  public void delete(String name) {
    check(Operation.DELETE);
    super.delete(name);
  }

  @Override
  public void rename(String name, String newName) {
    check(Operation.RENAME);
    super.rename(name, newName);
  }

  @Override
  public void syncNames() {
    check(Operation.SYNC_NAMES);
    super.syncNames();
  }

  private void check(Operation operation) {
    if (fails(operation)) {
      throw exception();
    }
  }

  private synchronized boolean fails(Operation operation) {
    if (Operation.CHANGES.contains(operation)) {
      changes++;
    }
    if (!failing.contains(operation)) {
      return false;
    }
    if (untilFailure > 0) {
      untilFailure--;
      return false;
    }
    if (!lasting) {
      failing = EnumSet.noneOf(Operation.class);
    }
    return true;
  }

  private synchronized RuntimeException exception() {
    return failure.get();
  }

  /** Takes room for a file to grow, as far as there is some left. */
  private synchronized long grow(long bytes) {
    long granted = Math.min(bytes, roomLeft);
    roomLeft -= granted;
    return granted;
  }

  private final class FaultyFile extends ForwardingFile {
    FaultyFile(VfsFile inner) {
      super(inner);
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      check(Operation.READ);
      return super.read(position, target, from, count);
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      if (fails(Operation.WRITE)) {
        long torn = (position + count / 2) / SECTOR_SIZE * SECTOR_SIZE;
        super.write(position, source, from, (int) Math.max(0, torn - position));
        throw exception();
      }
      long growth = Math.max(0, position + count - size());
      long missing = growth - grow(growth);
      super.write(position, source, from, (int) Math.max(0, count - missing));
      if (missing > 0) {
        throw new DiskFullException(
            "write of "
                + count
                + " bytes at "
                + position
                + " of "
                + name()
                + ": planted full disk");
      }
    }

    @Override
    public void sync() {
      check(Operation.SYNC);
      super.sync();
    }

    @Override
    public void truncate(long size) {
      check(Operation.TRUNCATE);
      super.truncate(size);
    }
  }
}
