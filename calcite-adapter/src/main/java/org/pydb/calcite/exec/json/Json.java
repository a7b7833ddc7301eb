package org.pydb.calcite.exec.json;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A JSON value as a tree, in the form that {@code jsonb} has: of members with the same key the last
 * one counts, and they stand in the order of {@link #KEYS}. Trees are not changed once they are
 * made.
 */
public sealed interface Json {

  /** Shorter keys first, keys of one length (in UTF-8) by their bytes. */
  Comparator<String> KEYS = Json::compareKeys;

  /** {@code null}, {@code true} and {@code false}. */
  enum Word implements Json {
    NULL,
    FALSE,
    TRUE;

    /** The word for a truth value. */
    public static Word of(boolean truth) {
      return truth ? TRUE : FALSE;
    }
  }

  /** A number; 1.0 and 1 are equal, and written as they came. */
  record Numeric(BigDecimal value) implements Json {}

  /** A string. */
  record Text(String value) implements Json {}

  /** {@code [1, 2]}. */
  record Array(List<Json> elements) implements Json {}

  /** {@code {"a": 1}}. */
  record Members(SortedMap<String, Json> members) implements Json {}

  /** What {@code jsonb_typeof} calls it. */
  default String type() {
    if (this instanceof Word word) {
      return word == Word.NULL ? "null" : "boolean";
    }
    if (this instanceof Numeric) {
      return "number";
    }
    if (this instanceof Text) {
      return "string";
    }
    return this instanceof Array ? "array" : "object";
  }

  /** Whether it holds no other values. */
  default boolean isScalar() {
    return !(this instanceof Array) && !(this instanceof Members);
  }

  /**
   * PostgreSQL's order: null, strings, numbers, truth values, arrays, objects; of arrays and
   * objects those with fewer parts first. An empty array is less than any scalar, as there.
   */
  static int compare(Json left, Json right) {
    if (left.isScalar() && right instanceof Array array && array.elements().isEmpty()) {
      return 1;
    }
    if (right.isScalar() && left instanceof Array array && array.elements().isEmpty()) {
      return -1;
    }
    return compareParts(left, right);
  }

  private static int compareParts(Json left, Json right) {
    int order = Integer.compare(rank(left), rank(right));
    if (order != 0) {
      return order;
    }
    if (left instanceof Word a && right instanceof Word b) {
      return a.compareTo(b);
    }
    if (left instanceof Numeric a && right instanceof Numeric b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof Text a && right instanceof Text b) {
      return compareCharacters(a.value(), b.value());
    }
    return left instanceof Array a
        ? compareArrays(a.elements(), ((Array) right).elements())
        : compareMembers(((Members) left).members(), ((Members) right).members());
  }

  private static int rank(Json value) {
    if (value instanceof Word word) {
      return word == Word.NULL ? 0 : 3;
    }
    if (value instanceof Text) {
      return 1;
    }
    if (value instanceof Numeric) {
      return 2;
    }
    return value instanceof Array ? 4 : 5;
  }

  private static int compareArrays(List<Json> left, List<Json> right) {
    int order = Integer.compare(left.size(), right.size());
    for (int i = 0; order == 0 && i < left.size(); i++) {
      order = compareParts(left.get(i), right.get(i));
    }
    return order;
  }

  private static int compareMembers(Map<String, Json> left, Map<String, Json> right) {
    int order = Integer.compare(left.size(), right.size());
    Iterator<Map.Entry<String, Json>> others = right.entrySet().iterator();
    for (Map.Entry<String, Json> member : left.entrySet()) {
      if (order != 0) {
        break;
      }
      Map.Entry<String, Json> other = others.next();
      order = compareCharacters(member.getKey(), other.getKey());
      order = order != 0 ? order : compareParts(member.getValue(), other.getValue());
    }
    return order;
  }

  private static int compareKeys(String left, String right) {
    int order = Integer.compare(utf8Length(left), utf8Length(right));
    return order != 0 ? order : compareCharacters(left, right);
  }

  private static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }

  /** By code points, which is the order of UTF-8. */
  private static int compareCharacters(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
