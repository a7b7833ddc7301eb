package org.pydb.calcite.exec.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Changes of JSON that is kept as text: with the order of its members, and each as often.
 * Stateless.
 */
public final class JsonText {

  private JsonText() {}

  /**
   * A text that is known to be valid, without blanks and without members of objects that are null.
   */
  public static String withoutNulls(byte[] text, int start, int length) {
    StringBuilder out = new StringBuilder();
    append(text, new JsonScan().of(text, start, length), out);
    return out.toString();
  }

  private static void append(byte[] text, JsonScan part, StringBuilder out) {
    if (part.isObject()) {
      List<Integer> ends = part.parts();
      String separator = "";
      out.append('{');
      for (int i = 0; i < ends.size(); i += 4) {
        JsonScan value = part(text, ends, i + 2);
        if (!value.isNull()) {
          append(text, part(text, ends, i), out.append(separator));
          append(text, value, out.append(':'));
          separator = ",";
        }
      }
      out.append('}');
    } else if (part.isArray()) {
      List<Integer> ends = part.parts();
      out.append('[');
      for (int i = 0; i < ends.size(); i += 2) {
        append(text, part(text, ends, i), out.append(i == 0 ? "" : ","));
      }
      out.append(']');
    } else if (part.isText()) {
      JsonWriter.quote(new String(part.text(), UTF_8), out);
    } else {
      out.append(new String(text, part.start(), part.length(), UTF_8));
    }
  }

  private static JsonScan part(byte[] text, List<Integer> ends, int at) {
    return new JsonScan().of(text, ends.get(at), ends.get(at + 1) - ends.get(at));
  }
}
