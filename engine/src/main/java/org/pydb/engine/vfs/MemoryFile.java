package org.pydb.engine.vfs;

import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.StorageException;

/** An open file of a {@link MemoryVfs}: a view of its bytes until it is closed. Thread-safe. */
final class MemoryFile implements VfsFile {
  private final String name;
  private final String description;
  private final MemoryBytes bytes;
  private final Vfs.OpenMode mode;
  private volatile boolean closed;

  MemoryFile(String name, String description, MemoryBytes bytes, Vfs.OpenMode mode) {
    this.name = name;
    this.description = description;
    this.bytes = bytes;
    this.mode = mode;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    checkOpen();
    return bytes.read(position, target, from, count);
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    checkWritable();
    bytes.write(position, source, from, count);
  }

  @Override
  public void sync() {
    checkOpen();
  }

  @Override
  public long size() {
    checkOpen();
    return bytes.size();
  }

  @Override
  public void truncate(long size) {
    checkWritable();
    bytes.truncate(size);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkWritable() {
    checkOpen();
    if (mode == Vfs.OpenMode.READ) {
      throw new StorageException(
          "write of " + description + " failed: it was opened for reading only");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new DatabaseClosedException(description + " has been closed");
    }
  }
}
