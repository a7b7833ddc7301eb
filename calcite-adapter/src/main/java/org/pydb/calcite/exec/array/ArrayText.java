package org.pydb.calcite.exec.array;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.ValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Arrays as PostgreSQL writes them: {@code {1,NULL,"a b"}}. One of smallints that is counted from 0
 * is an {@code int2vector} of the catalog: {@code 1 2}. A reader is used once.
 */
public final class ArrayText {
  private final ColumnType element;
  private final String text;
  private final ValueText values;
  private final List<@Nullable Object> elements = new ArrayList<>();
  private int at;

  private ArrayText(ColumnType element, String text, ValueText values) {
    this.element = element;
    this.text = text;
    this.values = values;
  }

  /** The text of an array. */
  public static String print(ColumnType element, byte[] array, int start, ValueText values) {
    ArrayValue.Elements elements = new ArrayValue.Elements(element, array, start);
    boolean isFromZero = ArrayValue.first(array, start) == 0;
    if (isFromZero && element.kind() == ColumnKind.INT16) {
      return vector(elements);
    }
    StringBuilder out = new StringBuilder();
    if (isFromZero && elements.hasNext()) {
      out.append("[0:").append(elements.count() - 1).append("]=");
    }
    out.append('{');
    int from = out.length();
    while (elements.hasNext()) {
      Object value = elements.next();
      if (out.length() > from) {
        out.append(',');
      }
      if (value == null) {
        out.append("NULL");
      } else {
        quoteIfNeeded(ElementText.print(element, value, values), out);
      }
    }
    return out.append('}').toString();
  }

  private static String vector(ArrayValue.Elements elements) {
    StringJoiner out = new StringJoiner(" ");
    while (elements.hasNext()) {
      out.add(String.valueOf(elements.next()));
    }
    return out.toString();
  }

  private static void quoteIfNeeded(String value, StringBuilder out) {
    boolean quoted = value.isEmpty() || value.equalsIgnoreCase("null");
    for (int i = 0; i < value.length() && !quoted; i++) {
      char c = value.charAt(i);
      quoted = "{}\",\\".indexOf(c) >= 0 || isBlank(c);
    }
    if (!quoted) {
      out.append(value);
      return;
    }
    out.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  /**
   * Reads an array of elements of a type without bounds.
   *
   * @throws SqlError 22P02 if the text is no array, 0A000 if it is one of several dimensions
   */
  public static byte[] parse(ColumnType element, String text, ValueText values) {
    ArrayText reader = new ArrayText(element, text, values);
    reader.read();
    return ArrayValue.write(element, reader.elements);
  }

  private void read() {
    skipBlanks();
    if (peek() == '[') {
      throw new SqlError(
          "0A000", "arrays whose elements do not count from 1 are not supported: \"" + text + "\"");
    }
    expect('{');
    skipBlanks();
    if (peek() == '}') {
      at++;
    } else {
      element();
      while (peek() == ',') {
        at++;
        element();
      }
      expect('}');
    }
    skipBlanks();
    if (at < text.length()) {
      throw malformed();
    }
  }

  private void element() {
    skipBlanks();
    if (peek() == '{') {
      throw new SqlError("0A000", "arrays of more than one dimension are not supported yet");
    }
    if (peek() == '"') {
      at++;
      elements.add(ElementText.parse(element, quoted(), values));
    } else {
      String plain = plain();
      elements.add(
          plain.equalsIgnoreCase("null")
              ? null
              : ElementText.parse(element, unescaped(plain), values));
    }
    skipBlanks();
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      value.append(next());
    }
    at++;
    return value.toString();
  }

  private String plain() {
    int from = at;
    while (at < text.length() && ",}".indexOf(peek()) < 0) {
      if ("\"{".indexOf(peek()) >= 0) {
        throw malformed();
      }
      at += peek() == '\\' ? 2 : 1;
    }
    String plain = text.substring(from, Math.min(at, text.length())).strip();
    if (plain.isEmpty() || at > text.length()) {
      throw malformed();
    }
    return plain;
  }

  private static String unescaped(String plain) {
    return plain.indexOf('\\') < 0 ? plain : plain.replaceAll("\\\\(.)", "$1");
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  private void expect(char character) {
    if (peek() != character) {
      throw malformed();
    }
    at++;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(peek())) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private SqlError malformed() {
    return new SqlError("22P02", "malformed array literal: \"" + text + "\"");
  }
}
