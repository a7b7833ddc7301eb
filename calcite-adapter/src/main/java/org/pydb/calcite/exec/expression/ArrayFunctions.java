package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.pydb.engine.schema.ColumnKind.INT32;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.array.ElementText;
import org.pydb.calcite.exec.order.ArrayOrder;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers what makes arrays and takes them apart. Stateless. */
final class ArrayFunctions {
  private static final ColumnType INT = ColumnType.of(INT32);
  private static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  private ArrayFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.ARRAY, ArrayFunctions::array);
    binders.put(ScalarFunction.ARRAY_ITEM, ArrayFunctions::item);
    binders.put(
        ScalarFunction.ARRAY_TEXT,
        (type, in) -> element(in, 0) == null ? null : Casts.mustCast(in.get(0), TEXT));
    binders.put(ScalarFunction.ARRAY_SLICE, ArrayFunctions::slice);
    binders.put(ScalarFunction.CARDINALITY, (type, in) -> count(type, in, false));
    binders.put(ScalarFunction.ARRAY_LENGTH, (type, in) -> count(type, in, true));
    binders.put(ScalarFunction.ARRAY_LOWER, ArrayFunctions::lower);
    binders.put(ScalarFunction.ARRAY_APPEND, (type, in) -> appended(type, in, 0, 1));
    binders.put(ScalarFunction.ARRAY_PREPEND, (type, in) -> appended(type, in, 1, 0));
    binders.put(ScalarFunction.ARRAY_CAT, ArrayFunctions::concatenated);
    binders.put(ScalarFunction.ARRAY_REMOVE, ArrayFunctions::removed);
    binders.put(ScalarFunction.ARRAY_REPLACE, ArrayFunctions::replaced);
    binders.put(ScalarFunction.ARRAY_POSITION, ArrayFunctions::position);
    binders.put(ScalarFunction.ARRAY_POSITIONS, ArrayFunctions::positions);
    binders.put(ScalarFunction.ARRAY_TO_STRING, ArrayFunctions::joined);
    binders.put(ScalarFunction.STRING_TO_ARRAY, ArrayFunctions::split);
    binders.put(ScalarFunction.COMPARE_ANY, (type, in) -> quantified(in, true));
    binders.put(ScalarFunction.COMPARE_ALL, (type, in) -> quantified(in, false));
  }

  // ------------------------------------------------------------------ operands

  /** The element type of an operand that is an array; null if it is none. */
  private static @Nullable ColumnType element(List<Expression> operands, int operand) {
    return operand < operands.size() ? operands.get(operand).type().element() : null;
  }

  private static List<@Nullable Object> read(ColumnType element, Arguments in, int at, int row) {
    BytesVector arrays = in.bytes(at);
    return ArrayValue.read(element, arrays.array(row), arrays.start(row));
  }

  private static void set(
      Vector out, int row, ColumnType element, List<? extends @Nullable Object> elements) {
    if (elements.size() > ArrayValue.COUNT_MAX) {
      throw new SqlError(
          "54000", "array size exceeds the maximum allowed (" + ArrayValue.COUNT_MAX + ")");
    }
    ArrayCasts.set(out, row, ArrayValue.write(element, elements));
  }

  private static @Nullable Expression call(
      String name,
      ColumnType result,
      @Nullable ColumnType wanted,
      List<Expression> operands,
      boolean isStrict,
      RowFunction function) {
    Expression call = new RowCall(name, result, operands, context -> function, isStrict);
    return Casts.result(ConstantFolding.fold(call), wanted);
  }

  /**
   * An array and elements that are to be in it, brought to a common type.
   *
   * @param arrays which operands are arrays; the others are elements
   * @return null if they have no type in common
   */
  private static @Nullable List<Expression> united(List<Expression> operands, boolean... arrays) {
    if (operands.size() < arrays.length) {
      return null;
    }
    ColumnType common = null;
    for (int i = 0; i < arrays.length; i++) {
      ColumnType type = arrays[i] ? operands.get(i).type().element() : operands.get(i).type();
      if (type == null || Coercion.isNull(operands.get(i))) {
        continue;
      }
      common = common == null ? type : Coercion.common(common, type);
      if (common == null) {
        return null;
      }
    }
    ColumnType element = common == null ? TEXT : common;
    List<Expression> united = new ArrayList<>(operands);
    for (int i = 0; i < arrays.length; i++) {
      Expression cast =
          Casts.cast(
              operands.get(i), arrays[i] ? ColumnType.array(element) : element, CastMode.EXPLICIT);
      if (cast == null) {
        return null;
      }
      united.set(i, cast);
    }
    return united;
  }

  // ------------------------------------------------------------------ making

  /** {@code ARRAY[…]} of the type that is wanted, or of the common type of the elements. */
  private static @Nullable Expression array(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType common =
        type != null ? type.element() : operands.isEmpty() ? TEXT : Coercion.common(operands);
    if (common == null || common.element() != null) {
      return null;
    }
    List<Expression> elements = new ArrayList<>();
    for (Expression operand : operands) {
      Expression element = Casts.cast(operand, common, CastMode.EXPLICIT);
      if (element == null) {
        return null;
      }
      elements.add(element);
    }
    return call(
        "array",
        ColumnType.array(common),
        type,
        elements,
        false,
        (in, row, out) -> {
          List<@Nullable Object> values = new ArrayList<>(in.count());
          for (int i = 0; i < in.count(); i++) {
            values.add(in.vector(i).getObject(row));
          }
          set(out, row, common, values);
        });
  }

  private static @Nullable Expression appended(
      @Nullable ColumnType type, List<Expression> operands, int array, int element) {
    List<Expression> met = operands.size() == 2 ? united(operands, array == 0, array == 1) : null;
    ColumnType of = met == null ? null : element(met, array);
    if (met == null || of == null) {
      return null;
    }
    return call(
        array == 0 ? "array_append" : "array_prepend",
        ColumnType.array(of),
        type,
        met,
        false,
        (in, row, out) -> {
          List<@Nullable Object> elements =
              in.vector(array).isNull(row) ? new ArrayList<>() : read(of, in, array, row);
          elements.add(array == 0 ? elements.size() : 0, in.vector(element).getObject(row));
          set(out, row, of, elements);
        });
  }

  private static @Nullable Expression concatenated(
      @Nullable ColumnType type, List<Expression> operands) {
    List<Expression> met = operands.size() == 2 ? united(operands, true, true) : null;
    ColumnType of = met == null ? null : element(met, 0);
    if (met == null || of == null) {
      return null;
    }
    return call(
        "array_cat",
        ColumnType.array(of),
        type,
        met,
        false,
        (in, row, out) -> {
          if (in.vector(0).isNull(row) && in.vector(1).isNull(row)) {
            out.setNull(row);
            return;
          }
          List<@Nullable Object> elements = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            if (!in.vector(i).isNull(row)) {
              elements.addAll(read(of, in, i, row));
            }
          }
          set(out, row, of, elements);
        });
  }

  /** {@code a[from:to]}; a bound that is NULL literally is the array's own. */
  private static @Nullable Expression slice(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType of = element(operands, 0);
    if (of == null || operands.size() != 3) {
      return null;
    }
    return call(
        "array_slice",
        ColumnType.array(of),
        type,
        operands,
        true,
        (in, row, out) -> {
          List<@Nullable Object> elements = read(of, in, 0, row);
          int from = (int) Math.max(1, in.getLong(1, row));
          int to = (int) Math.min(elements.size(), in.getLong(2, row));
          set(out, row, of, from > to ? List.of() : elements.subList(from - 1, to));
        });
  }

  private static @Nullable Expression removed(
      @Nullable ColumnType type, List<Expression> operands) {
    List<Expression> met = operands.size() == 2 ? united(operands, true, false) : null;
    ColumnType of = met == null ? null : element(met, 0);
    if (met == null || of == null) {
      return null;
    }
    ArrayOrder order = new ArrayOrder(of);
    return call(
        "array_remove",
        ColumnType.array(of),
        type,
        met,
        false,
        (in, row, out) -> {
          if (in.vector(0).isNull(row)) {
            out.setNull(row);
            return;
          }
          Object unwanted = in.vector(1).getObject(row);
          List<@Nullable Object> elements = read(of, in, 0, row);
          elements.removeIf(each -> order.compare(each, unwanted) == 0);
          set(out, row, of, elements);
        });
  }

  private static @Nullable Expression replaced(
      @Nullable ColumnType type, List<Expression> operands) {
    List<Expression> met = operands.size() == 3 ? united(operands, true, false, false) : null;
    ColumnType of = met == null ? null : element(met, 0);
    if (met == null || of == null) {
      return null;
    }
    ArrayOrder order = new ArrayOrder(of);
    return call(
        "array_replace",
        ColumnType.array(of),
        type,
        met,
        false,
        (in, row, out) -> {
          if (in.vector(0).isNull(row)) {
            out.setNull(row);
            return;
          }
          Object unwanted = in.vector(1).getObject(row);
          Object wanted = in.vector(2).getObject(row);
          List<@Nullable Object> elements = read(of, in, 0, row);
          elements.replaceAll(each -> order.compare(each, unwanted) == 0 ? wanted : each);
          set(out, row, of, elements);
        });
  }

  // ------------------------------------------------------------------ parts and facts

  private static @Nullable Expression item(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType of = element(operands, 0);
    if (of == null || operands.size() != 2) {
      return null;
    }
    return call(
        "array_item",
        of,
        type,
        operands,
        true,
        (in, row, out) -> {
          long index = in.getLong(1, row);
          List<@Nullable Object> elements = read(of, in, 0, row);
          boolean isThere = index >= 1 && index <= elements.size();
          out.setObject(row, isThere ? elements.get((int) index - 1) : null);
        });
  }

  /** How many elements there are; an empty array has no length in any dimension. */
  private static @Nullable Expression count(
      @Nullable ColumnType type, List<Expression> operands, boolean ofDimension) {
    if (element(operands, 0) == null || operands.size() != (ofDimension ? 2 : 1)) {
      return null;
    }
    return call(
        ofDimension ? "array_length" : "cardinality",
        INT,
        type,
        operands,
        true,
        (in, row, out) -> {
          BytesVector arrays = in.bytes(0);
          int count = ArrayValue.count(arrays.array(row), arrays.start(row));
          if (ofDimension && (count == 0 || in.getLong(1, row) != 1)) {
            out.setNull(row);
          } else {
            ((LongVector) out).set(row, count);
          }
        });
  }

  /** 1, but for empty arrays. */
  private static @Nullable Expression lower(@Nullable ColumnType type, List<Expression> operands) {
    if (element(operands, 0) == null) {
      return null;
    }
    return call(
        "array_lower",
        INT,
        type,
        operands,
        true,
        (in, row, out) -> {
          BytesVector arrays = in.bytes(0);
          boolean isEmpty = ArrayValue.count(arrays.array(row), arrays.start(row)) == 0;
          if (isEmpty || (in.count() > 1 && in.getLong(1, row) != 1)) {
            out.setNull(row);
          } else {
            ((LongVector) out).set(row, 1);
          }
        });
  }

  private static @Nullable Expression position(
      @Nullable ColumnType type, List<Expression> operands) {
    List<Expression> met = united(operands, true, false);
    ColumnType of = met == null ? null : element(met, 0);
    if (met == null || of == null) {
      return null;
    }
    ArrayOrder order = new ArrayOrder(of);
    return call(
        "array_position",
        INT,
        type,
        met,
        false,
        (in, row, out) -> {
          out.setNull(row);
          if (in.vector(0).isNull(row)) {
            return;
          }
          Object wanted = in.vector(1).getObject(row);
          List<@Nullable Object> elements = read(of, in, 0, row);
          long first = in.count() > 2 ? Math.max(1, in.getLong(2, row)) : 1;
          for (long i = first; i <= elements.size(); i++) {
            if (order.compare(elements.get((int) i - 1), wanted) == 0) {
              ((LongVector) out).set(row, i);
              out.setNull(row, false);
              return;
            }
          }
        });
  }

  private static @Nullable Expression positions(
      @Nullable ColumnType type, List<Expression> operands) {
    List<Expression> met = united(operands, true, false);
    ColumnType of = met == null ? null : element(met, 0);
    if (met == null || of == null) {
      return null;
    }
    ArrayOrder order = new ArrayOrder(of);
    return call(
        "array_positions",
        ColumnType.array(INT),
        type,
        met,
        false,
        (in, row, out) -> {
          if (in.vector(0).isNull(row)) {
            out.setNull(row);
            return;
          }
          Object wanted = in.vector(1).getObject(row);
          List<@Nullable Object> elements = read(of, in, 0, row);
          List<Object> found = new ArrayList<>();
          for (int i = 0; i < elements.size(); i++) {
            if (order.compare(elements.get(i), wanted) == 0) {
              found.add((long) i + 1);
            }
          }
          set(out, row, INT, found);
        });
  }

  // ------------------------------------------------------------------ texts

  private static @Nullable Expression joined(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType of = element(operands, 0);
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
    for (Object value : read(of, in, 0, row)) {
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
    if (operands.size() < 2) {
      return null;
    }
    return call(
        "string_to_array",
        ColumnType.array(TEXT),
        type,
        operands,
        false,
        (in, row, out) -> {
          if (in.vector(0).isNull(row)) {
            out.setNull(row);
            return;
          }
          String nulls = in.count() > 2 && !in.vector(2).isNull(row) ? in.getString(2, row) : null;
          String separator = in.vector(1).isNull(row) ? null : in.getString(1, row);
          List<@Nullable Object> parts = new ArrayList<>();
          for (String part : split(in.getString(0, row), separator)) {
            parts.add(part.equals(nulls) ? null : part.getBytes(UTF_8));
          }
          set(out, row, TEXT, parts);
        });
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

  // ------------------------------------------------------------------ any, all

  /** An operator as text, a value and an array: whether it holds for any or all elements. */
  private static @Nullable Expression quantified(List<Expression> operands, boolean any) {
    if (operands.size() != 3 || !(operands.get(0) instanceof Literal sign)) {
      return null;
    }
    Comparison comparison = Comparison.of(new String((byte[]) sign.value(), UTF_8));
    List<Expression> met = united(operands.subList(1, 3), false, true);
    ColumnType of = met == null ? null : element(met, 1);
    if (met == null || of == null || of.kind() == ColumnKind.JSON) {
      return null;
    }
    ArrayOrder order = new ArrayOrder(of);
    RowFunction function =
        (in, row, out) -> {
          if (in.vector(1).isNull(row)) {
            out.setNull(row);
            return;
          }
          Object value = in.vector(0).getObject(row);
          boolean isUnknown = false;
          ArrayValue.Elements elements =
              new ArrayValue.Elements(of, in.bytes(1).array(row), in.bytes(1).start(row));
          while (elements.hasNext()) {
            Object element = elements.next();
            if (value == null || element == null) {
              isUnknown = true;
            } else if (comparison.test(order.compare(value, element)) == any) {
              ((LongVector) out).set(row, any ? 1 : 0);
              return;
            }
          }
          ((LongVector) out).set(row, any ? 0 : 1);
          out.setNull(row, isUnknown);
        };
    return ConstantFolding.fold(
        new RowCall(
            any ? "any" : "all",
            ColumnType.of(ColumnKind.BOOLEAN),
            met,
            context -> function,
            false));
  }
}
