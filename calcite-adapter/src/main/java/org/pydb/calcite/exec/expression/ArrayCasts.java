package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.array.ArrayText;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.text.SessionText;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Casts of texts and arrays to arrays. Stateless. */
final class ArrayCasts {

  private ArrayCasts() {}

  /** The operand as an array; null if there is no such cast. */
  static @Nullable Expression bind(Expression operand, ColumnType type, CastMode mode) {
    ColumnType element = elementOf(type);
    if (Coercion.isText(operand.type())) {
      ColumnType unbounded = unbounded(element);
      Expression parsed = parse(operand, ColumnType.array(unbounded));
      return unbounded.equals(element) ? parsed : convert(parsed, type, mode);
    }
    return operand.type().kind() == ColumnKind.ARRAY ? convert(operand, type, mode) : null;
  }

  /** The type of an array's elements. */
  static ColumnType elementOf(ColumnType array) {
    return requireNonNull(array.element());
  }

  private static ColumnType unbounded(ColumnType element) {
    return switch (element.kind()) {
      case DECIMAL -> ColumnType.of(ColumnKind.NUMERIC);
      case CHAR, TEXT -> ColumnType.of(ColumnKind.TEXT);
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> ColumnType.of(element.kind());
      default -> element;
    };
  }

  private static Expression parse(Expression text, ColumnType type) {
    ColumnType element = elementOf(type);
    return new RowCall(
        "cast_" + type,
        type,
        List.of(text),
        context -> {
          ValueText values = texts(element, context);
          return (in, row, out) ->
              set(out, row, ArrayText.parse(element, in.getString(0, row), values));
        });
  }

  private static @Nullable Expression convert(Expression operand, ColumnType type, CastMode mode) {
    ColumnType from = elementOf(operand.type());
    ColumnType to = elementOf(type);
    Expression cast = Casts.cast(new ColumnReference(0, from), to, mode);
    if (cast == null) {
      return null;
    }
    return new RowCall(
        "cast_" + type,
        type,
        List.of(operand),
        context -> {
          ElementMapping mapping = new ElementMapping(cast, from, context);
          return (in, row, out) -> {
            BytesVector arrays = in.bytes(0);
            List<@Nullable Object> elements =
                ArrayValue.read(from, arrays.array(row), arrays.start(row));
            byte[] written = ArrayValue.write(to, mapping.apply(elements));
            int first = ArrayValue.first(arrays.array(row), arrays.start(row));
            set(out, row, ArrayValue.countFrom(first, written));
          };
        });
  }

  /** An array as text. */
  static Expression print(Expression array) {
    ColumnType element = elementOf(array.type());
    return new RowCall(
        "cast_TEXT",
        ColumnType.of(ColumnKind.TEXT),
        List.of(array),
        context -> {
          ValueText values = texts(element, context);
          return (in, row, out) -> {
            BytesVector arrays = in.bytes(0);
            String text = ArrayText.print(element, arrays.array(row), arrays.start(row), values);
            set(out, row, text.getBytes(UTF_8));
          };
        });
  }

  /** Texts of elements; they wait for the session's zone only if they depend on it. */
  static ValueText texts(ColumnType element, EvaluationContext context) {
    return new SessionText(
        element.kind() == ColumnKind.TIMESTAMP_TZ ? context.zone() : SessionZone.UTC);
  }

  static void set(org.pydb.calcite.exec.vector.Vector out, int row, byte[] bytes) {
    ((BytesVector) out).set(row, bytes, 0, bytes.length);
  }
}
