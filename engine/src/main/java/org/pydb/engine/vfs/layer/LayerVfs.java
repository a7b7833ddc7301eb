package org.pydb.engine.vfs.layer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.vfs.ForwardingVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Puts something between its callers and the files of another Vfs. Thread-safe.
 *
 * <p>All who have a file open through one layer share what the layer knows of it, its body; it is
 * closed with the last of them. Who opens a file only to read it before somebody opens it to write
 * goes on to see it as it was.
 */
abstract class LayerVfs extends ForwardingVfs {

  @GuardedBy("bodies")
  private final Map<String, Body> bodies = new HashMap<>();

  LayerVfs(Vfs inner) {
    super(inner);
  }

  /** Opens what all who have the file open will share. */
  abstract VfsFile openBody(String name, OpenMode mode);

  @Override
  public final VfsFile open(String name, OpenMode mode) {
    synchronized (bodies) {
      Body body = bodies.get(name);
      if (body == null || (mode != OpenMode.READ && !body.writable)) {
        body = new Body(openBody(name, mode), mode != OpenMode.READ);
        bodies.put(name, body);
      }
      body.handles++;
      return new Handle(name, body, mode != OpenMode.READ);
    }
  }

  private void release(String name, Body body) {
    synchronized (bodies) {
      if (--body.handles == 0) {
        bodies.remove(name, body);
        body.file.close();
      }
    }
  }

  /** Has the next who opens the file begin anew. */
  final void forget(String name) {
    synchronized (bodies) {
      bodies.remove(name);
    }
  }

  @Override
  public void delete(String name) {
    forget(name);
    super.delete(name);
  }

  /** What the handles of a file share. */
  private static final class Body {
    final VfsFile file;
    final boolean writable;
    int handles;

    Body(VfsFile file, boolean writable) {
      this.file = file;
      this.writable = writable;
    }
  }

  /** A file as one of its users has it open. */
  private final class Handle implements VfsFile {
    private final String name;
    private final Body body;
    private final boolean writable;
    private volatile boolean closed;

    Handle(String name, Body body, boolean writable) {
      this.name = name;
      this.body = body;
      this.writable = writable;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int read(long position, byte[] target, int from, int count) {
      return file().read(position, target, from, count);
    }

    @Override
    public void write(long position, byte[] source, int from, int count) {
      fileToChange().write(position, source, from, count);
    }

    @Override
    public void sync() {
      VfsFile file = file();
      if (writable) {
        file.sync();
      }
    }

    @Override
    public long size() {
      return file().size();
    }

    @Override
    public void truncate(long size) {
      fileToChange().truncate(size);
    }

    @Override
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      release(name, body);
    }

    private VfsFile fileToChange() {
      VfsFile file = file();
      if (!writable) {
        throw new StorageException(
            "write of " + describe(name) + " failed: it was opened for reading only");
      }
      return file;
    }

    private VfsFile file() {
      if (closed) {
        throw new DatabaseClosedException(describe(name) + " has been closed");
      }
      return body.file;
    }
  }
}
