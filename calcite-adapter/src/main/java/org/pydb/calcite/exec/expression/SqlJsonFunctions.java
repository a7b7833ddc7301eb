package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers {@code JSON_EXISTS}, {@code JSON_VALUE} and {@code JSON_QUERY}: one function whose
 * fourth operand says by five letters which of them it is, whether what is found gets brackets,
 * whether strings keep their quotes, and what is given where nothing is found and where there is an
 * error. Stateless.
 */
final class SqlJsonFunctions {
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);
  private static final ColumnType JSONB = ColumnType.of(ColumnKind.JSONB);
  private static final int EMPTY_DEFAULT = 3;
  private static final int ERROR_DEFAULT = 4;

  private SqlJsonFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.SQL_JSON, SqlJsonFunctions::bind);
  }

  /**
   * What is asked for.
   *
   * @param kind {@code x} exists, {@code v} value, {@code q} query
   * @param wrapper {@code n} none, {@code c} conditional, {@code u} unconditional
   * @param quotes {@code k} kept, {@code o} omitted
   * @param onEmpty {@code e} error, {@code n} NULL, {@code a} empty array, {@code o} empty object,
   *     {@code d} default
   * @param onError the same, or {@code t}, {@code f}, {@code u} a truth value
   */
  private record Wish(char kind, char wrapper, char quotes, char onEmpty, char onError) {
    static Wish of(String letters) {
      return new Wish(
          letters.charAt(0),
          letters.charAt(1),
          letters.charAt(2),
          letters.charAt(3),
          letters.charAt(4));
    }
  }

  private static @Nullable Expression bind(@Nullable ColumnType type, List<Expression> operands) {
    if (operands.size() != 7 || !(operands.get(3) instanceof Literal letters)) {
      return null;
    }
    Wish wish = Wish.of(new String((byte[]) letters.value(), UTF_8));
    ColumnType result = type == null ? operands.get(4).type() : type;
    if (result.element() != null || (wish.kind == 'x' && result.kind() != ColumnKind.BOOLEAN)) {
      throw new SqlError(
          "0A000",
          "RETURNING " + result + " is not supported here: take another type, and cast its value");
    }
    Expression fitted = Casts.cast(new ColumnReference(0, TEXT), result, CastMode.ASSIGNMENT);
    if (fitted == null) {
      return null;
    }
    List<Expression> given = new ArrayList<>();
    given.add(Casts.mustCast(operands.get(0), JSONB));
    given.add(Casts.mustCast(operands.get(1), TEXT));
    given.add(Casts.mustCast(operands.get(2), JSONB));
    given.add(Casts.mustCast(operands.get(5), result));
    given.add(Casts.mustCast(operands.get(6), result));
    return ConstantFolding.fold(
        new RowCall(
            "sql_json",
            result,
            given,
            context -> {
              ElementMapping conversion = new ElementMapping(fitted, TEXT, context);
              JsonPathSearch search = new JsonPathSearch();
              return (in, row, out) -> {
                if (in.vector(0).isNull(row) || in.vector(1).isNull(row)) {
                  out.setNull(row);
                } else {
                  new Call(wish, result, in, row, out, conversion).run(search);
                }
              };
            },
            false));
  }

  private static boolean isText(ColumnType type) {
    return Coercion.isText(type);
  }

  /** One call: the operands in one row, and where its value goes. */
  private record Call(
      Wish wish, ColumnType type, Arguments in, int row, Vector out, ElementMapping conversion) {

    void run(JsonPathSearch search) {
      try {
        List<Json> found = search.find(in, row);
        if (wish.kind == 'x') {
          ((LongVector) out).set(row, found.isEmpty() ? 0 : 1);
        } else if (wish.kind == 'v') {
          value(found);
        } else {
          query(found);
        }
      } catch (SqlError e) {
        if (!e.state().startsWith("22") || wish.onError == 'e') {
          throw e;
        }
        give(wish.onError, ERROR_DEFAULT);
      }
    }

    private void value(List<Json> found) {
      if (found.isEmpty()) {
        empty();
      } else if (found.size() > 1) {
        throw new SqlError(
            "22034", "JSON path expression in JSON_VALUE must return single scalar item");
      } else if (!found.get(0).isScalar()) {
        throw new SqlError(
            "2203F", "JSON path expression in JSON_VALUE must return single scalar item");
      } else if (found.get(0) == Json.Word.NULL) {
        out.setNull(row);
      } else {
        set(found.get(0), true);
      }
    }

    private void query(List<Json> found) {
      if (found.isEmpty()) {
        empty();
        return;
      }
      boolean isOne = found.size() == 1;
      boolean wraps = wish.wrapper == 'u' || (wish.wrapper == 'c' && !isOne);
      if (!wraps && !isOne) {
        throw new SqlError(
            "22034",
            "JSON path expression in JSON_QUERY must return single item when no wrapper is"
                + " requested");
      }
      Json item = wraps ? new Json.Array(found) : found.get(0);
      set(item, wish.quotes == 'o' || !isJsonOrText());
    }

    private boolean isJsonOrText() {
      return type.kind() == ColumnKind.JSON || type.kind() == ColumnKind.JSONB || isText(type);
    }

    private void empty() {
      if (wish.onEmpty == 'e') {
        throw new SqlError("22035", "no SQL/JSON item found for specified path");
      }
      give(wish.onEmpty, EMPTY_DEFAULT);
    }

    private void give(char behavior, int defaultOperand) {
      switch (behavior) {
        case 'd' -> out.setObject(row, in.vector(defaultOperand).getObject(row));
        case 'a' -> set(new Json.Array(List.of()), false);
        case 'o' -> set(new Json.Members(Collections.emptySortedMap()), false);
        case 't' -> ((LongVector) out).set(row, 1);
        case 'f' -> ((LongVector) out).set(row, 0);
        default -> out.setNull(row);
      }
    }

    /** Sets the value to what was found, as the type that is wanted. */
    private void set(Json item, boolean isPlain) {
      boolean isPlainText = isPlain && item instanceof Json.Text;
      String text = isPlainText ? ((Json.Text) item).value() : JsonWriter.text(item);
      if (type.kind() == ColumnKind.JSONB && !isPlainText) {
        ArrayCasts.set(out, row, text.getBytes(UTF_8));
        return;
      }
      boolean isQuoted = wish.kind == 'v' && !isText(type) && isJsonOrText();
      List<@Nullable Object> texts = new ArrayList<>();
      texts.add((isQuoted ? JsonWriter.text(item) : text).getBytes(UTF_8));
      out.setObject(row, conversion.apply(texts).get(0));
    }
  }
}
