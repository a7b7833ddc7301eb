package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.jsonpath.JsonPath;
import org.pydb.calcite.exec.vector.BytesVector;

/**
 * Searches along paths; remembers the path that was read last. Its operands are a value, a path and
 * perhaps variables. Not thread-safe.
 */
final class JsonPathSearch {
  private String text = "";
  private @Nullable JsonPath path;

  /** What the path finds in the value. */
  List<Json> find(Arguments in, int row) {
    return path(in.getString(1, row)).find(JsonFunctions.read(in, 0, row), variables(in, row));
  }

  /** Whether the condition that the path is holds; null if that is not known. */
  @Nullable Boolean matches(Arguments in, int row) {
    return path(in.getString(1, row)).matches(JsonFunctions.read(in, 0, row), variables(in, row));
  }

  private JsonPath path(String wanted) {
    JsonPath known = path;
    if (known == null || !wanted.equals(text)) {
      known = JsonPath.of(wanted);
      path = known;
      text = wanted;
    }
    return known;
  }

  private static Map<String, Json> variables(Arguments in, int row) {
    if (in.count() < 3 || in.vector(2).isNull(row)) {
      return Map.of();
    }
    BytesVector variables = in.bytes(2);
    Json read = JsonReader.read(variables.array(row), variables.start(row), variables.length(row));
    if (read instanceof Json.Members object) {
      return object.members();
    }
    throw new SqlError("22023", "\"vars\" argument is not an object");
  }
}
