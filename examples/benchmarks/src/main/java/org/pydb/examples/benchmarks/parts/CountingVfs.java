package org.pydb.examples.benchmarks.parts;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.pydb.engine.vfs.ForwardingVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Counts the bytes that are read from and written to the files of another Vfs. Thread-safe.
 *
 * <p>It stands right above the disk, below all layers: what it counts is what the disk is asked
 * for. What the operating system's cache then spares the disk is not seen here.
 */
final class CountingVfs extends ForwardingVfs {
  private final LongAdder read = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder syncs = new LongAdder();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  CountingVfs(Vfs inner) {
    super(inner);
  }

  /** What was counted up to now. */
  Counts counts() {
    return new Counts(read.sum(), written.sum(), syncs.sum());
  }

  /** Bytes of all files that were opened here and are still there. */
  long fileBytes() {
    long bytes = 0;
    for (String name : names) {
      if (exists(name)) {
        try (VfsFile file = inner().open(name, OpenMode.READ)) {
          bytes += file.size();
        }
      }
    }
    return bytes;
  }

  @Override
  public VfsFile open(String name, OpenMode mode) {
    VfsFile file = inner().open(name, mode);
    names.add(name);
    return new CountedFile(file);
  }

  @Override
  public void rename(String name, String newName) {
    super.rename(name, newName);
    names.add(newName);
  }

  /** Hands on, and counts what was done. */
  private final class CountedFile implements VfsFile {
    private final VfsFile file;

    CountedFile(VfsFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      int found = file.read(position, target, from, count);
      read.add(found);
      return found;
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      file.write(position, source, from, count);
      written.add(count);
    }

    @Override
    public void sync() {
      file.sync();
      syncs.increment();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void truncate(long size) {
      file.truncate(size);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
