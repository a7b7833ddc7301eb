package org.pydb.calcite.exec.series;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.jsonpath.JsonPath;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** {@code jsonb_path_query}: what a path finds in a value. */
final class JsonPathRows implements RowMaker {
  private String text = "";
  private @Nullable JsonPath path;
  private List<Json> found = List.of();
  private int next;

  @Override
  public void begin(Vector[] arguments, int row) {
    found = List.of();
    next = 0;
    if (arguments[0].isNull(row) || arguments[1].isNull(row)) {
      return;
    }
    boolean isSilent =
        arguments.length > 3
            && !arguments[3].isNull(row)
            && ((LongVector) arguments[3]).get(row) != 0;
    try {
      found =
          path(((BytesVector) arguments[1]).getString(row))
              .find(json(arguments[0], row), variables(arguments, row));
    } catch (SqlError e) {
      if (!isSilent || !e.state().startsWith("22")) {
        throw e;
      }
    }
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

  private static Map<String, Json> variables(Vector[] arguments, int row) {
    if (arguments.length < 3 || arguments[2].isNull(row)) {
      return Map.of();
    }
    if (json(arguments[2], row) instanceof Json.Members object) {
      return object.members();
    }
    throw new SqlError("22023", "\"vars\" argument is not an object");
  }

  private static Json json(Vector vector, int row) {
    BytesVector json = (BytesVector) vector;
    return JsonReader.read(json.array(row), json.start(row), json.length(row));
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && next < found.size()) {
      byte[] bytes = JsonWriter.bytes(found.get(next++));
      ((BytesVector) columns[0]).set(at++, bytes, 0, bytes.length);
    }
    return at - from;
  }
}
