package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pydb.calcite.exec.expression.ArrayCalls.TEXT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.array.ElementText;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Registers what makes texts of arrays, and arrays of texts. Stateless. */
final class ArrayTexts {

  private ArrayTexts() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.ARRAY_TEXT,
        (type, in) -> in.get(0).type().element() == null ? null : Casts.mustCast(in.get(0), TEXT));
    binders.put(ScalarFunction.ARRAY_TO_STRING, ArrayTexts::joined);
    binders.put(ScalarFunction.STRING_TO_ARRAY, ArrayTexts::split);
  }

  private static @Nullable Expression joined(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType of = operands.get(0).type().element();
    if (of == null || operands.size() < 2) {
      return null;
    }
    Expression call =
        new RowCall(
            "array_to_string",
            TEXT,
            operands,
            context -> {
              ValueText values = ArrayCasts.texts(of, context);
              return (in, row, out) -> join(of, in, row, values, out);
            },
            false);
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static void join(ColumnType of, Arguments in, int row, ValueText values, Vector out) {
    if (in.vector(0).isNull(row) || in.vector(1).isNull(row)) {
      out.setNull(row);
      return;
    }
    boolean showsNulls = in.count() > 2 && !in.vector(2).isNull(row);
    String separator = in.getString(1, row);
    StringBuilder text = new StringBuilder();
    boolean isFirst = true;
    for (Object value : ArrayCalls.read(of, in, 0, row)) {
      if (value == null && !showsNulls) {
        continue;
      }
      text.append(isFirst ? "" : separator);
      text.append(value == null ? in.getString(2, row) : ElementText.print(of, value, values));
      isFirst = false;
    }
    ArrayCasts.set(out, row, text.toString().getBytes(UTF_8));
  }

  private static @Nullable Expression split(@Nullable ColumnType type, List<Expression> operands) {
    return operands.size() < 2
        ? null
        : ArrayCalls.call(
            "string_to_array", ColumnType.array(TEXT), type, operands, false, ArrayTexts::split);
  }

  private static void split(Arguments in, int row, Vector out) {
    if (in.vector(0).isNull(row)) {
      out.setNull(row);
      return;
    }
    String nulls = in.count() > 2 && !in.vector(2).isNull(row) ? in.getString(2, row) : null;
    String separator = in.vector(1).isNull(row) ? null : in.getString(1, row);
    List<byte @Nullable []> parts = new ArrayList<>();
    for (String part : split(in.getString(0, row), separator)) {
      parts.add(part.equals(nulls) ? null : part.getBytes(UTF_8));
    }
    ArrayCalls.set(out, row, TEXT, parts);
  }

  /** The parts of a text; its characters if there is no separator. */
  private static List<String> split(String text, @Nullable String separator) {
    if (text.isEmpty()) {
      return List.of();
    }
    if (separator == null) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    if (separator.isEmpty()) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }
}
