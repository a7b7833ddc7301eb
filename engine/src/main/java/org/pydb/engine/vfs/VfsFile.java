package org.pydb.engine.vfs;

/**
 * An open file: an array of bytes that grows. Thread-safe; reads and writes of different ranges go
 * on side by side.
 *
 * <p>What a crash may do: a write that no {@link #sync} has followed may be there, not there, or
 * there in part (torn at any 512-byte boundary), in any order with other such writes. What was
 * written before a sync returned stays. A write that throws may have been done in part, likewise.
 */
public interface VfsFile extends AutoCloseable {

  /** Its name in its {@link Vfs}. */
  String name();

  /**
   * Reads up to {@code count} bytes at {@code position}.
   *
   * @return how many bytes were read: {@code count}, or fewer where the file ends; 0 at or behind
   *     the end
   */
  int read(long position, byte[] target, int from, int count);

  /**
   * Writes {@code count} bytes at {@code position}; the file grows as needed, a gap reads as zeros.
   * A file opened for reading only refuses.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room
   */
  void write(long position, byte[] source, int from, int count);

  /**
   * Makes everything that was written to this file before the call durable, its size included, by
   * whichever thread it was written. After a failure nothing is known about any of it, and trying
   * again proves nothing.
   */
  void sync();

  /** The length in bytes. */
  long size();

  /** Cuts the file to {@code size} bytes, if it is longer. */
  void truncate(long size);

  /**
   * Closes the file without syncing it. Calls that are under way finish first, later ones throw
   * {@link org.pydb.engine.error.DatabaseClosedException}; closing again has no effect.
   */
  @Override
  void close();
}
