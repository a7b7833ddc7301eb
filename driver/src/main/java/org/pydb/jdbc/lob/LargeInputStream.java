package org.pydb.jdbc.lob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.pydb.calcite.api.LargeObject;

/** Bytes of a large value, read in pieces as they are asked for. Not thread-safe. */
public final class LargeInputStream extends InputStream {
  private final LargeObject value;
  private final boolean closesValue;
  private final long end;
  private long position;

  /** All bytes of a value, which is closed with the stream. */
  public LargeInputStream(LargeObject value) {
    this(value, 0, value.length(), true);
  }

  /** Some bytes of a value, which stays open. */
  LargeInputStream(LargeObject value, long from, long end) {
    this(value, from, end, false);
  }

  private LargeInputStream(LargeObject value, long from, long end, boolean closesValue) {
    this.value = value;
    this.closesValue = closesValue;
    this.end = end;
    position = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (count == 0) {
      return 0;
    }
    int wanted = (int) Math.min(count, end - position);
    if (wanted <= 0) {
      return -1;
    }
    try {
      int read = value.read(position, target, from, wanted);
      position += read;
      return read;
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e); // It was freed, or the database is closed.
    }
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }

  @Override
  public void close() {
    if (closesValue) {
      value.close();
    }
  }
}
