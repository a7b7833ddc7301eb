package org.pydb.jdbc.bind;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.sql.SQLException;
import java.util.Arrays;
import org.pydb.calcite.api.LargeSpool;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.row.LargeReference;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Binds what is read from streams, at once and as a whole. Parameters count from 1. Stateless. */
public final class StreamBinding {
  private static final int CHARS_AT_ONCE = 8192;
  private static final int BYTES_AT_ONCE = 1 << 16;

  /** Longer values are kept elsewhere. */
  private static final int IN_MEMORY_MAX = LargeReference.IN_ROW_MAX;

  private StreamBinding() {}

  /**
   * Binds the bytes of a stream.
   *
   * @param length how many there must be, or -1 for all
   */
  public static void bind(Parameters parameters, int parameter, InputStream stream, long length)
      throws SQLException {
    ParameterValues values = parameters.toSet(parameter);
    try {
      int first = (int) Math.min(length < 0 ? Long.MAX_VALUE : length, IN_MEMORY_MAX + 1);
      byte[] bytes = stream.readNBytes(first);
      LargeSpool spool = bytes.length <= IN_MEMORY_MAX ? null : parameters.newSpool();
      if (spool != null) {
        spool(parameter, spool, bytes, stream, length);
        values.setLarge(parameter - 1, ColumnKind.BYTES, spool);
        return;
      }
      byte[] all = bytes.length < first || first == length ? bytes : whole(bytes, stream, length);
      checkComplete(parameter, all.length, length);
      values.setBytes(parameter - 1, ColumnKind.BYTES, all);
    } catch (IOException e) {
      throw failed(parameter, e);
    }
  }

  /** Appends what was read of a stream, and the rest of it. */
  private static void spool(
      int parameter, LargeSpool spool, byte[] first, InputStream rest, long length)
      throws SQLException, IOException {
    boolean isDone = false;
    try {
      spool.append(first, 0, first.length);
      byte[] buffer = new byte[BYTES_AT_ONCE];
      long missing = length < 0 ? Long.MAX_VALUE : length - first.length;
      while (missing > 0) {
        int count = rest.read(buffer, 0, (int) Math.min(buffer.length, missing));
        if (count < 0) {
          break;
        }
        spool.append(buffer, 0, count);
        missing -= count;
      }
      checkComplete(parameter, spool.length(), length);
      isDone = true;
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (!isDone) {
        spool.close();
      }
    }
  }

  private static byte[] whole(byte[] first, InputStream rest, long length) throws IOException {
    int missing =
        length < 0
            ? Integer.MAX_VALUE - first.length
            : (int) Math.min(length - first.length, Integer.MAX_VALUE - first.length);
    byte[] more = rest.readNBytes(missing);
    byte[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /**
   * The bytes of a stream.
   *
   * @param length how many there must be, or -1 for all
   */
  private static byte[] bytes(int parameter, InputStream stream, long length) throws SQLException {
    try {
      byte[] bytes =
          length < 0 ? stream.readAllBytes() : stream.readNBytes(checked(parameter, length));
      checkComplete(parameter, bytes.length, length);
      return bytes;
    } catch (IOException e) {
      throw failed(parameter, e);
    }
  }

  /**
   * Binds the bytes of a stream as the text that they are in UTF-8.
   *
   * @param length how many there must be
   */
  public static void bindUtf8(Parameters parameters, int parameter, InputStream stream, long length)
      throws SQLException {
    String text = new String(bytes(parameter, stream, length), UTF_8);
    parameters.toSet(parameter).setText(parameter - 1, text);
  }

  /**
   * Binds the characters of a reader.
   *
   * @param length how many there must be, or -1 for all
   */
  public static void bind(Parameters parameters, int parameter, Reader reader, long length)
      throws SQLException {
    ParameterValues values = parameters.toSet(parameter);
    String first = text(parameter, reader, length, IN_MEMORY_MAX / 2);
    LargeSpool spool = first.length() < IN_MEMORY_MAX / 2 ? null : parameters.newSpool();
    if (spool == null) {
      long missing = length < 0 ? -1 : length - first.length();
      String rest =
          first.length() < IN_MEMORY_MAX / 2
              ? ""
              : text(parameter, reader, missing, Integer.MAX_VALUE - 8 - first.length());
      checkComplete(parameter, first.length() + rest.length(), length);
      values.setText(parameter - 1, rest.isEmpty() ? first : first + rest);
      return;
    }
    boolean isDone = false;
    try (Writer writer = new OutputStreamWriter(new SpoolStream(spool), UTF_8)) {
      writer.write(first);
      long count = first.length();
      char[] chars = new char[CHARS_AT_ONCE];
      while (length < 0 || count < length) {
        long missing = length < 0 ? Long.MAX_VALUE : length - count;
        int read = reader.read(chars, 0, (int) Math.min(chars.length, missing));
        if (read < 0) {
          break;
        }
        writer.write(chars, 0, read);
        count += read;
      }
      checkComplete(parameter, count, length);
      writer.flush();
      values.setLarge(parameter - 1, ColumnKind.TEXT, spool);
      isDone = true;
    } catch (IOException e) {
      throw failed(parameter, e);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (!isDone) {
        spool.close();
      }
    }
  }

  /** Takes the bytes of a text. */
  private static final class SpoolStream extends OutputStream {
    private final LargeSpool spool;

    SpoolStream(LargeSpool spool) {
      this.spool = spool;
    }

    @Override
    public void write(int value) {
      spool.append(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      spool.append(bytes, from, count);
    }
  }

  /** The next characters, up to so many. */
  private static String text(int parameter, Reader reader, long length, int most)
      throws SQLException {
    long missing = length < 0 ? most : Math.min(length, most);
    StringBuilder text = new StringBuilder();
    char[] chars = new char[CHARS_AT_ONCE];
    try {
      while (missing > 0) {
        int count = reader.read(chars, 0, (int) Math.min(chars.length, missing));
        if (count < 0) {
          break;
        }
        text.append(chars, 0, count);
        missing -= count;
      }
    } catch (IOException e) {
      throw failed(parameter, e);
    }
    return text.toString();
  }

  private static int checked(int parameter, long length) throws SQLException {
    if (length > Integer.MAX_VALUE - 8) {
      throw SqlExceptions.of(
          SqlStates.TOO_LARGE, "parameter " + parameter + ": " + length + " are too many");
    }
    return (int) length;
  }

  private static void checkComplete(int parameter, long found, long expected) throws SQLException {
    if (expected >= 0 && found != expected) {
      throw SqlExceptions.of(
          SqlStates.STREAM_FAILED,
          "parameter "
              + parameter
              + ": the stream ended after "
              + found
              + " of the "
              + expected
              + " that were announced");
    }
  }

  private static SQLException failed(int parameter, IOException cause) {
    return SqlExceptions.of(
        SqlStates.STREAM_FAILED, "parameter " + parameter + ": the stream failed: " + cause, cause);
  }
}
