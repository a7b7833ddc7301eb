package org.pydb.engine.testkit;

import org.pydb.engine.vfs.ForwardingVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * A {@link Vfs} that puts something around each file of another one: the base of those that watch,
 * fail or forget. They stack in any order. Thread-safe if what is underneath is.
 */
public abstract class WrappingVfs extends ForwardingVfs {

  protected WrappingVfs(Vfs inner) {
    super(inner);
  }

  /** Puts a wrapper around a file that was just opened. */
  protected abstract VfsFile wrap(VfsFile file, OpenMode mode);

  @Override
  public VfsFile open(String name, OpenMode mode) {
    return wrap(inner().open(name, mode), mode);
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
