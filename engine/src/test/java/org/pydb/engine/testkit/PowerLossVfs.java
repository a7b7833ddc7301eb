package org.pydb.engine.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Files that forget, when the power fails, what was not synced: each 512-byte sector of each write
 * is there or not, each truncation happened or not, as chance has it. Names are durable at once.
 * Thread-safe.
 */
public final class PowerLossVfs extends WrappingVfs {

  private static final int SECTOR_SIZE = 512;

  private final Map<String, Platter> platters = new TreeMap<>();

  /** A disk without files. */
  public PowerLossVfs() {
    this(Map.of());
  }

  /** A disk with these files, all synced. */
  public PowerLossVfs(Map<String, byte[]> files) {
    super(new MemoryVfs());
    files.forEach(
        (name, bytes) -> {
          try (VfsFile file = inner().open(name, OpenMode.CREATE)) {
            file.write(0, bytes, 0, bytes.length);
          }
          platters.put(name, new Platter(bytes.clone()));
        });
  }

  /** The disk that is found when the power is back. This one is as it was. */
  public synchronized PowerLossVfs afterPowerLoss(Random chance) {
    double kept = new double[] {0, 0.1, 0.5, 0.9, 1}[chance.nextInt(5)];
    Map<String, byte[]> files = new TreeMap<>();
    platters.forEach((name, platter) -> files.put(name, platter.afterPowerLoss(chance, kept)));
    return new PowerLossVfs(files);
  }

  /**
   * Does what Linux does after a failed sync: takes what was not synced for written. Reads still
   * show it, from memory, and no later sync makes it durable.
   */
  public synchronized void forgetUnsynced() {
    platters.values().forEach(platter -> platter.pending.clear());
  }

  /** The bytes of all files, as whoever reads them now finds them. */
  public synchronized Map<String, byte[]> contents() {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : platters.keySet()) {
      try (VfsFile file = inner().open(name, OpenMode.READ)) {
        byte[] bytes = new byte[Math.toIntExact(file.size())];
        file.read(0, bytes, 0, bytes.length);
        files.put(name, bytes);
      }
    }
    return files;
  }

  @Override
  public synchronized void delete(String name) {
    super.delete(name);
    platters.remove(name);
  }

  @Override
  public synchronized void rename(String name, String newName) {
    super.rename(name, newName);
    Platter platter = platters.remove(name);
    if (platter != null) {
      platters.put(newName, platter);
    }
  }

  @Override
  protected synchronized VfsFile wrap(VfsFile file, OpenMode mode) {
    return new PlatterFile(
        file, platters.computeIfAbsent(file.name(), absent -> new Platter(new byte[0])));
  }

  /** A write, or, if there are no bytes, a truncation. */
  private static final class Change {
    final long position;
    final byte[] bytes;

    Change(long position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }
  }

  /** What of a file is synced, and what has been asked of it since. */
  private static final class Platter {
    private byte[] synced;
    private final List<Change> pending = new ArrayList<>();

    Platter(byte[] synced) {
      this.synced = synced;
    }

    void sync() {
      Image image = new Image(synced);
      pending.forEach(image::apply);
      synced = image.bytes();
      pending.clear();
    }

    byte[] afterPowerLoss(Random chance, double kept) {
      Image image = new Image(synced.clone());
      for (Change change : pending) {
        for (Change part : sectors(change)) {
          if (chance.nextDouble() < kept) {
            image.apply(part);
          }
        }
      }
      return image.bytes();
    }

    private static List<Change> sectors(Change change) {
      List<Change> parts = new ArrayList<>();
      int from = 0;
      do {
        long sectorEnd = ((change.position + from) / SECTOR_SIZE + 1) * SECTOR_SIZE;
        int to = (int) Math.min(change.bytes.length, sectorEnd - change.position);
        parts.add(new Change(change.position + from, Arrays.copyOfRange(change.bytes, from, to)));
        from = to;
      } while (from < change.bytes.length);
      return parts;
    }
  }

  /** The bytes of a file while changes are made to them; with room to grow, for there are many. */
  private static final class Image {
    private byte[] bytes;
    private int length;

    Image(byte[] bytes) {
      this.bytes = bytes;
      length = bytes.length;
    }

    void apply(Change change) {
      int position = Math.toIntExact(change.position);
      if (change.bytes.length == 0) {
        setLength(Math.min(length, position));
        return;
      }
      setLength(Math.max(length, position + change.bytes.length));
      System.arraycopy(change.bytes, 0, bytes, position, change.bytes.length);
    }

    private void setLength(int newLength) {
      if (newLength > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(newLength, bytes.length * 2));
      }
      if (newLength < length) {
        Arrays.fill(bytes, newLength, length, (byte) 0);
      }
      length = newLength;
    }

    byte[] bytes() {
      return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
  }

  private final class PlatterFile extends ForwardingFile {
    private final Platter platter;

    PlatterFile(VfsFile inner, Platter platter) {
      super(inner);
      this.platter = platter;
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      synchronized (PowerLossVfs.this) {
        super.write(position, source, from, count);
        if (count > 0) {
          platter.pending.add(new Change(position, Arrays.copyOfRange(source, from, from + count)));
        }
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (PowerLossVfs.this) {
        super.truncate(size);
        platter.pending.add(new Change(size, new byte[0]));
      }
    }

    @Override
    public void sync() {
      synchronized (PowerLossVfs.this) {
        super.sync();
        platter.sync();
      }
    }
  }
}
