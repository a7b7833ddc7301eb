package org.pydb.engine.wal;

/** What stands under a log's name. */
public enum LogPresence {
  /** No file. */
  MISSING,
  /** A file without a byte other than zero: no log, or one whose creation was cut short. */
  BLANK,
  /** A file with something in it. Whether it is a log, and a whole one, reading will show. */
  PRESENT
}
