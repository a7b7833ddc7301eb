package org.pydb.calcite.exec.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Characters (code points) in valid UTF-8, in place. Ranges are {@code start <= i < end}.
 * Stateless.
 */
public final class Utf8 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether a byte begins a character. */
  public static boolean isStart(byte value) {
    return (value & 0xC0) != 0x80;
  }

  /** How many characters a range holds. */
  public static int count(byte[] bytes, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += isStart(bytes[i]) ? 1 : 0;
    }
    return count;
  }

  /** The place after so many characters, or the end if there are fewer. */
  public static int skip(byte[] bytes, int start, int end, int characters) {
    int at = start;
    for (int i = 0; i < characters && at < end; i++) {
      at += length(bytes[at]);
    }
    return Math.min(at, end);
  }

  /** The place before the last so many characters, or the start if there are fewer. */
  public static int skipBack(byte[] bytes, int start, int end, int characters) {
    int at = end;
    for (int i = 0; i < characters && at > start; i++) {
      do {
        at--;
      } while (at > start && !isStart(bytes[at]));
    }
    return at;
  }

  /** The bytes of the character that begins with this byte. */
  public static int length(byte first) {
    int value = first & 0xFF;
    if (value < 0xC0) {
      return 1;
    }
    return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
  }

  /** The code point that begins at a place. */
  public static int codePoint(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = length(bytes[at]);
    int codePoint = first & 0x7F >> length;
    for (int i = 1; i < length; i++) {
      codePoint = codePoint << 6 | (bytes[at + i] & 0x3F);
    }
    return codePoint;
  }

  /** The bytes that a code point takes. */
  public static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /** Writes a code point and returns the place behind it. */
  public static int put(byte[] bytes, int at, int codePoint) {
    if (codePoint < 0x80) {
      bytes[at] = (byte) codePoint;
      return at + 1;
    }
    int length = length(codePoint);
    int rest = codePoint;
    for (int i = length - 1; i > 0; i--) {
      bytes[at + i] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
    }
    bytes[at] = (byte) (0xF00 >> length | rest);
    return at + length;
  }

  /** Whether all characters of a range are ASCII. */
  public static boolean isAscii(byte[] bytes, int start, int end) {
    int all = 0;
    for (int i = start; i < end; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  /** The end of a range without its trailing blanks. */
  public static int trimEnd(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && bytes[at - 1] == ' ') {
      at--;
    }
    return at;
  }

  /**
   * Where a part first stands in a range, or -1.
   *
   * <p>Eight places are tried at once: at which of them stands the part's first byte, and its last
   * one as far behind as it must? There are few such places, and only they are compared.
   */
  public static int indexOf(
      byte[] bytes, int start, int end, byte[] part, int partStart, int partEnd) {
    int length = partEnd - partStart;
    if (length == 0) {
      return start;
    }
    int lastPlace = end - length;
    int at = start;
    long first = (part[partStart] & 0xFF) * EACH_BYTE;
    long last = (part[partEnd - 1] & 0xFF) * EACH_BYTE;
    // What lies behind the range may be looked at, as long as it is in the array.
    int wordsEnd = Math.min(lastPlace, bytes.length - length + 1 - Long.BYTES);
    for (; at <= wordsEnd; at += Long.BYTES) {
      long differing = (long) LONG.get(bytes, at) ^ first;
      differing |= (long) LONG.get(bytes, at + length - 1) ^ last;
      // The highest bit of each byte that is zero, and perhaps of some behind it.
      long found = (differing - EACH_BYTE) & ~differing & HIGH_BITS;
      for (; found != 0; found &= found - 1) {
        int place = at + (Long.numberOfTrailingZeros(found) >>> 3);
        if (place > lastPlace) {
          return -1;
        }
        if (Arrays.equals(bytes, place, place + length, part, partStart, partEnd)) {
          return place;
        }
      }
    }
    for (; at <= lastPlace; at++) {
      if (bytes[at] == part[partStart]
          && Arrays.equals(bytes, at, at + length, part, partStart, partEnd)) {
        return at;
      }
    }
    return -1;
  }

  /** A range as a string; for cold paths. */
  public static String toString(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
