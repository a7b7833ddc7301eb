package org.pydb.jdbc.lob;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * A text that can be read and changed in memory, until it is freed; positions count from 1. Not
 * thread-safe.
 */
public final class MemoryClob implements NClob {
  private @Nullable StringBuilder text;

  /** A clob that begins with this text. */
  public MemoryClob(String text) {
    this.text = new StringBuilder(text);
  }

  private StringBuilder text() throws SQLException {
    StringBuilder held = text;
    if (held == null) {
      throw Positions.freed("clob");
    }
    return held;
  }

  @Override
  public long length() throws SQLException {
    return text().length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    int start = (int) Positions.start(position, length, text().length());
    return text().substring(start, start + Math.min(length, text().length() - start));
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    return new StringReader(text().toString());
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    int start = (int) Positions.start(position, length, text().length());
    Positions.checkWithin(start, length, text().length());
    return new StringReader(text().substring(start, start + (int) length));
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    return new ByteArrayInputStream(text().toString().getBytes(US_ASCII));
  }

  @Override
  public long position(String pattern, long from) throws SQLException {
    int found = text().indexOf(pattern, (int) Positions.start(from, 0, text().length()));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(Clob pattern, long from) throws SQLException {
    return position(pattern.getSubString(1, Math.toIntExact(pattern.length())), from);
  }

  @Override
  public int setString(long position, String value) throws SQLException {
    int start = (int) Positions.start(position, value.length(), text().length());
    text().replace(start, start + Math.min(value.length(), text().length() - start), value);
    return value.length();
  }

  @Override
  public int setString(long position, String value, int offset, int length) throws SQLException {
    return setString(position, value.substring(offset, offset + length));
  }

  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    Positions.start(position, 0, text().length());
    return new Writer() {
      private long next = position;

      @Override
      public void write(char[] chars, int offset, int length) throws IOException {
        try {
          next += setString(next, new String(chars, offset, length));
        } catch (SQLException e) {
          throw new IOException(e.getMessage(), e); // It was freed or truncated.
        }
      }

      @Override
      public void flush() {
        // Nothing is held back.
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    Writer writer = setCharacterStream(position);
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        writer.write(value & 0x7F);
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    if (length < 0 || length > text().length()) {
      throw SqlExceptions.of(
          SqlStates.INVALID_ARGUMENT,
          "a length of " + length + ": expected 0 to " + text().length());
    }
    text().setLength((int) length);
  }

  @Override
  public void free() {
    text = null;
  }
}
