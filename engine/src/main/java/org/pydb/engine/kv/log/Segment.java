package org.pydb.engine.kv.log;

import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.RecordFile;

/** A part of the log: one file. Its fields are guarded by the engine's lock. */
final class Segment {

  /** The kind of segments in the manifest. */
  static final char KIND = 'S';

  private final long number;
  private final long rank;
  private final RecordFile file;

  /** The bytes of entries that nobody needs any more. */
  private long dead;

  Segment(long number, long rank, RecordFile file) {
    this.number = number;
    this.rank = rank;
    this.file = file;
  }

  long number() {
    return number;
  }

  long rank() {
    return rank;
  }

  RecordFile file() {
    return file;
  }

  long dead() {
    return dead;
  }

  void addDead(long bytes) {
    dead += bytes;
  }

  /** How it stands in the manifest. */
  FileEntry entry(boolean isSealed) {
    return new FileEntry(number, KIND, rank, isSealed, file.end());
  }
}
