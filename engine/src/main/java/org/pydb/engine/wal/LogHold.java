package org.pydb.engine.wal;

/**
 * Keeps the log from a position on, until it is closed: for a backup or a replica that still reads
 * there. Thread-safe.
 */
public final class LogHold implements AutoCloseable {
  private final SegmentTable table;
  private final long position;

  LogHold(SegmentTable table, long position) {
    this.table = table;
    this.position = position;
  }

  /** From where on the log is kept. */
  public long position() {
    return position;
  }

  /** Lets go; again has no effect. */
  @Override
  public void close() {
    table.end(this);
  }
}
