package org.pydb.engine.vfs.layer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * A file cut into segments. Thread-safe.
 *
 * <h2>What is durable when</h2>
 *
 * The header of the first segment says how many there are. That number must never be durable before
 * what it speaks of, else a crash would leave a file of which a segment is missing:
 *
 * <pre>
 *   one more:  fill the last one up to its size; make the new file, write its header; sync both;
 *              sync the names; then write the number, which is durable with the next sync
 *   fewer:     write the number, sync; then remove the files
 * </pre>
 *
 * <p>So there may be files beyond the number. They are never read, and cut to nothing before one of
 * them becomes a segment again.
 */
final class SegmentedFile implements VfsFile {
  private final Vfs vfs;
  private final String name;
  private final boolean writable;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** One sync at a time: a second one must not return while the first is still at it. */
  private final Object syncing = new Object();

  /** Written under the write lock. */
  private volatile SegmentHeader header;

  /** Empty if the file is, and has no header yet. Guarded by {@link #lock}. */
  private final List<Segment> segments = new ArrayList<>();

  @GuardedBy("syncing")
  private boolean headerKnownDurable;

  private volatile boolean closed;

  /** A segment that is open. */
  private static final class Segment {
    final VfsFile file;

    /** Whether something may have been written since the last sync. */
    volatile boolean changed = true;

    Segment(VfsFile file) {
      this.file = file;
    }
  }

  private SegmentedFile(Vfs vfs, String name, boolean writable, SegmentHeader header) {
    this.vfs = vfs;
    this.name = name;
    this.writable = writable;
    this.header = header;
  }

  static SegmentedFile open(Vfs vfs, String name, OpenMode mode, long segmentSize) {
    VfsFile first = vfs.open(name, mode);
    SegmentedFile file = null;
    try {
      SegmentHeader found = SegmentHeader.read(first, vfs.describe(name));
      SegmentHeader header =
          found == null
              ? new SegmentHeader(
                  segmentSize, new UUID(vfs.clock().random(), vfs.clock().random()), 0, 1, "")
              : found;
      file = new SegmentedFile(vfs, name, mode != OpenMode.READ, header);
      file.segments.add(new Segment(first));
      if (found != null) {
        file.openOthers(mode);
      } else if (file.writable) {
        others(vfs, name).forEach(vfs::delete); // of a file of this name that was removed
        first.truncate(0);
        header.write(first);
      }
      return file;
    } catch (RuntimeException e) {
      if (file == null) {
        first.close();
      } else {
        file.close();
      }
      throw e;
    }
  }

  private void openOthers(OpenMode mode) {
    OpenMode others = mode == OpenMode.READ ? OpenMode.READ : OpenMode.READ_WRITE;
    for (long number = 1; number < header.count(); number++) {
      String segment = existing(number);
      VfsFile opened = vfs.open(segment, others);
      segments.add(new Segment(opened));
      SegmentHeader found = SegmentHeader.read(opened, vfs.describe(segment));
      if (found == null
          || !found.file().equals(header.file())
          || found.number() != number
          || found.segmentSize() != header.segmentSize()) {
        throw new CorruptionException(
            vfs.describe(segment)
                + ": found "
                + (found == null ? "no header" : "another file's" + " segment")
                + ", expected segment "
                + number
                + " of "
                + vfs.describe(name));
      }
    }
    for (int i = 0; i < segments.size() - 1; i++) {
      long size = segments.get(i).file.size();
      if (size != header.segmentSize()) {
        throw new CorruptionException(
            vfs.describe(segments.get(i).file.name())
                + ": found "
                + size
                + " bytes, expected "
                + header.segmentSize()
                + ", since more segments of "
                + vfs.describe(name)
                + " follow it");
      }
    }
  }

  private String existing(long number) {
    String own = segmentName(name, number);
    if (vfs.exists(own)) {
      return own;
    }
    String other = segmentName(header.otherName(), number);
    if (!header.otherName().isEmpty() && vfs.exists(other)) {
      return other;
    }
    throw new CorruptionException(
        vfs.describe(own)
            + ": is missing, it is segment "
            + number
            + " of "
            + header.count()
            + " (counted from 0) of "
            + vfs.describe(name)
            + ". Bring it back beside the others; without it the file is not whole.");
  }

  // ------------------------------------------------------------------ names

  private static String segmentName(String name, long number) {
    return "%s.%04d".formatted(name, number);
  }

  /** The names of all segments but the first that are there, be they counted or not. */
  static List<String> others(Vfs vfs, String name) {
    long count = 1;
    if (vfs.exists(name)) {
      try (VfsFile first = vfs.open(name, OpenMode.READ)) {
        SegmentHeader header = SegmentHeader.read(first, vfs.describe(name));
        count = header == null ? 1 : header.count();
      } catch (CorruptionException e) {
        // Then those count that follow each other.
      }
    }
    List<String> found = new ArrayList<>();
    for (long number = 1; number < count || vfs.exists(segmentName(name, number)); number++) {
      found.add(segmentName(name, number));
    }
    return found;
  }

  /** Gives all segments but the first another name, by which the first knows them from now on. */
  static void moveOthers(Vfs vfs, String name, String newName) {
    try (VfsFile first = vfs.open(name, OpenMode.READ_WRITE)) {
      SegmentHeader header = SegmentHeader.read(first, vfs.describe(name));
      if (header == null || header.count() == 1) {
        return;
      }
      move(vfs, header.otherName(), name, header.count()); // what a crash left on its way
      vfs.syncNames();
      first.sync(); // Windows has no sync of names: that of any file takes in those before it.
      header.withOtherName(newName).write(first);
      first.sync();
      move(vfs, name, newName, header.count());
      vfs.syncNames();
      first.sync();
    }
  }

