package org.pydb.calcite.exec.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.pydb.calcite.api.SqlError;

/** BYTES as {@code \x} and hexadecimal digits; reads PostgreSQL's escape form too. Stateless. */
public final class BytesText {
  private static final String TYPE = "bytea";
  private static final String HEX_DIGITS = "0123456789abcdef";

  private BytesText() {}

  /** Writes a run of bytes as {@code \x} and two digits a byte. */
  public static void print(byte[] bytes, int start, int length, AsciiBuilder out) {
    out.append('\\').append('x');
    for (int i = 0; i < length; i++) {
      printHex(bytes[start + i], out);
    }
  }

  /** Writes a byte as two hexadecimal digits. */
  public static void printHex(byte value, AsciiBuilder out) {
    out.append(HEX_DIGITS.charAt(value >> 4 & 0xF)).append(HEX_DIGITS.charAt(value & 0xF));
  }

  /** Reads {@code \x0aff}, or text in which {@code \\} and {@code \ooo} are escapes. */
  public static byte[] parse(String text) {
    return text.startsWith("\\x") ? decodeHex(text.substring(2)) : parseEscaped(text);
  }

  /** Reads hexadecimal digits, with white space between pairs of them. */
  public static byte[] decodeHex(String digits) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(digits.length() / 2);
    int at = 0;
    while (at < digits.length()) {
      if (Character.isWhitespace(digits.charAt(at))) {
        at++;
        continue;
      }
      int high = hexDigit(digits.charAt(at));
      if (at + 1 == digits.length()) {
        throw new SqlError("22023", "invalid hexadecimal data: odd number of digits");
      }
      bytes.write(high << 4 | hexDigit(digits.charAt(at + 1)));
      at += 2;
    }
    return bytes.toByteArray();
  }

  private static int hexDigit(char character) {
    int digit = digitOf(character);
    if (digit < 0) {
      throw new SqlError("22023", "invalid hexadecimal digit: \"" + character + "\"");
    }
    return digit;
  }

  /** Reads text in which {@code \\\\} and {@code \\ooo} are escapes. */
  public static byte[] parseEscaped(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length);
    int at = 0;
    while (at < source.length) {
      if (source[at] != '\\') {
        bytes.write(source[at++]);
      } else if (at + 1 < source.length && source[at + 1] == '\\') {
        bytes.write('\\');
        at += 2;
      } else {
        bytes.write(octal(source, at + 1, text));
        at += 4;
      }
    }
    return bytes.toByteArray();
  }

  /** Writes a run of bytes as text, with octal escapes for those that are no ASCII. */
  public static void printEscaped(byte[] bytes, int start, int length, AsciiBuilder out) {
    for (int i = start; i < start + length; i++) {
      int value = bytes[i] & 0xFF;
      if (value == '\\') {
        out.append('\\').append('\\');
      } else if (value == 0 || value > 0x7F) {
        out.append('\\').append((char) ('0' + (value >> 6)));
        out.append((char) ('0' + (value >> 3 & 7))).append((char) ('0' + (value & 7)));
      } else {
        out.append((char) value);
      }
    }
  }

  private static int octal(byte[] source, int at, String text) {
    int value = 0;
    for (int i = at; i < at + 3; i++) {
      int digit = i < source.length ? source[i] - '0' : -1;
      if (digit < 0 || digit > 7) {
        throw InvalidText.syntax(TYPE, text);
      }
      value = value << 3 | digit;
    }
    if (value > 0xFF) {
      throw InvalidText.syntax(TYPE, text);
    }
    return value;
  }

  /** The byte of the two hexadecimal digits at a place in a value of a type. */
  static byte parseHex(String text, int at, String type) {
    int high = at < text.length() ? digitOf(text.charAt(at)) : -1;
    int low = at + 1 < text.length() ? digitOf(text.charAt(at + 1)) : -1;
    if (high < 0 || low < 0) {
      throw InvalidText.syntax(type, text);
    }
    return (byte) (high << 4 | low);
  }

  private static int digitOf(char character) {
    return character < 128 ? Character.digit(character, 16) : -1;
  }
}
