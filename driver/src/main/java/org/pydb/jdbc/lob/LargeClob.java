package org.pydb.jdbc.lob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.pydb.calcite.api.LargeObject;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * A text in the database, read in pieces until it is freed; positions count from 1, in characters
 * of Java. It stays as it was found, also when its row is changed or deleted, and cannot be changed
 * itself. The text is stored in UTF-8, so to find a position means to read all that comes before.
 */
public final class LargeClob implements NClob {
  private static final int WINDOW = 1 << 19;
  private static final long UNKNOWN = -1;

  private final LargeObject value;
  private boolean freed;
  private long length = UNKNOWN;

  /** A text that closes the value when it is freed. */
  public LargeClob(LargeObject value) {
    this.value = value;
  }

  private Reader reader() throws SQLException {
    if (freed) {
      throw Positions.freed("clob");
    }
    return new InputStreamReader(new LargeInputStream(value, 0, value.length()), UTF_8);
  }

  @Override
  public long length() throws SQLException {
    try (Reader reader = reader()) {
      if (length == UNKNOWN) {
        length = reader.skip(Long.MAX_VALUE);
      }
      return length;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public String getSubString(long position, int count) throws SQLException {
    long start = Positions.start(position, count, length());
    char[] chars = new char[(int) Math.min(count, length - start)];
    try (Reader reader = readerAt(start)) {
      return new String(chars, 0, read(reader, chars, 0));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Reader readerAt(long start) throws SQLException, IOException {
    Reader reader = reader();
    long skipped = 0;
    while (skipped < start) {
      long now = reader.skip(start - skipped);
      if (now == 0) {
        break;
      }
      skipped += now;
    }
    return reader;
  }

  /** Reads until the array is full or the text ends; returns how many are in the array. */
  private static int read(Reader reader, char[] chars, int from) throws IOException {
    int count = from;
    while (count < chars.length) {
      int now = reader.read(chars, count, chars.length - count);
      if (now < 0) {
        break;
      }
      count += now;
    }
    return count;
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    return reader();
  }

  @Override
  public Reader getCharacterStream(long position, long count) throws SQLException {
    long start = Positions.start(position, count, length());
    Positions.checkWithin(start, count, length);
    try {
      return new FirstCharacters(readerAt(start), count);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    return new AsciiStream(reader());
  }

  @Override
  public long position(String pattern, long from) throws SQLException {
    long start = Positions.start(from, 0, length());
    char[] window = new char[Math.max(WINDOW, 2 * pattern.length())];
    try (Reader reader = readerAt(start)) {
      int kept = 0;
      while (true) {
        int count = read(reader, window, kept);
        int found = new String(window, 0, count).indexOf(pattern);
        if (found >= 0) {
          return start + found + 1;
        }
        if (count < window.length) {
          return -1;
        }
        kept = Math.max(0, pattern.length() - 1);
        System.arraycopy(window, count - kept, window, 0, kept);
        start += count - kept;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public long position(Clob pattern, long from) throws SQLException {
    return position(pattern.getSubString(1, Math.toIntExact(pattern.length())), from);
  }

  private static SQLException failed(IOException cause) {
    return cause.getCause() instanceof RuntimeException e
        ? SqlExceptions.of(e)
        : SqlExceptions.of(SqlStates.STREAM_FAILED, String.valueOf(cause.getMessage()), cause);
  }

  @Override
  public int setString(long position, String text) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public int setString(long position, String text, int offset, int count) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public void truncate(long count) throws SQLException {
    throw Positions.unchangeable();
  }

  @Override
  public void free() {
    freed = true;
    value.close();
  }

  /** The first characters of a reader. */
  private static final class FirstCharacters extends Reader {
    private final Reader reader;
    private long left;

    FirstCharacters(Reader reader, long count) {
      this.reader = reader;
      left = count;
    }

    @Override
    public int read(char[] target, int from, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = reader.read(target, from, (int) Math.min(count, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
