package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.JSONB;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;

/**
 * Registers PostgreSQL's functions of paths: {@code jsonb_path_exists} and its kin, of a value, a
 * path, perhaps variables, and perhaps whether errors count as nothing found. Stateless.
 */
final class JsonPathFunctions {

  private JsonPathFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    each(
        binders,
        ScalarFunction.JSONB_PATH_EXISTS,
        BOOLEAN,
        (search, in, row, out) -> set(out, row, !search.find(in, row).isEmpty()));
    each(
        binders,
        ScalarFunction.JSONB_PATH_MATCH,
        BOOLEAN,
        (search, in, row, out) -> set(out, row, search.matches(in, row)));
    each(
        binders,
        ScalarFunction.JSONB_PATH_QUERY_ARRAY,
        JSONB,
        (search, in, row, out) ->
            ArrayCasts.set(out, row, JsonWriter.bytes(new Json.Array(search.find(in, row)))));
    each(
        binders,
        ScalarFunction.JSONB_PATH_QUERY_FIRST,
        JSONB,
        (search, in, row, out) -> {
          List<Json> found = search.find(in, row);
          if (found.isEmpty()) {
            out.setNull(row);
          } else {
            ArrayCasts.set(out, row, JsonWriter.bytes(found.get(0)));
          }
        });
  }

  /** Computes one value. */
  @FunctionalInterface
  private interface Body {
    void apply(JsonPathSearch search, Arguments in, int row, Vector out);
  }

  private static void each(
      Map<ScalarFunction, Binder> binders, ScalarFunction function, ColumnKind result, Body body) {
    Overloads.of(function, binders)
        .formPerExecution(result, context -> with(body), JSONB, TEXT)
        .formPerExecution(result, context -> with(body), JSONB, TEXT, JSONB)
        .formPerExecution(result, context -> with(body), JSONB, TEXT, JSONB, BOOLEAN);
  }

  private static RowFunction with(Body body) {
    JsonPathSearch search = new JsonPathSearch();
    return (in, row, out) -> {
      try {
        body.apply(search, in, row, out);
      } catch (SqlError e) {
        boolean isSilent = in.count() > 3 && in.getLong(3, row) != 0;
        if (!isSilent || !e.state().startsWith("22")) {
          throw e;
        }
        out.setNull(row);
      }
    };
  }

  private static void set(Vector out, int row, @Nullable Boolean truth) {
    if (truth == null) {
      out.setNull(row);
    } else {
      ((LongVector) out).set(row, truth ? 1 : 0);
    }
  }
}
