package org.pydb.calcite.api;

import java.lang.ref.Cleaner;
import org.pydb.engine.row.LargeSource;
import org.pydb.engine.table.View;

/**
 * A value that is read in pieces. It holds the snapshot in which it was found, with all pages of
 * that, until it is closed or forgotten. Thread-safe.
 */
public final class LargeObject implements LargeSource, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final LargeSource source;
  private final Cleaner.Cleanable hold;
  private volatile boolean closed;

  /**
   * A value.
   *
   * @param view the snapshot in which it is
   */
  public LargeObject(LargeSource source, View view) {
    this.source = source;
    view.hold();
    hold = CLEANER.register(this, view::release);
  }

  @Override
  public long length() {
    return source.length();
  }

  /**
   * {@inheritDoc}
   *
   * @throws SqlError 55000 if it was closed
   */
  @Override
  public int read(long position, byte[] target, int from, int count) {
    if (closed) {
      throw new SqlError("55000", "the large value was closed");
    }
    return source.read(position, target, from, count);
  }

  /** Lets the snapshot go. */
  @Override
  public void close() {
    closed = true;
    hold.clean();
  }
}
