package org.pydb.engine.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** A {@link Vfs} that counts what is asked of each file. Thread-safe. */
public final class CountingVfs extends WrappingVfs {

  private final Map<String, Counters> counters = new ConcurrentHashMap<>();

  /** Counts what reaches {@code inner}. */
  public CountingVfs(Vfs inner) {
    super(inner);
  }

  /** What was asked of the file of this name so far. */
  public Counts counts(String name) {
    return counters(name).snapshot();
  }

  @Override
  protected VfsFile wrap(VfsFile file, OpenMode mode) {
    return new CountingFile(file, counters(file.name()));
  }

  private Counters counters(String name) {
    return counters.computeIfAbsent(name, absent -> new Counters());
  }

  /** How often a file was read, written and synced, and how many bytes that were. */
  public record Counts(
      long reads, long bytesRead, long writes, long bytesWritten, long syncs, long truncations) {

    /** What came after {@code earlier}. */
    public Counts since(Counts earlier) {
      return new Counts(
          reads - earlier.reads,
          bytesRead - earlier.bytesRead,
          writes - earlier.writes,
          bytesWritten - earlier.bytesWritten,
          syncs - earlier.syncs,
          truncations - earlier.truncations);
    }
  }

  private static final class Counters {
    final AtomicLong reads = new AtomicLong();
    final AtomicLong bytesRead = new AtomicLong();
    final AtomicLong writes = new AtomicLong();
    final AtomicLong bytesWritten = new AtomicLong();
    final AtomicLong syncs = new AtomicLong();
    final AtomicLong truncations = new AtomicLong();

    Counts snapshot() {
      return new Counts(
          reads.get(),
          bytesRead.get(),
          writes.get(),
          bytesWritten.get(),
          syncs.get(),
          truncations.get());
    }
  }

  private static final class CountingFile extends ForwardingFile {
    private final Counters counters;

    CountingFile(VfsFile inner, Counters counters) {
      super(inner);
      this.counters = counters;
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      int length = super.read(position, target, from, count);
      counters.reads.incrementAndGet();
      counters.bytesRead.addAndGet(length);
      return length;
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      super.write(position, source, from, count);
      counters.writes.incrementAndGet();
      counters.bytesWritten.addAndGet(count);
    }

    @Override
    public void sync() {
      super.sync();
      counters.syncs.incrementAndGet();
    }

    @Override
    public void truncate(long size) {
      super.truncate(size);
      counters.truncations.incrementAndGet();
    }
  }
}
