package org.pydb.engine.kv.file;

import org.pydb.engine.bytes.Bytes;

/**
 * A file of a store, as the manifest knows it.
 *
 * @param number its number; no two files of a store ever have the same
 * @param kind what it is, to the engine: the ending of its name tells the same
 * @param level of a sorted run; else 0
 * @param rank files of one level are older or newer in this order, then in that of numbers
 * @param isSealed whether it does not grow any more
 * @param length its length if it is sealed, else a length up to which it is known to be whole
 * @param lower the least key of a sorted run; else empty
 * @param upper the greatest key of a sorted run; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared by number only
public record FileEntry(
    long number,
    char kind,
    int level,
    long rank,
    boolean isSealed,
    long length,
    byte[] lower,
    byte[] upper) {

  /** A file without keys. */
  public FileEntry(long number, char kind, long rank, boolean isSealed, long length) {
    this(number, kind, 0, rank, isSealed, length, Bytes.EMPTY, Bytes.EMPTY);
  }

  /** The same in another level. */
  public FileEntry atLevel(int newLevel) {
    return new FileEntry(number, kind, newLevel, rank, isSealed, length, lower, upper);
  }
}
