package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.pydb.engine.schema.ColumnKind.JSON;
import static org.pydb.engine.schema.ColumnKind.JSONB;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.text.JsonValueText;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers the functions that make JSON of other values. The text of a {@code json} is made first;
 * {@code jsonb} is what that reads as. Stateless.
 */
final class JsonBuilding {

  private JsonBuilding() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.TO_JSON, (type, operands) -> value(type, operands, JSON));
    binders.put(ScalarFunction.TO_JSONB, (type, operands) -> value(type, operands, JSONB));
    binders.put(ScalarFunction.JSON_KEY, JsonBuilding::key);
    binders.put(ScalarFunction.JSON_BUILD_ARRAY, (type, operands) -> array(type, operands, JSON));
    binders.put(ScalarFunction.JSONB_BUILD_ARRAY, (type, operands) -> array(type, operands, JSONB));
    binders.put(ScalarFunction.JSON_BUILD_OBJECT, (type, operands) -> object(type, operands, JSON));
    binders.put(ScalarFunction.ROW_TO_JSON, JsonBuilding::row);
    binders.put(
        ScalarFunction.JSONB_BUILD_OBJECT, (type, operands) -> object(type, operands, JSONB));
  }

  /** Appends the text of a call's value. */
  @FunctionalInterface
  interface Builder {
    void build(Arguments in, int row, JsonValueText values, StringBuilder out);
  }

  private static @Nullable Expression value(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    if (operands.size() != 1) {
      return null;
    }
    ColumnType from = operands.get(0).type();
    if (from.kind() == kind) {
      return operands.get(0);
    }
    Builder builder =
        (in, row, values, out) -> values.append(from, in.vector(0).getObject(row), out);
    return call("to_" + name(kind), type, operands, kind, true, builder);
  }

  private static @Nullable Expression key(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType from = operands.get(0).type();
    Expression call =
        new RowCall(
            "json_key",
            ColumnType.of(ColumnKind.TEXT),
            operands,
            context -> {
              JsonValueText values = new JsonValueText(context.zone());
              return (in, row, out) ->
                  ArrayCasts.set(
                      out,
                      row,
                      values
                          .key(from, requireNonNull(in.vector(0).getObject(row)))
                          .getBytes(UTF_8));
            });
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static @Nullable Expression array(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    List<ColumnType> types = operands.stream().map(Expression::type).toList();
    Builder builder =
        (in, row, values, out) -> {
          out.append('[');
          for (int i = 0; i < in.count(); i++) {
            out.append(i == 0 ? "" : ", ");
            values.append(types.get(i), in.vector(i).getObject(row), out);
          }
          out.append(']');
        };
    return call(name(kind) + "_build_array", type, operands, kind, false, builder);
  }

  private static @Nullable Expression object(
      @Nullable ColumnType type, List<Expression> operands, ColumnKind kind) {
    if (operands.size() % 2 != 0) {
      throw new SqlError("22023", "argument list must have even number of elements");
    }
    List<ColumnType> types = operands.stream().map(Expression::type).toList();
    Builder builder =
        (in, row, values, out) -> {
          out.append('{');
          for (int i = 0; i < in.count(); i += 2) {
            out.append(i == 0 ? "" : ", ");
            Object key = in.vector(i).getObject(row);
            if (key == null) {
              throw kind == JSON
                  ? keyIsNull()
                  : new SqlError("22023", "argument " + (i + 1) + ": key must not be null");
            }
            values.appendKey(types.get(i), key, out);
            out.append(" : ");
            values.append(types.get(i + 1), in.vector(i + 1).getObject(row), out);
          }
          out.append('}');
        };
    return call(name(kind) + "_build_object", type, operands, kind, false, builder);
  }

  /** The columns of a row; none if the row is missing, which the first operand tells. */
  private static @Nullable Expression row(@Nullable ColumnType type, List<Expression> operands) {
    List<ColumnType> types = operands.stream().map(Expression::type).toList();
    Expression call =
        new RowCall(
            "row_to_json",
            ColumnType.of(JSON),
            operands,
            context -> {
              JsonValueText values = new JsonValueText(context.zone());
              return (in, row, out) -> {
                if (in.vector(0).isNull(row)) {
                  out.setNull(row);
                  return;
                }
                StringBuilder text = new StringBuilder("{");
                for (int i = 1; i < in.count(); i += 2) {
                  text.append(i == 1 ? "" : ",");
                  values.appendKey(types.get(i), requireNonNull(in.vector(i).getObject(row)), text);
                  values.append(
                      types.get(i + 1), in.vector(i + 1).getObject(row), text.append(':'));
                }
                ArrayCasts.set(out, row, text.append('}').toString().getBytes(UTF_8));
              };
            },
            false);
    return Casts.result(ConstantFolding.fold(call), type);
  }

  static SqlError keyIsNull() {
    return new SqlError("22004", "null value not allowed for object key");
  }

  private static String name(ColumnKind kind) {
    return kind == JSON ? "json" : "jsonb";
  }

  static @Nullable Expression call(
      String name,
      @Nullable ColumnType type,
      List<Expression> operands,
      ColumnKind kind,
      boolean isStrict,
      Builder builder) {
    Expression call =
        new RowCall(
            name,
            ColumnType.of(kind),
            operands,
            context -> {
              JsonValueText values = new JsonValueText(context.zone());
              return (in, row, out) -> {
                StringBuilder text = new StringBuilder();
                builder.build(in, row, values, text);
                byte[] bytes = text.toString().getBytes(UTF_8);
                ArrayCasts.set(
                    out,
                    row,
                    kind == JSON
                        ? bytes
                        : JsonWriter.bytes(JsonReader.read(bytes, 0, bytes.length)));
              };
            },
            isStrict);
    return Casts.result(ConstantFolding.fold(call), type);
  }
}
