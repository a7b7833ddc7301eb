package org.pydb.calcite.exec.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** Writes JSON values as PostgreSQL does: the text of a {@code jsonb}. Stateless. */
public final class JsonWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int INDENT = 4;

  private JsonWriter() {}

  /** The text of a value: {@code {"a": [1, 2]}}. */
  public static String text(Json value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** The same in UTF-8. */
  public static byte[] bytes(Json value) {
    return text(value).getBytes(UTF_8);
  }

  /** Appends the text of a value. */
  public static void write(Json value, StringBuilder out) {
    if (value instanceof Json.Members object) {
      String separator = "{";
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        out.append(separator);
        quote(member.getKey(), out);
        write(member.getValue(), out.append(": "));
        separator = ", ";
      }
      out.append(object.members().isEmpty() ? "{}" : "}");
    } else if (value instanceof Json.Array array) {
      String separator = "[";
      for (Json element : array.elements()) {
        write(element, out.append(separator));
        separator = ", ";
      }
      out.append(array.elements().isEmpty() ? "[]" : "]");
    } else {
      scalar(value, out);
    }
  }

  /** The text of a value in lines, one for each part. */
  public static String pretty(Json value) {
    StringBuilder out = new StringBuilder();
    pretty(value, out, 0);
    return out.toString();
  }

  private static void pretty(Json value, StringBuilder out, int indent) {
    if (value instanceof Json.Members object) {
      String separator = "{";
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        line(out.append(separator), indent + INDENT);
        quote(member.getKey(), out);
        pretty(member.getValue(), out.append(": "), indent + INDENT);
        separator = ",";
      }
      line(object.members().isEmpty() ? out.append('{') : out, indent).append('}');
    } else if (value instanceof Json.Array array) {
      String separator = "[";
      for (Json element : array.elements()) {
        pretty(element, line(out.append(separator), indent + INDENT), indent + INDENT);
        separator = ",";
      }
      line(array.elements().isEmpty() ? out.append('[') : out, indent).append(']');
    } else {
      scalar(value, out);
    }
  }

  private static StringBuilder line(StringBuilder out, int indent) {
    return out.append('\n').append(" ".repeat(indent));
  }

  private static void scalar(Json value, StringBuilder out) {
    if (value instanceof Json.Numeric number) {
      out.append(number.value().toPlainString());
    } else if (value instanceof Json.Text text) {
      quote(text.value(), out);
    } else {
      out.append(value == Json.Word.NULL ? "null" : value == Json.Word.TRUE ? "true" : "false");
    }
  }

  /** Appends a string in quotes. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
