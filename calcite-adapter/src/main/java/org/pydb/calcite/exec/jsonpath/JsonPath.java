package org.pydb.calcite.exec.jsonpath;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;

/**
 * A path into JSON values. A <em>lax</em> one, as they are without another word, takes arrays apart
 * where single values are wanted and finds nothing where something is missing; for a {@code strict}
 * one both are errors. Immutable; thread-safe but for its regular expressions.
 */
public final class JsonPath {
  private final PathStep path;
  private final boolean isStrict;

  JsonPath(PathStep path, boolean isStrict) {
    this.path = path;
    this.isStrict = isStrict;
  }

  /**
   * The path of a text.
   *
   * @throws SqlError 42601 if it is none
   */
  public static JsonPath of(String text) {
    return PathParser.parse(text);
  }

  boolean isStrict() {
    return isStrict;
  }

  /**
   * What it finds in a value. A path that is a condition finds whether it holds, or null if that is
   * not known.
   *
   * @param variables what {@code $name} stands for
   * @throws SqlError of class 22 for what a strict path does not find, and for values of the wrong
   *     kind
   */
  public List<Json> find(Json value, Map<String, Json> variables) {
    return new PathRun(this, value, variables).items(path);
  }

  /**
   * Whether a condition holds, or null if that is not known.
   *
   * @throws SqlError 22038 if it is no condition
   */
  public @Nullable Boolean matches(Json value, Map<String, Json> variables) {
    List<Json> found = find(value, variables);
    if (found.size() == 1 && found.get(0) instanceof Json.Word word) {
      return word == Json.Word.NULL ? null : Boolean.valueOf(word == Json.Word.TRUE);
    }
    throw new SqlError("22038", "single boolean result is expected");
  }
}
