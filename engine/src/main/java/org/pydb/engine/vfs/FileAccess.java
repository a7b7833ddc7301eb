package org.pydb.engine.vfs;

/** How {@link DiskVfs} reads and writes a file. What lies in the file is the same. */
public enum FileAccess {
  /** Through the operating system's cache. */
  BUFFERED,
  /** Reads from memory onto which the file is mapped, see {@code MappedFile}. */
  MAPPED,
  /** Past the operating system's cache, see {@code DirectFile}. */
  DIRECT
}
