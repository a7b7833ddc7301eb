package org.pydb.calcite.exec.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Decimals;

/** Reads JSON texts in UTF-8, strictly. Used once. */
public final class JsonReader {

  /** How deep arrays and objects may nest. */
  private static final int DEPTH_MAX = 2000;

  private final byte[] bytes;
  private final int start;
  private final int end;

  /** Whether the text only is to be checked; strings are then not looked into. */
  private final boolean checkOnly;

  private boolean isUnique;

  private int at;
  private int depth;

  private JsonReader(byte[] bytes, int start, int length, boolean checkOnly) {
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    this.checkOnly = checkOnly;
    at = start;
  }

  /**
   * The value of a text.
   *
   * @throws SqlError 22P02 if it is no JSON, 22P05 if it holds the NUL character
   */
  public static Json read(byte[] bytes, int start, int length) {
    return new JsonReader(bytes, start, length, false).whole();
  }

  /** The value of a text. */
  public static Json read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return read(bytes, 0, bytes.length);
  }

  /**
   * Checks a text.
   *
   * @throws SqlError 22P02 if it is no JSON
   */
  public static void check(byte[] bytes, int start, int length) {
    new JsonReader(bytes, start, length, true).whole();
  }

  /**
   * Checks that no object of a text has a key twice.
   *
   * @throws SqlError 22030 if one has
   */
  public static void checkUnique(byte[] bytes, int start, int length) {
    JsonReader reader = new JsonReader(bytes, start, length, false);
    reader.isUnique = true;
    reader.whole();
  }

  /** What is thrown where an object has a key twice and must not. */
  public static SqlError duplicateKey(String key) {
    return new SqlError("22030", "duplicate JSON object key value: \"" + key + "\"");
  }

  private Json whole() {
    Json value = value();
    skipBlanks();
    if (at < end) {
      throw invalid("the end");
    }
    return value;
  }

  private Json value() {
    skipBlanks();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> array();
      case '"' -> new Json.Text(string());
      case 't' -> word("true", Json.Word.TRUE);
      case 'f' -> word("false", Json.Word.FALSE);
      case 'n' -> word("null", Json.Word.NULL);
      default -> number();
    };
  }

  private Json members() {
    enter();
    SortedMap<String, Json> members = new TreeMap<>(Json.KEYS);
    if (!skip('}')) {
      do {
        skipBlanks();
        if (peek() != '"') {
          throw invalid("a string");
        }
        String key = string();
        expect(':');
        Json value = value();
        if (!checkOnly && members.put(key, value) != null && isUnique) {
          throw duplicateKey(key);
        }
      } while (skip(','));
      expect('}');
    }
    depth--;
    return new Json.Members(members);
  }

  private Json array() {
    enter();
    List<Json> elements = new ArrayList<>();
    if (!skip(']')) {
      do {
        Json element = value();
        if (!checkOnly) {
          elements.add(element);
        }
      } while (skip(','));
      expect(']');
    }
    depth--;
    return new Json.Array(elements);
  }

  private void enter() {
    at++;
    if (++depth > DEPTH_MAX) {
      throw new SqlError("54001", "JSON nests deeper than " + DEPTH_MAX + " levels");
    }
  }

  private Json word(String word, Json.Word value) {
    int wordEnd = at + word.length();
    boolean isWord = wordEnd <= end && new String(bytes, at, word.length(), UTF_8).equals(word);
    if (!isWord || (wordEnd < end && isLetter(bytes[wordEnd]))) {
      throw invalid("a value");
    }
    at = wordEnd;
    return value;
  }

  private static boolean isLetter(byte character) {
    return Character.isLetterOrDigit((char) (character & 0xFF)) || character == '_';
  }

  private Json number() {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits(from);
    }
    if (peek() == '.') {
      at++;
      digits(from);
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits(from);
    }
    if (at < end && (isLetter(bytes[at]) || bytes[at] < 0)) {
      at = from;
      throw invalid("a value");
    }
    return checkOnly ? Json.Word.NULL : new Json.Numeric(decimal(from));
  }

  private BigDecimal decimal(int from) {
    try {
      BigDecimal value =
          Decimals.checked(new BigDecimal(new String(bytes, from, at - from, UTF_8)));
      return value.scale() < 0 ? value.setScale(0) : value;
    } catch (NumberFormatException e) {
      throw Decimals.overflow();
    }
  }

  private void digits(int from) {
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == first) {
      at = from;
      throw invalid("a value");
    }
  }

  // ------------------------------------------------------------------ strings

  /** Reads a string, from its quote to behind its other one. */
  private String string() {
    int from = ++at;
    while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
      refuseControl();
      at++;
    }
    if (peek() == '"') {
      String plain = checkOnly ? "" : new String(bytes, from, at - from, UTF_8);
      at++;
      return plain;
    }
    StringBuilder text = new StringBuilder(new String(bytes, from, at - from, UTF_8));
    while (peek() != '"') {
      if (at >= end) {
        throw invalid("a quote");
      }
      from = at;
      while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
        refuseControl();
        at++;
      }
      text.append(new String(bytes, from, at - from, UTF_8));
      if (peek() == '\\') {
        escape(text);
      }
    }
    at++;
    return text.toString();
  }

  private void refuseControl() {
    if (bytes[at] >= 0 && bytes[at] < ' ') {
      throw error(String.format("character with value 0x%02x must be escaped", bytes[at] & 0xFF));
    }
  }

  private void escape(StringBuilder text) {
    at++;
    int character = peek();
    at++;
    switch (character) {
      case '"', '\\', '/' -> text.append((char) character);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicode(text);
      default -> {
        at = Math.min(at, end) - 1;
        throw error("an escape that JSON does not have");
      }
    }
  }

  private void unicode(StringBuilder text) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw error("\"\\u\" must be followed by four hexadecimal digits");
      }
      code = code << 4 | digit;
      at++;
    }
    if (checkOnly) {
      return;
    }
    if (code == 0) {
      throw new SqlError(
          "22P05", "unsupported Unicode escape sequence: \\u0000 cannot be converted to text");
    }
    char unit = (char) code;
    boolean followsHigh =
        text.length() > 0 && Character.isHighSurrogate(text.charAt(text.length() - 1));
    if (Character.isLowSurrogate(unit) != followsHigh) {
      throw error("Unicode surrogates must come in pairs, the high one first");
    }
    text.append(unit);
    boolean wantsLow = Character.isHighSurrogate(unit);
    if (wantsLow && !(peek() == '\\' && at + 1 < end && bytes[at + 1] == 'u')) {
      throw error("Unicode surrogates must come in pairs, the high one first");
    }
  }

  // ------------------------------------------------------------------ characters

  private int peek() {
    return at < end ? bytes[at] : 0;
  }

  private void skipBlanks() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
  }

  private boolean skip(char character) {
    skipBlanks();
    if (peek() != character) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char character) {
    if (!skip(character)) {
      throw invalid("\"" + character + "\"");
    }
  }

  private SqlError invalid(String expected) {
    int shown = Math.min(end, at + 20);
    String found =
        at >= end
            ? "the end"
            : "\"" + new String(bytes, at, shown - at, UTF_8) + (shown < end ? "..." : "") + "\"";
    return error("expected " + expected + ", found " + found);
  }

  private SqlError error(String what) {
    return new SqlError(
        "22P02", "invalid input syntax for type json: " + what + ", at byte " + (at - start + 1));
  }
}
