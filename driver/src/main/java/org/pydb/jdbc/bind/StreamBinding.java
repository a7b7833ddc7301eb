package org.pydb.jdbc.bind;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Binds what is read from streams, at once and as a whole. Parameters count from 1. Stateless. */
public final class StreamBinding {
  private static final int CHARS_AT_ONCE = 8192;

  private StreamBinding() {}

  /**
   * Binds the bytes of a stream.
   *
   * @param length how many there must be, or -1 for all
   */
  public static void bind(Parameters parameters, int parameter, InputStream stream, long length)
      throws SQLException {
    parameters
        .toSet(parameter)
        .setBytes(parameter - 1, ColumnKind.BYTES, bytes(parameter, stream, length));
  }

  /**
   * The bytes of a stream.
   *
   * @param length how many there must be, or -1 for all
   */
  static byte[] bytes(int parameter, InputStream stream, long length) throws SQLException {
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
    String text = new String(bytes(parameter, stream, length), StandardCharsets.UTF_8);
    parameters.toSet(parameter).setText(parameter - 1, text);
  }

  /**
   * Binds the characters of a reader.
   *
   * @param length how many there must be, or -1 for all
   */
  public static void bind(Parameters parameters, int parameter, Reader reader, long length)
      throws SQLException {
    parameters.toSet(parameter).setText(parameter - 1, text(parameter, reader, length));
  }

  private static String text(int parameter, Reader reader, long length) throws SQLException {
    long missing = length < 0 ? Long.MAX_VALUE : checked(parameter, length);
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
    checkComplete(parameter, text.length(), length);
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
