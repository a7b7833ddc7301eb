package org.pydb.engine.row;

import org.pydb.engine.error.InvalidCharacterException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** What the UTF-8 bytes of {@code TEXT} and {@code CHAR} values must be. Stateless. */
final class TextBytes {
  private TextBytes() {}

  /** The length that is stored: a {@code CHAR} goes without its trailing blanks. */
  static int storedLength(ColumnKind kind, byte[] bytes, int from, int length) {
    int stored = length;
    if (kind == ColumnKind.CHAR) {
      while (stored > 0 && bytes[from + stored - 1] == ' ') {
        stored--;
      }
    }
    return stored;
  }

  /** Refuses the NUL character. */
  static void checkNoNul(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == 0) {
        throw new InvalidCharacterException(
            "a text holds the NUL character at byte " + (i - from) + " of " + length);
      }
    }
  }

  /** Refuses more characters than the type has room for. */
  static void checkLength(ColumnType type, byte[] bytes, int from, int length) {
    int limit = type.precision();
    if (limit != 0 && length > limit && codePoints(bytes, from, length) > limit) {
      throw new IllegalArgumentException("a text of " + length + " bytes does not fit " + type);
    }
  }

  private static int codePoints(byte[] bytes, int from, int length) {
    int count = 0;
    for (int i = from; i < from + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) { // all but continuation bytes
        count++;
      }
    }
    return count;
  }
}
