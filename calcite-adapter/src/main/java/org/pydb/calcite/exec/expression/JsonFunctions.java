package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pydb.engine.schema.ColumnKind.ARRAY;
import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.JSON;
import static org.pydb.engine.schema.ColumnKind.JSONB;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonEdit;
import org.pydb.calcite.exec.json.JsonEdit.Change;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonScan;
import org.pydb.calcite.exec.json.JsonText;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers the functions that take JSON apart and change it. Stateless. */
final class JsonFunctions {
  private static final ColumnType TEXT_TYPE = ColumnType.of(TEXT);

  private JsonFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerSteps(binders);
    registerFacts(binders);
    registerChanges(binders);
  }

  // ------------------------------------------------------------------ parts

  private static void registerSteps(Map<ScalarFunction, Binder> binders) {
    Overloads members = Overloads.of(ScalarFunction.JSON_MEMBER, binders);
    Overloads paths = Overloads.of(ScalarFunction.JSON_AT_PATH, binders);
    Overloads memberTexts = Overloads.of(ScalarFunction.JSON_MEMBER_TEXT, binders);
    Overloads pathTexts = Overloads.of(ScalarFunction.JSON_AT_PATH_TEXT, binders);
    for (ColumnKind kind : List.of(JSONB, JSON)) {
      members.formPerExecution(kind, c -> part(JsonFunctions::enterKey), kind, TEXT);
      Step index = kind == JSON ? JsonFunctions::enterIndex : JsonFunctions::enterElement;
      members.formPerExecution(kind, c -> part(index), kind, INT32);
      paths.formPerExecution(kind, c -> part(JsonFunctions::enterPath), kind, ARRAY);
      memberTexts.formPerExecution(TEXT, c -> partText(JsonFunctions::enterKey), kind, TEXT);
      memberTexts.formPerExecution(TEXT, c -> partText(index), kind, INT32);
      pathTexts.formPerExecution(TEXT, c -> partText(JsonFunctions::enterPath), kind, ARRAY);
    }
    binders.put(
        ScalarFunction.JSON_EXTRACT_PATH, (type, operands) -> extract(type, operands, false));
    binders.put(
        ScalarFunction.JSON_EXTRACT_PATH_TEXT, (type, operands) -> extract(type, operands, true));
  }

  /** Goes from a value to a part of it, as an operand says; false if there is none. */
  @FunctionalInterface
  private interface Step {
    boolean enter(JsonScan value, Arguments in, int row);
  }

  private static boolean enterKey(JsonScan value, Arguments in, int row) {
    return value.enter(in.bytes(1).getBytes(row));
  }

  private static boolean enterIndex(JsonScan value, Arguments in, int row) {
    return value.enter(in.getInt(1, row));
  }

  /** A {@code jsonb} that is no array or object counts as an array of itself, as in PostgreSQL. */
  private static boolean enterElement(JsonScan value, Arguments in, int row) {
    int index = in.getInt(1, row);
    boolean isScalar = !value.isArray() && !value.isObject();
    return isScalar ? index == 0 || index == -1 : value.enter(index);
  }

  private static boolean enterPath(JsonScan value, Arguments in, int row) {
    byte[][] path = path(in.bytes(1), row);
    return path != null && value.enter(path);
  }

  private static byte @Nullable [][] path(BytesVector arrays, int row) {
    List<@Nullable Object> steps = ArrayValue.read(TEXT_TYPE, arrays.array(row), arrays.start(row));
    return steps.contains(null) ? null : steps.toArray(byte[][]::new);
  }

  private static RowFunction part(Step step) {
    JsonScan scan = new JsonScan();
    return (in, row, out) -> {
      BytesVector json = in.bytes(0);
      scan.of(json.array(row), json.start(row), json.length(row));
      if (step.enter(scan, in, row)) {
        ((BytesVector) out).set(row, json.array(row), scan.start(), scan.length());
      } else {
        out.setNull(row);
      }
    };
  }

  private static RowFunction partText(Step step) {
    JsonScan scan = new JsonScan();
    return (in, row, out) -> {
      BytesVector json = in.bytes(0);
      scan.of(json.array(row), json.start(row), json.length(row));
      if (!step.enter(scan, in, row) || scan.isNull()) {
        out.setNull(row);
      } else if (scan.isText()) {
        ArrayCasts.set(out, row, scan.text());
      } else {
        ((BytesVector) out).set(row, json.array(row), scan.start(), scan.length());
      }
    };
  }

  private static @Nullable Expression extract(
      @Nullable ColumnType type, List<Expression> operands, boolean asText) {
    if (operands.isEmpty() || !isJson(operands.get(0).type())) {
      return null;
    }
    List<Expression> given = new ArrayList<>();
    given.add(operands.get(0));
    for (Expression step : operands.subList(1, operands.size())) {
      given.add(Casts.mustCast(step, TEXT_TYPE));
    }
    Step steps =
        (value, in, row) -> {
          byte[][] path = new byte[in.count() - 1][];
          for (int i = 0; i < path.length; i++) {
            path[i] = in.bytes(i + 1).getBytes(row);
          }
          return value.enter(path);
        };
    Expression call =
        new RowCall(
            asText ? "json_extract_path_text" : "json_extract_path",
            asText ? TEXT_TYPE : operands.get(0).type(),
            given,
            context -> asText ? partText(steps) : part(steps));
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static boolean isJson(ColumnType type) {
    return type.kind() == JSON || type.kind() == JSONB;
  }

  // ------------------------------------------------------------------ facts

  private static void registerFacts(Map<ScalarFunction, Binder> binders) {
    Overloads types = Overloads.of(ScalarFunction.JSON_TYPEOF, binders);
    Overloads lengths = Overloads.of(ScalarFunction.JSON_ARRAY_LENGTH, binders);
    for (ColumnKind kind : List.of(JSONB, JSON)) {
      types.form(TEXT, JsonFunctions::typeOf, kind);
      lengths.form(INT32, JsonFunctions::arrayLength, kind);
    }
    Overloads isJson = Overloads.of(ScalarFunction.IS_JSON, binders);
    for (ColumnKind kind : List.of(TEXT, JSON, JSONB)) {
      isJson.form(BOOLEAN, JsonFunctions::isJson, kind, TEXT);
    }
    Overloads.of(ScalarFunction.JSONB_PRETTY, binders)
        .form(
            TEXT,
            (in, row, out) ->
                ArrayCasts.set(out, row, JsonWriter.pretty(read(in, 0, row)).getBytes(UTF_8)),
            JSONB);
    Overloads.of(ScalarFunction.JSONB_EXISTS, binders)
        .form(
            BOOLEAN,
            (in, row, out) -> set(out, row, exists(read(in, 0, row), in.getString(1, row))),
            JSONB,
            TEXT);
    Overloads.of(ScalarFunction.JSONB_EXISTS_ANY, binders)
        .form(BOOLEAN, (in, row, out) -> set(out, row, existing(in, row, false)), JSONB, ARRAY);
    Overloads.of(ScalarFunction.JSONB_EXISTS_ALL, binders)
        .form(BOOLEAN, (in, row, out) -> set(out, row, existing(in, row, true)), JSONB, ARRAY);
  }

  /** Whether a text is JSON of a kind, and nothing else. */
  private static void isJson(Arguments in, int row, Vector out) {
    BytesVector text = in.bytes(0);
    int start = text.start(row);
    int length = text.length(row);
    boolean isJson;
    try {
      JsonReader.check(text.array(row), start, length);
      JsonScan scan = new JsonScan().of(text.array(row), start, length);
      isJson =
          switch (in.getString(1, row)) {
            case "object" -> text.array(row)[scan.start()] == '{';
            case "array" -> text.array(row)[scan.start()] == '[';
            case "scalar" ->
                text.array(row)[scan.start()] != '{' && text.array(row)[scan.start()] != '[';
            default -> true;
          };
    } catch (SqlError e) {
      isJson = false;
    }
    ((LongVector) out).set(row, isJson ? 1 : 0);
  }

  private static void typeOf(Arguments in, int row, Vector out) {
    BytesVector json = in.bytes(0);
    JsonScan scan = new JsonScan().of(json.array(row), json.start(row), json.length(row));
    String type =
        switch (json.array(row)[scan.start()]) {
          case '{' -> "object";
          case '[' -> "array";
          case '"' -> "string";
          case 't', 'f' -> "boolean";
          case 'n' -> "null";
          default -> "number";
        };
    ArrayCasts.set(out, row, type.getBytes(UTF_8));
  }

  private static void arrayLength(Arguments in, int row, Vector out) {
    BytesVector json = in.bytes(0);
    JsonScan scan = new JsonScan().of(json.array(row), json.start(row), json.length(row));
    if (!scan.isArray()) {
      throw new SqlError(
          "22023", "cannot get array length of a " + (scan.isObject() ? "non-array" : "scalar"));
    }
    ((LongVector) out).set(row, scan.count());
  }

  private static boolean exists(Json value, String key) {
    if (value instanceof Json.Members object) {
      return object.members().containsKey(key);
    }
    Predicate<Json> isKey = each -> each instanceof Json.Text text && text.value().equals(key);
    return value instanceof Json.Array array
        ? array.elements().stream().anyMatch(isKey)
        : isKey.test(value);
  }

  private static boolean existing(Arguments in, int row, boolean all) {
    Json value = read(in, 0, row);
    for (String key : strings(in.bytes(1), row)) {
      if (exists(value, key) != all) {
        return !all;
      }
    }
    return all;
  }

  /** The texts of an array; NULLs are left out. */
  private static List<String> strings(BytesVector arrays, int row) {
    List<String> texts = new ArrayList<>();
    for (Object text : ArrayValue.read(TEXT_TYPE, arrays.array(row), arrays.start(row))) {
      if (text != null) {
        texts.add(new String((byte[]) text, UTF_8));
      }
    }
    return texts;
  }

  // ------------------------------------------------------------------ changes

  private static void registerChanges(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.JSON_STRIP_NULLS, binders)
        .form(JSONB, (in, row, out) -> set(out, row, JsonEdit.stripNulls(read(in, 0, row))), JSONB)
        .form(
            JSON,
            (in, row, out) -> {
              BytesVector texts = (BytesVector) in.vector(0);
              String text =
                  JsonText.withoutNulls(texts.array(row), texts.start(row), texts.length(row));
              ArrayCasts.set(out, row, text.getBytes(UTF_8));
            },
            JSON);
    Overloads.of(ScalarFunction.JSONB_CONCAT, binders)
        .form(
            JSONB,
            (in, row, out) -> set(out, row, JsonEdit.concat(read(in, 0, row), read(in, 1, row))),
            JSONB,
            JSONB);
    Overloads.of(ScalarFunction.JSONB_DELETE, binders)
        .form(
            JSONB,
            (in, row, out) ->
                set(out, row, JsonEdit.without(read(in, 0, row), in.getString(1, row))),
            JSONB,
            TEXT)
        .form(
            JSONB,
            (in, row, out) -> set(out, row, JsonEdit.without(read(in, 0, row), in.getLong(1, row))),
            JSONB,
            INT32)
        .form(JSONB, JsonFunctions::withoutKeys, JSONB, ARRAY);
    Overloads.of(ScalarFunction.JSONB_DELETE_PATH, binders)
        .form(JSONB, (in, row, out) -> change(in, row, out, Change.DELETE), JSONB, ARRAY);
    Overloads.of(ScalarFunction.JSONB_SET, binders)
        .form(JSONB, (in, row, out) -> change(in, row, out, Change.SET), JSONB, ARRAY, JSONB)
        .form(
            JSONB,
            (in, row, out) ->
                change(in, row, out, in.getLong(3, row) != 0 ? Change.SET : Change.REPLACE),
            JSONB,
            ARRAY,
            JSONB,
            BOOLEAN);
    Overloads.of(ScalarFunction.JSONB_INSERT, binders)
        .form(
            JSONB,
            (in, row, out) -> change(in, row, out, Change.INSERT_BEFORE),
            JSONB,
            ARRAY,
            JSONB)
        .form(
            JSONB,
            (in, row, out) ->
                change(
                    in,
                    row,
                    out,
                    in.getLong(3, row) != 0 ? Change.INSERT_AFTER : Change.INSERT_BEFORE),
            JSONB,
            ARRAY,
            JSONB,
            BOOLEAN);
  }

  private static void withoutKeys(Arguments in, int row, Vector out) {
    Json value = read(in, 0, row);
    if (value.isScalar()) {
      throw new SqlError("22023", "cannot delete from scalar");
    }
    for (String key : strings(in.bytes(1), row)) {
      value = JsonEdit.without(value, key);
    }
    set(out, row, value);
  }

  private static void change(Arguments in, int row, Vector out, Change change) {
    byte[][] steps = path(in.bytes(1), row);
    if (steps == null) {
      throw new SqlError("22004", "a path must not have NULL steps");
    }
    List<String> path = Arrays.stream(steps).map(step -> new String(step, UTF_8)).toList();
    Json given = change == Change.DELETE ? null : read(in, 2, row);
    set(out, row, JsonEdit.change(read(in, 0, row), path, given, change));
  }

  // ------------------------------------------------------------------ values

  /** The JSON value of an operand. */
  static Json read(Arguments in, int operand, int row) {
    BytesVector json = in.bytes(operand);
    return JsonReader.read(json.array(row), json.start(row), json.length(row));
  }

  private static void set(Vector out, int row, Json value) {
    ArrayCasts.set(out, row, JsonWriter.bytes(value));
  }

  private static void set(Vector out, int row, boolean truth) {
    ((LongVector) out).set(row, truth ? 1 : 0);
  }
}