  /** Moves those segments of a file that are under one name to another; removes who is there. */
  private static void move(Vfs vfs, String from, String to, long count) {
    for (long number = 1; !from.equals(to) && number < count; number++) {
      if (vfs.exists(segmentName(from, number))) {
        vfs.delete(segmentName(to, number));
        vfs.rename(segmentName(from, number), segmentName(to, number));
      }
    }
  }

  // ------------------------------------------------------------------ bytes

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    lock.readLock().lock();
    try {
      int available = (int) Math.max(0, Math.min(count, sizeLocked() - position));
      for (int done = 0; done < available; ) {
        long at = position + done;
        int part = part(at, available - done);
        int length = segment(at).file.read(offset(at), target, from + done, part);
        Arrays.fill(target, from + done + length, from + done + part, (byte) 0);
        done += part;
      }
      return available;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    if (count == 0) {
      return;
    }
    while (!tryWrite(position, source, from, count)) {
      grow(position + count);
    }
  }

  private boolean tryWrite(long position, byte[] source, int from, int count) {
    lock.readLock().lock();
    try {
      checkOpen();
      if (index(position + count - 1) >= segments.size()) {
        return false;
      }
      for (int done = 0; done < count; ) {
        long at = position + done;
        int part = part(at, count - done);
        Segment segment = segment(at);
        segment.changed = true;
        segment.file.write(offset(at), source, from + done, part);
        done += part;
      }
      return true;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void grow(long size) {
    lock.writeLock().lock();
    try {
      checkOpen();
      while (index(size - 1) >= segments.size()) {
        addSegment();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Adds a segment as the class comment says. The caller holds the write lock. */
  private void addSegment() {
    Segment last = segments.get(segments.size() - 1);
    if (last.file.size() < header.segmentSize()) {
      last.file.write(header.segmentSize() - 1, new byte[1], 0, 1);
    }
    long number = segments.size();
    VfsFile file = vfs.open(segmentName(name, number), OpenMode.CREATE);
    try {
      file.truncate(0);
      header.of(number).write(file);
      file.sync();
      last.file.sync();
      vfs.syncNames();
      SegmentHeader counted = header.withCount(number + 1);
      segments.get(0).changed = true;
      counted.write(segments.get(0).file);
      header = counted;
      segments.add(new Segment(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void truncate(long size) {
    lock.writeLock().lock();
    try {
      if (size >= sizeLocked()) {
        return;
      }
      int count = size == 0 ? 1 : index(size - 1) + 1;
      if (count < segments.size()) {
        dropSegments(count);
      }
      Segment last = segments.get(count - 1);
      last.changed = true;
      last.file.truncate(SegmentHeader.SIZE + size - (count - 1) * capacity());
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void dropSegments(int count) {
    VfsFile first = segments.get(0).file;
    SegmentHeader counted = header.withCount(count);
    counted.write(first);
    first.sync();
    header = counted;
    while (segments.size() > count) {
      VfsFile dropped = segments.remove(segments.size() - 1).file;
      dropped.close();
      try {
        vfs.delete(dropped.name());
      } catch (StorageException e) {
        // Somebody looks at it. It counts for nothing, and is cut if it is wanted again.
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first one writes the header again: a process that died may have left it where it can be
   * read, and be lost with the power.
   */
  @Override
  public void sync() {
    synchronized (syncing) {
      List<Segment> changed = new ArrayList<>();
      lock.readLock().lock();
      try {
        checkOpen();
        if (!writable) {
          return;
        }
        if (!headerKnownDurable) {
          header.write(segments.get(0).file);
          segments.get(0).changed = true;
        }
        for (Segment segment : segments) {
          if (segment.changed) {
            segment.changed = false;
            changed.add(segment);
          }
        }
        // Under the lock, so that no segment is closed meanwhile; writes go on, and are not waited
        // for.
        for (Segment segment : changed) {
          segment.file.sync();
        }
      } finally {
        lock.readLock().unlock();
      }
      if (!headerKnownDurable) {
        vfs.syncNames();
        headerKnownDurable = true;
      }
    }
  }

  @Override
  public long size() {
    lock.readLock().lock();
    try {
      return sizeLocked();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The caller holds a lock. */
  private long sizeLocked() {
    checkOpen();
    VfsFile last = segments.get(segments.size() - 1).file;
    long used = Math.max(0, last.size() - SegmentHeader.SIZE);
    return (segments.size() - 1) * capacity() + used;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      for (Segment segment : segments) {
        segment.file.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new DatabaseClosedException(vfs.describe(name) + " has been closed");
    }
  }

  // ------------------------------------------------------------------ places

  /** Bytes of data in a segment. */
  private long capacity() {
    return header.segmentSize() - SegmentHeader.SIZE;
  }

  private int index(long position) {
    return Math.toIntExact(position / capacity());
  }

  private Segment segment(long position) {
    return segments.get(index(position));
  }

  private long offset(long position) {
    return SegmentHeader.SIZE + position % capacity();
  }

  /** How many of so many bytes lie in the same segment. */
  private int part(long position, int count) {
    return (int) Math.min(count, capacity() - position % capacity());
  }

  /** The header of a file that is segmented; null if it is not. */
  static @Nullable SegmentHeader headerOf(Vfs vfs, String name) {
    try (VfsFile file = vfs.open(name, OpenMode.READ)) {
      byte[] magic = new byte[8];
      return file.read(0, magic, 0, 8) == 8 && Bytes.getLong(magic, 0) == SegmentHeader.MAGIC
          ? SegmentHeader.read(file, vfs.describe(name))
          : null;
    }
  }
}
