package org.pydb.calcite.exec.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/** New values made of others: joined, with parts replaced, put in or taken out. Stateless. */
public final class JsonEdit {
  private static final Pattern INDEX = Pattern.compile("\\s*[+-]?\\d{1,9}");

  /** What becomes of the place to which a path leads. */
  public enum Change {
    /** A value there is replaced; nothing is added. */
    REPLACE,
    /** A value there is replaced, or added where the last step leads nowhere. */
    SET,
    /** The value goes before that of an array; a key must be new. */
    INSERT_BEFORE,
    /** The value goes behind that of an array; a key must be new. */
    INSERT_AFTER,
    /** A value there is taken out. */
    DELETE
  }

  private JsonEdit() {}

  /** {@code ||}: members of both, the right ones count; otherwise the elements of both. */
  public static Json concat(Json left, Json right) {
    if (left instanceof Json.Members a && right instanceof Json.Members b) {
      SortedMap<String, Json> members = new TreeMap<>(a.members());
      members.putAll(b.members());
      return new Json.Members(members);
    }
    List<Json> elements = new ArrayList<>(elements(left));
    elements.addAll(elements(right));
    return new Json.Array(elements);
  }

  private static List<Json> elements(Json value) {
    return value instanceof Json.Array array ? array.elements() : List.of(value);
  }

  /** {@code - 'key'}: without the member of a key, or without the strings of that text. */
  public static Json without(Json value, String key) {
    if (value instanceof Json.Members object) {
      SortedMap<String, Json> members = new TreeMap<>(object.members());
      members.remove(key);
      return new Json.Members(members);
    }
    if (value instanceof Json.Array array) {
      List<Json> left = new ArrayList<>(array.elements());
      left.removeIf(element -> element instanceof Json.Text text && text.value().equals(key));
      return new Json.Array(left);
    }
    throw new SqlError("22023", "cannot delete from scalar");
  }

  /** {@code - 1}: without an element, from 0, or from -1 backwards. */
  public static Json without(Json value, long index) {
    if (value instanceof Json.Members) {
      throw new SqlError("22023", "cannot delete from object using integer index");
    }
    if (!(value instanceof Json.Array array)) {
      throw new SqlError("22023", "cannot delete from scalar");
    }
    long at = index < 0 ? index + array.elements().size() : index;
    if (at < 0 || at >= array.elements().size()) {
      return value;
    }
    List<Json> left = new ArrayList<>(array.elements());
    left.remove((int) at);
    return new Json.Array(left);
  }

  /** Whether the left value holds the right one: {@code @>}. */
  public static boolean contains(Json left, Json right) {
    if (left instanceof Json.Array array && right.isScalar()) {
      return array.elements().stream().anyMatch(element -> same(element, right));
    }
    return holds(left, right);
  }

  private static boolean holds(Json left, Json right) {
    if (left instanceof Json.Members a && right instanceof Json.Members b) {
      for (Map.Entry<String, Json> member : b.members().entrySet()) {
        Json own = a.members().get(member.getKey());
        if (own == null || !holds(own, member.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (left instanceof Json.Array a && right instanceof Json.Array b) {
      for (Json wanted : b.elements()) {
        if (a.elements().stream().noneMatch(element -> holds(element, wanted))) {
          return false;
        }
      }
      return true;
    }
    return same(left, right);
  }

  private static boolean same(Json left, Json right) {
    return left.isScalar() && right.isScalar() && Json.compare(left, right) == 0;
  }

  /** Without members whose value is null, all the way down. */
  public static Json stripNulls(Json value) {
    if (value instanceof Json.Members object) {
      SortedMap<String, Json> members = new TreeMap<>(Json.KEYS);
      object
          .members()
          .forEach(
              (key, member) -> {
                if (member != Json.Word.NULL) {
                  members.put(key, stripNulls(member));
                }
              });
      return new Json.Members(members);
    }
    return value instanceof Json.Array array
        ? new Json.Array(array.elements().stream().map(JsonEdit::stripNulls).toList())
        : value;
  }

  /**
   * A value with a change at the end of a path.
   *
   * @param path keys and numbers of elements
   * @param given what is put there; null to delete
   */
  public static Json change(Json value, List<String> path, @Nullable Json given, Change change) {
    if (value.isScalar()) {
      throw new SqlError(
          "22023",
          change == Change.DELETE ? "cannot delete path in scalar" : "cannot set path in scalar");
    }
    return path.isEmpty() ? value : changed(value, path, 0, given, change);
  }

  private static Json changed(
      Json value, List<String> path, int step, @Nullable Json given, Change change) {
    if (value instanceof Json.Members object) {
      return inMembers(object, path, step, given, change);
    }
    return value instanceof Json.Array array ? inArray(array, path, step, given, change) : value;
  }

  private static Json inMembers(
      Json.Members object, List<String> path, int step, @Nullable Json given, Change change) {
    SortedMap<String, Json> members = new TreeMap<>(object.members());
    String key = path.get(step);
    Json there = members.get(key);
    if (step < path.size() - 1) {
      if (there != null) {
        members.put(key, changed(there, path, step + 1, given, change));
      }
      return new Json.Members(members);
    }
    switch (change) {
      case DELETE -> members.remove(key);
      case INSERT_BEFORE, INSERT_AFTER -> {
        if (there != null) {
          throw new SqlError(
              "22023", "cannot replace existing key; try using jsonb_set to replace it");
        }
        put(members, key, given);
      }
      default -> {
        if (there != null || change == Change.SET) {
          put(members, key, given);
        }
      }
    }
    return new Json.Members(members);
  }

  private static void put(SortedMap<String, Json> members, String key, @Nullable Json given) {
    if (given != null) {
      members.put(key, given);
    }
  }

  private static Json inArray(
      Json.Array array, List<String> path, int step, @Nullable Json given, Change change) {
    List<Json> elements = new ArrayList<>(array.elements());
    int size = elements.size();
    int index = index(path, step);
    int at = index < 0 ? index + size : index;
    boolean isThere = at >= 0 && at < size;
    if (step < path.size() - 1) {
      if (isThere) {
        elements.set(at, changed(elements.get(at), path, step + 1, given, change));
      }
    } else if (change == Change.DELETE) {
      if (isThere) {
        elements.remove(at);
      }
    } else if (given != null) {
      if (isThere && (change == Change.SET || change == Change.REPLACE)) {
        elements.set(at, given);
      } else if (isThere) {
        elements.add(at + (change == Change.INSERT_AFTER ? 1 : 0), given);
      } else if (change != Change.REPLACE) {
        elements.add(at < 0 ? 0 : size, given);
      }
    }
    return new Json.Array(elements);
  }

  private static int index(List<String> path, int step) {
    String text = path.get(step);
    if (!INDEX.matcher(text).matches()) {
      throw new SqlError(
          "22P02",
          "path element at position " + (step + 1) + " is not an integer: \"" + text + "\"");
    }
    return Integer.parseInt(text.strip());
  }
}
