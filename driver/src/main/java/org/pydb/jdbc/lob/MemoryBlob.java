package org.pydb.jdbc.lob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * Bytes that can be read and changed in memory, until they are freed; positions count from 1. Not
 * thread-safe.
 */
public final class MemoryBlob implements Blob {
  private byte @Nullable [] bytes;

  /** A blob over bytes, which are not copied. */
  public MemoryBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  private byte[] bytes() throws SQLException {
    byte[] held = bytes;
    if (held == null) {
      throw Positions.freed("blob");
    }
    return held;
  }

  @Override
  public long length() throws SQLException {
    return bytes().length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    byte[] held = bytes();
    int start = (int) Positions.start(position, length, held.length);
    return Arrays.copyOfRange(held, start, start + Math.min(length, held.length - start));
  }

  @Override
  public InputStream getBinaryStream() throws SQLException {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    byte[] held = bytes();
    int start = (int) Positions.start(position, length, held.length);
    Positions.checkWithin(start, length, held.length);
    return new ByteArrayInputStream(held, start, (int) length);
  }

  @Override
  public long position(byte[] pattern, long from) throws SQLException {
    byte[] held = bytes();
    for (int i = (int) Positions.start(from, 0, held.length);
        i <= held.length - pattern.length;
        i++) {
      if (Arrays.equals(held, i, i + pattern.length, pattern, 0, pattern.length)) {
        return i + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(Blob pattern, long from) throws SQLException {
    return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), from);
  }

  @Override
  public int setBytes(long position, byte[] value) throws SQLException {
    return setBytes(position, value, 0, value.length);
  }

  @Override
  public int setBytes(long position, byte[] value, int offset, int length) throws SQLException {
    byte[] held = bytes();
    int start = (int) Positions.start(position, length, held.length);
    if (length > held.length - start) {
      held = Arrays.copyOf(held, Positions.end(start, length));
      bytes = held;
    }
    System.arraycopy(value, offset, held, start, length);
    return length;
  }

  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    Positions.start(position, 0, bytes().length);
    return new OutputStream() {
      private long next = position;

      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] value, int offset, int length) throws IOException {
        try {
          next += setBytes(next, value, offset, length);
        } catch (SQLException e) {
          throw new IOException(e.getMessage(), e); // It was freed or truncated, or is too large.
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    byte[] held = bytes();
    if (length < 0 || length > held.length) {
      throw SqlExceptions.of(
          SqlStates.INVALID_ARGUMENT, "a length of " + length + ": expected 0 to " + held.length);
    }
    bytes = Arrays.copyOf(held, (int) length);
  }

  @Override
  public void free() {
    bytes = null;
  }
}
