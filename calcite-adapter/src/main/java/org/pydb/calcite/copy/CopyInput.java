package org.pydb.calcite.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.pydb.calcite.api.SqlError;

/**
 * The characters of a text, one by one, and the number of the line in which they stand. A mark of
 * byte order at the beginning is skipped. Not thread-safe.
 */
public final class CopyInput {

  /** What {@link #read} gives at the end. */
  public static final int END = -1;

  private static final int BUFFER = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final char[] buffer = new char[BUFFER];
  private int next;
  private int end;
  private long line = 1;
  private boolean isBegun;

  /** The characters of a reader, which stays open. */
  public CopyInput(Reader reader) {
    this.reader = reader;
  }

  /** The characters that bytes stand for in UTF-8; others are an error (22021). */
  public static CopyInput utf8(InputStream stream) {
    return new CopyInput(
        new InputStreamReader(
            stream,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** The line of the next character, from 1. */
  public long line() {
    return line;
  }

  /** The next character, which is used up; {@link #END} if there is none. */
  public int read() {
    if (next == end && !fill()) {
      return END;
    }
    char character = buffer[next++];
    if (character == '\n') {
      line++;
    } else if (character == '\r' && peek() != '\n') {
      line++;
    }
    return character;
  }

  /** The next character, which stays; {@link #END} if there is none. */
  public int peek() {
    return next == end && !fill() ? END : buffer[next];
  }

  private boolean fill() {
    try {
      int count = reader.read(buffer);
      while (count == 0) {
        count = reader.read(buffer);
      }
      next = 0;
      end = Math.max(0, count);
    } catch (CharacterCodingException e) {
      throw new SqlError(
          "22021", "invalid byte sequence for encoding \"UTF8\", in or after line " + line, e);
    } catch (IOException e) {
      throw new SqlError("58030", "the data cannot be read: " + e.getMessage(), e);
    }
    if (!isBegun && end > 0) {
      isBegun = true;
      if (buffer[0] == BYTE_ORDER_MARK) {
        next = 1;
        return next < end || fill();
      }
    }
    return end > 0;
  }
}
