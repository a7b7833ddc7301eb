package org.pydb.calcite.exec.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of ASCII characters as bytes. Reusable; not thread-safe. */
public final class AsciiBuilder {
  private byte[] bytes = new byte[32];
  private int length;

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** The array behind; valid until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Forgets all that was written. */
  public AsciiBuilder clear() {
    length = 0;
    return this;
  }

  /** Appends an ASCII character. */
  public AsciiBuilder append(char character) {
    ensure(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** Appends ASCII characters. */
  public AsciiBuilder append(CharSequence characters) {
    int count = characters.length();
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) characters.charAt(i);
    }
    return this;
  }

  /** Appends a number in decimal. */
  public AsciiBuilder append(long number) {
    if (number == Long.MIN_VALUE) {
      return append(Long.toString(number));
    }
    if (number < 0) {
      append('-');
    }
    return appendPadded(Math.abs(number), 1);
  }

  /** Appends a number that is not negative with leading zeros up to so many digits. */
  public AsciiBuilder appendPadded(long number, int digits) {
    int count = Math.max(digits, digitCount(number));
    ensure(count);
    long rest = number;
    for (int i = length + count - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
    return this;
  }

  /** Removes characters from the end. */
  public AsciiBuilder removeLast(int count) {
    assert count <= length;
    length -= count;
    return this;
  }

  /** The last character. */
  public char last() {
    return (char) bytes[length - 1];
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static int digitCount(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ensure(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }
}
