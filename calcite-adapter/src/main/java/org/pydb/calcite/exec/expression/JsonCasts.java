package org.pydb.calcite.exec.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.text.IntegerText;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Casts to and from JSON. Stateless. */
final class JsonCasts {

  private JsonCasts() {}

  /** The operand as {@code json} or {@code jsonb}; null if there is no such cast. */
  static @Nullable Expression bind(Expression operand, ColumnType type) {
    ColumnKind from = operand.type().kind();
    boolean isText = Coercion.isText(operand.type());
    if (type.kind() == ColumnKind.JSONB && (isText || from == ColumnKind.JSON)) {
      return new RowCall("cast_" + type, type, List.of(operand), context -> JsonCasts::normalize);
    }
    if (type.kind() == ColumnKind.JSON && isText) {
      return new RowCall("cast_" + type, type, List.of(operand), context -> JsonCasts::check);
    }
    return type.kind() == ColumnKind.JSON && from == ColumnKind.JSONB ? same(operand, type) : null;
  }

  private static void normalize(Arguments in, int row, org.pydb.calcite.exec.vector.Vector out) {
    BytesVector text = in.bytes(0);
    Json value = JsonReader.read(text.array(row), text.start(row), text.length(row));
    ArrayCasts.set(out, row, JsonWriter.bytes(value));
  }

  private static void check(Arguments in, int row, org.pydb.calcite.exec.vector.Vector out) {
    BytesVector text = in.bytes(0);
    JsonReader.check(text.array(row), text.start(row), text.length(row));
    ((BytesVector) out).set(row, text.array(row), text.start(row), text.length(row));
  }

  /** The same bytes as a value of another type, which may have another order. */
  static Expression same(Expression operand, ColumnType type) {
    RowFunction same =
        (in, row, out) -> {
          BytesVector bytes = in.bytes(0);
          ((BytesVector) out).set(row, bytes.array(row), bytes.start(row), bytes.length(row));
        };
    return new RowCall("cast_" + type, type, List.of(operand), context -> same);
  }

  /** A {@code jsonb} number as a number. */
  static Expression toNumber(Expression operand, ColumnType type) {
    RowFunction number =
        (in, row, out) -> {
          Json value = read(in, row);
          if (!(value instanceof Json.Numeric found)) {
            throw cannotCast(value, type);
          }
          ((DecimalVector) out).set(row, found.value());
        };
    ColumnType numeric = ColumnType.of(ColumnKind.NUMERIC);
    Expression call = new RowCall("cast_" + numeric, numeric, List.of(operand), context -> number);
    return Casts.mustCast(call, type);
  }

  /** A {@code jsonb} truth value as one. */
  static Expression toBoolean(Expression operand, ColumnType type) {
    RowFunction truth =
        (in, row, out) -> {
          Json value = read(in, row);
          if (value != Json.Word.TRUE && value != Json.Word.FALSE) {
            throw cannotCast(value, type);
          }
          ((LongVector) out).set(row, value == Json.Word.TRUE ? 1 : 0);
        };
    return new RowCall("cast_" + type, type, List.of(operand), context -> truth);
  }

  private static Json read(Arguments in, int row) {
    BytesVector text = in.bytes(0);
    return JsonReader.read(text.array(row), text.start(row), text.length(row));
  }

  private static SqlError cannotCast(Json value, ColumnType type) {
    return new SqlError(
        "22023", "cannot cast jsonb " + value.type() + " to type " + typeName(type.kind()));
  }

  private static String typeName(ColumnKind kind) {
    return switch (kind) {
      case BOOLEAN -> "boolean";
      case INT16, INT32, INT64 -> IntegerText.typeName(kind);
      case FLOAT32 -> "real";
      case FLOAT64 -> "double precision";
      default -> "numeric";
    };
  }
}
