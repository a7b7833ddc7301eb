package org.pydb.jdbc.lob;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.pydb.calcite.api.LargeObject;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * Bytes in the database, read in pieces until they are freed; positions count from 1. It stays as
 * it was found, also when its row is changed or deleted, and cannot be changed itself.
 */
public final class LargeBlob implements Blob {
  private static final int WINDOW = 1 << 20;

  private final LargeObject value;
  private boolean freed;

  /** A blob that closes the value when it is freed. */
  public LargeBlob(LargeObject value) {
    this.value = value;
  }

  private LargeObject value() throws SQLException {
    if (freed) {
      throw Positions.freed("blob");
    }
    return value;
  }

  @Override
  public long length() throws SQLException {
    return value().length();
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    long start = Positions.start(position, length, value().length());
    byte[] bytes = new byte[(int) Math.min(length, value.length() - start)];
    read(start, bytes, bytes.length);
    return bytes;
  }

  private void read(long start, byte[] bytes, int count) throws SQLException {
    try {
      value.read(start, bytes, 0, count);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public InputStream getBinaryStream() throws SQLException {
    return new LargeInputStream(value(), 0, value.length());
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    long start = Positions.start(position, length, value().length());
    Positions.checkWithin(start, length, value.length());
    return new LargeInputStream(value, start, start + length);
  }

  @Override
  public long position(byte[] pattern, long from) throws SQLException {
    long start = Positions.start(from, 0, value().length());
    byte[] window = new byte[Math.max(WINDOW, 2 * pattern.length)];
    while (start + pattern.length <= value.length()) {
      int count = (int) Math.min(window.length, value.length() - start);
      read(start, window, count);
      for (int i = 0; i <= count - pattern.length; i++) {
        if (Arrays.equals(window, i, i + pattern.length, pattern, 0, pattern.length)) {
          return start + i + 1;
        }
      }
      start += count - pattern.length + 1;
    }
    return -1;
  }

  @Override
  public long position(Blob pattern, long from) throws SQLException {
    return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), from);
  }

  @Override
  public int setBytes(long position, byte[] bytes) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public int setBytes(long position, byte[] bytes, int offset, int length) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public void truncate(long length) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public void free() {
    freed = true;
    value.close();
  }
}
