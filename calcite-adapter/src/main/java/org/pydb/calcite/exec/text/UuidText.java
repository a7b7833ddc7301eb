package org.pydb.calcite.exec.text;

/** UUIDs as 8-4-4-4-12 hexadecimal digits. Stateless. */
public final class UuidText {

  /** The length of a UUID in bytes. */
  public static final int BYTES = 16;

  private static final String TYPE = "uuid";

  private UuidText() {}

  /** Writes the UUID whose bytes begin at {@code start}. */
  public static void print(byte[] bytes, int start, AsciiBuilder out) {
    for (int i = 0; i < BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out.append('-');
      }
      BytesText.printHex(bytes[start + i], out);
    }
  }

  /** Reads a UUID: 32 digits in any case, a hyphen allowed after each four, braces around. */
  public static byte[] parse(String text) {
    boolean braces = text.startsWith("{");
    int at = braces ? 1 : 0;
    byte[] uuid = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      uuid[i] = BytesText.parseHex(text, at, TYPE);
      at += 2;
      boolean hyphenAllowed = i % 2 == 1 && i < BYTES - 1;
      if (hyphenAllowed && at < text.length() && text.charAt(at) == '-') {
        at++;
      }
    }
    if (braces) {
      if (at >= text.length() || text.charAt(at) != '}') {
        throw InvalidText.syntax(TYPE, text);
      }
      at++;
    }
    if (at != text.length()) {
      throw InvalidText.syntax(TYPE, text);
    }
    return uuid;
  }
}
