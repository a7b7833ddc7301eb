package org.pydb.jdbc.lob;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Bytes that can be read and changed in memory; positions count from 1. Not thread-safe. */
public final class MemoryBlob implements Blob {
  private byte[] bytes;

  /** A blob over bytes, which are not copied. */
  public MemoryBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    int start = Positions.start(position, length, bytes.length);
    return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + length));
  }

  @Override
  public InputStream getBinaryStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    int start = Positions.start(position, length, bytes.length);
    Positions.checkWithin(start, length, bytes.length);
    return new ByteArrayInputStream(bytes, start, (int) length);
  }

  @Override
  public long position(byte[] pattern, long from) throws SQLException {
    for (int i = Positions.start(from, 0, bytes.length); i <= bytes.length - pattern.length; i++) {
      if (Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
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
    int start = Positions.start(position, length, bytes.length);
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, start + length);
    }
    System.arraycopy(value, offset, bytes, start, length);
    return length;
  }

  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    Positions.start(position, 0, bytes.length);
    return new OutputStream() {
      private long next = position;

      @Override
      public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] value, int offset, int length) {
        try {
          next += setBytes(next, value, offset, length);
        } catch (SQLException e) {
          throw new IllegalStateException(e); // The position was checked.
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    if (length < 0 || length > bytes.length) {
      throw SqlExceptions.of(
          SqlStates.INVALID_ARGUMENT, "a length of " + length + ": expected 0 to " + bytes.length);
    }
    bytes = Arrays.copyOf(bytes, (int) length);
  }

  @Override
  public void free() {
    bytes = new byte[0];
  }
}
