package org.pydb.jdbc.lob;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** The characters of a reader as bytes; those that ASCII has not are question marks. */
public final class AsciiStream extends InputStream {
  private static final int LAST = 0x7F;

  private final Reader reader;
  private final char[] chars = new char[8192];
  private int next;
  private int end;

  /** The rest of a reader, which is closed with the stream. */
  public AsciiStream(Reader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    while (true) {
      if (next == end) {
        end = Math.max(0, reader.read(chars, 0, chars.length));
        next = 0;
        if (end == 0) {
          return -1;
        }
      }
      char character = chars[next++];
      if (!Character.isLowSurrogate(character)) { // One mark for each pair.
        return character <= LAST ? character : '?';
      }
    }
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int value = read();
      if (value < 0) {
        break;
      }
      target[from + done++] = (byte) value;
    }
    return done == 0 && count > 0 ? -1 : done;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
