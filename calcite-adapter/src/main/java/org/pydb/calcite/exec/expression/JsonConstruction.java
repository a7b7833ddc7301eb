package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pydb.engine.schema.ColumnKind.JSON;
import static org.pydb.engine.schema.ColumnKind.JSONB;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.text.JsonValueText;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers SQL's constructors of JSON. Letters in their first operand say what becomes of NULLs
 * and of keys that come twice. Stateless.
 */
final class JsonConstruction {
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  private JsonConstruction() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.SQL_JSON_OBJECT, (type, in) -> object(type, in, JSON));
    binders.put(ScalarFunction.SQL_JSONB_OBJECT, (type, in) -> object(type, in, JSONB));
    binders.put(ScalarFunction.SQL_JSON_ARRAY, (type, in) -> array(type, in, JSON));
    binders.put(ScalarFunction.SQL_JSONB_ARRAY, (type, in) -> array(type, in, JSONB));
    binders.put(ScalarFunction.JSON_OBJECT_OF_TEXTS, (type, in) -> ofTexts(type, in, JSON));
    binders.put(ScalarFunction.JSONB_OBJECT_OF_TEXTS, (type, in) -> ofTexts(type, in, JSONB));
    binders.put(ScalarFunction.SQL_JSON_PARSE, JsonConstruction::parse);
    binders.put(ScalarFunction.SQL_JSON_SERIALIZE, JsonConstruction::serialize);
    binders.put(ScalarFunction.SQL_JSON_RETURNING, JsonConstruction::returning);
  }

  /** Whether a letter is among those of the first operand. */
  private static boolean says(List<Expression> operands, char letter) {
    return operands.get(0) instanceof Literal letters
        && new String((byte[]) letters.value(), UTF_8).indexOf(letter) >= 0;
  }

  private static @Nullable Expression object(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    boolean leavesOutNulls = says(operands, 'a');
    boolean isUnique = says(operands, 'u');
    List<Expression> members = operands.subList(1, operands.size());
    List<ColumnType> types = members.stream().map(Expression::type).toList();
    JsonBuilding.Builder builder =
        (in, row, values, out) -> {
          Set<String> keys = new HashSet<>();
          String separator = "{";
          for (int i = 0; i < in.count(); i += 2) {
            boolean isLeftOut = leavesOutNulls && in.vector(i + 1).isNull(row);
            if (isLeftOut && !isUnique) {
              continue; // Nobody looks at its key, which may be NULL.
            }
            String key = key(types.get(i), in.vector(i).getObject(row), values);
            if (isUnique && !keys.add(key)) {
              throw JsonReader.duplicateKey(key);
            }
            StringBuilder value = new StringBuilder();
            values.append(types.get(i + 1), in.vector(i + 1).getObject(row), value);
            // A null of JSON's own is left out of jsonb as well.
            boolean isNull = isLeftOut || (kind == JSONB && value.toString().equals("null"));
            if (!leavesOutNulls || !isNull) {
              values.appendKey(TEXT, key.getBytes(UTF_8), out.append(separator));
              out.append(" : ").append(value);
              separator = ", ";
            }
          }
          out.append(out.isEmpty() ? "{}" : "}");
        };
    return JsonBuilding.call("sql_json_object", type, members, kind, false, builder);
  }

  private static String key(ColumnType type, @Nullable Object key, JsonValueText values) {
    if (key == null) {
      throw JsonBuilding.keyIsNull();
    }
    return values.key(type, key);
  }

  private static @Nullable Expression array(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    boolean leavesOutNulls = says(operands, 'a');
    List<Expression> elements = operands.subList(1, operands.size());
    List<ColumnType> types = elements.stream().map(Expression::type).toList();
    JsonBuilding.Builder builder =
        (in, row, values, out) -> {
          String separator = "[";
          for (int i = 0; i < in.count(); i++) {
            if (!leavesOutNulls || !in.vector(i).isNull(row)) {
              values.append(types.get(i), in.vector(i).getObject(row), out.append(separator));
              separator = ", ";
            }
          }
          out.append(out.isEmpty() ? "[]" : "]");
        };
    return JsonBuilding.call("sql_json_array", type, elements, kind, false, builder);
  }

  private static @Nullable Expression ofTexts(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    List<Expression> arrays =
        operands.stream().map(array -> Casts.mustCast(array, ColumnType.array(TEXT))).toList();
    JsonBuilding.Builder builder =
        (in, row, values, out) -> {
          List<@Nullable Object> keys = ArrayCalls.read(TEXT, in, 0, row);
          List<@Nullable Object> others =
              arrays.size() > 1 ? ArrayCalls.read(TEXT, in, 1, row) : keys;
          int step = arrays.size() > 1 ? 1 : 2;
          if (keys.size() % step != 0 || keys.size() != others.size()) {
            throw new SqlError(
                "2202E",
                step == 1
                    ? "mismatched array dimensions"
                    : "array must have even number of elements");
          }
          out.append('{');
          for (int i = 0; i < keys.size(); i += step) {
            String key = key(TEXT, keys.get(i), values);
            values.appendKey(TEXT, key.getBytes(UTF_8), out.append(i == 0 ? "" : ", "));
            values.append(TEXT, others.get(i + step - 1), out.append(" : "));
          }
          out.append('}');
        };
    return JsonBuilding.call("json_object_of_texts", type, arrays, kind, true, builder);
  }

  private static @Nullable Expression parse(@Nullable ColumnType type, List<Expression> operands) {
    Expression json = Casts.cast(operands.get(1), ColumnType.of(JSON), CastMode.EXPLICIT);
    if (json == null) {
      throw new SqlError("42846", "JSON() takes a text or JSON: cast its argument to text");
    }
    if (!says(operands, 'u')) {
      return Casts.result(json, type);
    }
    Expression checked =
        new RowCall(
            "json_unique",
            ColumnType.of(JSON),
            List.of(json),
            context ->
                (in, row, out) -> {
                  BytesVector texts = in.bytes(0);
                  JsonReader.checkUnique(texts.array(row), texts.start(row), texts.length(row));
                  out.setObject(row, texts.getBytes(row));
                });
    return Casts.result(ConstantFolding.fold(checked), type);
  }

  private static @Nullable Expression serialize(
      @Nullable ColumnType type, List<Expression> operands) {
    Expression json = Casts.cast(operands.get(0), ColumnType.of(JSON), CastMode.EXPLICIT);
    if (json == null) {
      throw new SqlError("42804", "cannot use non-string types with implicit FORMAT JSON clause");
    }
    return Casts.result(Casts.mustCast(json, TEXT), type);
  }

  /** A text is not cut, as a cast would do, and bytes are those of the text. */
  private static @Nullable Expression returning(
      @Nullable ColumnType type, List<Expression> operands) {
    ColumnType wanted = operands.get(1).type();
    Expression text = Casts.cast(operands.get(0), TEXT, CastMode.EXPLICIT);
    if (text == null) {
      return null;
    }
    if (wanted.kind() == ColumnKind.BYTES) {
      return Casts.result(Retyped.of(text, wanted), type);
    }
    if (!Coercion.isText(wanted)) {
      throw new SqlError(
          "42846", "RETURNING takes json, jsonb, text and bytea here: cast the text");
    }
    Expression fitted = Casts.cast(text, wanted, CastMode.ASSIGNMENT);
    return fitted == null ? null : Casts.result(fitted, type);
  }
}
