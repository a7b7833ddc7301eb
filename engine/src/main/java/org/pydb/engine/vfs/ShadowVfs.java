package org.pydb.engine.vfs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.StorageException;

/**
 * The files of another place, which stay as they are: what is written, cut, made, renamed or
 * deleted here is so in memory only, and gone with this. Thread-safe.
 */
public final class ShadowVfs implements Vfs {
  private final Vfs base;

  /** The files that were opened here, by the names that they have here. */
  @GuardedBy("this")
  private final Map<String, Shadow> shadows = new HashMap<>();

  /** Names of the other place that mean nothing here any more. */
  @GuardedBy("this")
  private final Set<String> hidden = new HashSet<>();

  /** The files of that place. */
  public ShadowVfs(Vfs base) {
    this.base = base;
  }

  @Override
  public synchronized VfsFile open(String name, OpenMode mode) {
    if (!exists(name)) {
      if (mode != OpenMode.CREATE) {
        throw new StorageException(describe(name) + ": there is no such file");
      }
      shadows.put(name, new Shadow(null));
    }
    return new Handle(name, shadows.computeIfAbsent(name, Shadow::new));
  }

  @Override
  public synchronized boolean exists(String name) {
    return shadows.containsKey(name) || (!hidden.contains(name) && base.exists(name));
  }

  @Override
  public synchronized void delete(String name) {
    shadows.remove(name);
    hidden.add(name);
  }

  @Override
  public synchronized void rename(String name, String newName) {
    if (exists(newName)) {
      throw new StorageException(describe(newName) + ": exists already");
    }
    Shadow moved = shadows.remove(name);
    shadows.put(newName, moved == null ? new Shadow(name) : moved);
    hidden.add(name);
  }

  @Override
  public void syncNames() {
    // There is nothing that could be lost.
  }

  /** A lock that anybody gets: what is here nobody else can change. */
  @Override
  public VfsLock lock(String name) {
    return () -> {};
  }

  @Override
  public String describe(String name) {
    return base.describe(name);
  }

  @Override
  public VfsClock clock() {
    return base.clock();
  }

  /** A file, with what was changed of it. */
  private final class Shadow {
    private static final int BLOCK = 4096;

    /** Its name in the other place; null if it is not there. */
    private final @Nullable String baseName;

    @GuardedBy("this")
    private final Map<Long, byte[]> blocks = new HashMap<>();

    /** Open while any handle is. */
    @GuardedBy("this")
    private @Nullable VfsFile file;

    @GuardedBy("this")
    private int handles;

    /** Of the file in the other place, as much as counts here. */
    @GuardedBy("this")
    private long baseSize;

    @GuardedBy("this")
    private long size = -1;

    Shadow(@Nullable String baseName) {
      this.baseName = baseName;
    }

    synchronized void open() {
      if (handles++ > 0) {
        return;
      }
      if (baseName != null) {
        file = base.open(baseName, OpenMode.READ);
      }
      if (size < 0) {
        size = file == null ? 0 : file.size();
        baseSize = size;
      }
    }

    synchronized void close() {
      if (--handles == 0 && file != null) {
        file.close();
        file = null;
      }
    }

    synchronized long size() {
      return size;
    }

    synchronized int read(long position, byte[] target, int from, int count) {
      int available = (int) Math.max(0, Math.min(count, size - position));
      for (int done = 0; done < available; ) {
        long at = position + done;
        int offset = (int) (at % BLOCK);
        int part = Math.min(BLOCK - offset, available - done);
        byte[] block = blocks.get(at / BLOCK);
        if (block == null) {
          block = load(at / BLOCK);
        }
        System.arraycopy(block, offset, target, from + done, part);
        done += part;
      }
      return available;
    }

    synchronized void write(long position, byte[] source, int from, int count) {
      for (int done = 0; done < count; ) {
        long at = position + done;
        int offset = (int) (at % BLOCK);
        int part = Math.min(BLOCK - offset, count - done);
        System.arraycopy(source, from + done, own(at / BLOCK), offset, part);
        done += part;
      }
      size = Math.max(size, position + count);
    }

    synchronized void truncate(long newSize) {
      if (newSize >= size) {
        return;
      }
      baseSize = Math.min(baseSize, newSize);
      blocks.keySet().removeIf(block -> block * BLOCK >= newSize);
      byte[] last = blocks.get(newSize / BLOCK);
      for (int i = (int) (newSize % BLOCK); last != null && i < BLOCK; i++) {
        last[i] = 0;
      }
      size = newSize;
    }

    @GuardedBy("this")
    private byte[] own(long number) {
      byte[] block = blocks.get(number);
      if (block == null) {
        block = load(number);
        blocks.put(number, block);
      }
      return block;
    }

    @GuardedBy("this")
    private byte[] load(long number) {
      byte[] block = new byte[BLOCK];
      long position = number * BLOCK;
      int count = (int) Math.max(0, Math.min(BLOCK, baseSize - position));
      VfsFile opened = file;
      if (opened != null && count > 0) {
        opened.read(position, block, 0, count);
      }
      return block;
    }
  }

  private static final class Handle implements VfsFile {
    private final String name;
    private final Shadow shadow;

    @GuardedBy("this")
    private boolean closed;

    Handle(String name, Shadow shadow) {
      this.name = name;
      this.shadow = shadow;
      shadow.open();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      return shadow.read(position, target, from, count);
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      shadow.write(position, source, from, count);
    }

    @Override
    public void sync() {
      // What is changed is gone with this anyway.
    }

    @Override
    public long size() {
      return shadow.size();
    }

    @Override
    public void truncate(long newSize) {
      shadow.truncate(newSize);
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        shadow.close();
      }
    }
  }
}
