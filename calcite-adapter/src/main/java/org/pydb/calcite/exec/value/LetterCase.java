package org.pydb.calcite.exec.value;

/** Upper and lower case of UTF-8, character by character: no character becomes two. Stateless. */
public final class LetterCase {

  private LetterCase() {}

  /** Appends a range in lower case. */
  public static void lower(byte[] bytes, int start, int end, ByteRun out) {
    int at = start;
    while (at < end) {
      byte first = bytes[at];
      if (first >= 0) {
        out.put(first >= 'A' && first <= 'Z' ? first + 32 : first);
        at++;
      } else {
        out.putCodePoint(Character.toLowerCase(Utf8.codePoint(bytes, at)));
        at += Utf8.length(first);
      }
    }
  }

  /** Appends a range in upper case. */
  public static void upper(byte[] bytes, int start, int end, ByteRun out) {
    int at = start;
    while (at < end) {
      byte first = bytes[at];
      if (first >= 0) {
        out.put(first >= 'a' && first <= 'z' ? first - 32 : first);
        at++;
      } else {
        out.putCodePoint(Character.toUpperCase(Utf8.codePoint(bytes, at)));
        at += Utf8.length(first);
      }
    }
  }

  /** Appends a range with each word beginning in upper case and going on in lower case. */
  public static void initial(byte[] bytes, int start, int end, ByteRun out) {
    boolean inWord = false;
    int at = start;
    while (at < end) {
      int character = Utf8.codePoint(bytes, at);
      out.putCodePoint(
          inWord ? Character.toLowerCase(character) : Character.toUpperCase(character));
      inWord = Character.isLetterOrDigit(character);
      at += Utf8.length(bytes[at]);
    }
  }
}
