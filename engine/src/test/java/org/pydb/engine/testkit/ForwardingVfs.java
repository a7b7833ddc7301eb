package org.pydb.engine.testkit;

import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A {@link Vfs} that hands everything on to another one: the base of those that watch, fail or
 * forget. They stack in any order. Thread-safe if what is underneath is.
 */
public abstract class ForwardingVfs implements Vfs {
  private final Vfs inner;

  protected ForwardingVfs(Vfs inner) {
    this.inner = inner;
  }

  /** What is underneath. */
  protected final Vfs inner() {
    return inner;
  }

  /** Puts a wrapper around a file that was just opened. */
  protected abstract VfsFile wrap(VfsFile file, OpenMode mode);

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return wrap(inner.open(name, mode), mode);
  }

  @Override
  public boolean exists(String name) {
    return inner.exists(name);
  }

  @Override
  public void delete(String name) {
    inner.delete(name);
  }

  @Override
  public void rename(String name, String newName) {
    inner.rename(name, newName);
  }

  @Override
  public void syncNames() {
    inner.syncNames();
  }

  @Override
  public VfsLock lock(String name) {
    return inner.lock(name);
  }

  @Override
  public String describe(String name) {
    return inner.describe(name);
  }

  @Override
  public VfsClock clock() {
    return inner.clock();
  }

  /** A file that hands everything on to another one. */
  public abstract static class ForwardingFile implements VfsFile {
    private final VfsFile inner;

    protected ForwardingFile(VfsFile inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      return inner.read(position, target, from, count);
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      inner.write(position, source, from, count);
    }

    @Override
    public void sync() {
      inner.sync();
    }

    @Override
    public long size() {
      return inner.size();
    }

    @Override
    public void truncate(long size) {
      inner.truncate(size);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
