package org.pydb.calcite.exec.expression;

import static org.pydb.calcite.exec.expression.ArrayCalls.INT;
import static org.pydb.calcite.exec.expression.ArrayCalls.TEXT;
import static org.pydb.calcite.exec.expression.ArrayCalls.amongElements;
import static org.pydb.calcite.exec.expression.ArrayCalls.elements;
import static org.pydb.calcite.exec.expression.ArrayCalls.ofArray;
import static org.pydb.calcite.exec.expression.ArrayCalls.set;
import static org.pydb.calcite.exec.expression.ArrayCalls.united;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.expression.ArrayCalls.OfElements;
import org.pydb.calcite.exec.order.ArrayOrder;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Registers what makes arrays of elements and of arrays, and takes them apart. Stateless. */
final class ArrayFunctions {
  private static final UnaryOperator<ColumnType> TO_ARRAY = ColumnType::array;

  /**
   * {@code width_bucket(x, array)}: how many elements of the array, which is sorted, are not above
   * x.
   */
  static final Binder BUCKETS =
      united("width_bucket", 0, of -> INT, ArrayFunctions::bucket, false, true);

  private ArrayFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerMakers(binders);
    registerChanges(binders);
    registerParts(binders);
    registerPlaces(binders);
  }

  // ------------------------------------------------------------------ making

  private static void registerMakers(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.ARRAY_FILL, ArrayFunctions::filled);
    binders.put(ScalarFunction.ARRAY, ArrayFunctions::array);
    binders.put(
        ScalarFunction.ARRAY_APPEND,
        united("array_append", 0, TO_ARRAY, of -> appended(of, 0, 1), true, false));
    binders.put(
        ScalarFunction.ARRAY_PREPEND,
        united("array_prepend", 0, TO_ARRAY, of -> appended(of, 1, 0), false, true));
    binders.put(
        ScalarFunction.ARRAY_CAT,
        united("array_cat", 0, TO_ARRAY, ArrayFunctions::concatenated, true, true));
  }

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
    RowFunction function =
        (in, row, out) -> {
          List<@Nullable Object> values = new ArrayList<>(in.count());
          for (int i = 0; i < in.count(); i++) {
            values.add(in.vector(i).getObject(row));
          }
          set(out, row, common, values);
        };
    return ArrayCalls.call("array", ColumnType.array(common), type, elements, false, function);
  }

  private static @Nullable Expression filled(@Nullable ColumnType type, List<Expression> operands) {
    ColumnType of = operands.get(0).type();
    if (operands.size() != 2 || of.element() != null) {
      return null;
    }
    Expression counts = Casts.cast(operands.get(1), ColumnType.array(INT), CastMode.EXPLICIT);
    return counts == null
        ? null
        : ArrayCalls.call(
            "array_fill",
            ColumnType.array(of),
            type,
            List.of(operands.get(0), counts),
            false,
            (in, row, out) -> {
              Object value = in.vector(0).getObject(row);
              set(out, row, of, Collections.nCopies(fillCount(in, row), value));
            });
  }

  private static int fillCount(Arguments in, int row) {
    if (in.vector(1).isNull(row)) {
      throw new SqlError("22004", "dimension array or low bound array cannot be null");
    }
    List<@Nullable Object> counts = ArrayCalls.read(INT, in, 1, row);
    if (counts.size() > 1) {
      throw new SqlError("0A000", "arrays of more than one dimension are not supported yet");
    }
    Object count = counts.isEmpty() ? Long.valueOf(0) : counts.get(0);
    if (count == null) {
      throw new SqlError("22004", "dimension values cannot be null");
    }
    long wanted = (Long) count;
    if (wanted < 0 || wanted > ArrayValue.COUNT_MAX) {
      throw new SqlError(
          "54000", "array size exceeds the maximum allowed (" + ArrayValue.COUNT_MAX + ")");
    }
    return (int) wanted;
  }

  private static RowFunction bucket(ColumnType of) {
    ArrayOrder order = new ArrayOrder(of);
    return (in, row, out) -> {
      if (in.vector(0).isNull(row) || in.vector(1).isNull(row)) {
        out.setNull(row);
        return;
      }
      List<@Nullable Object> thresholds = ArrayCalls.read(of, in, 1, row);
      if (thresholds.contains(null)) {
        throw new SqlError("22004", "thresholds array must not contain NULLs");
      }
      Object value = in.vector(0).getObject(row);
      int left = 0;
      int right = thresholds.size();
      while (left < right) {
        int middle = (left + right) / 2;
        if (order.compare(value, thresholds.get(middle)) < 0) {
          right = middle;
        } else {
          left = middle + 1;
        }
      }
      set(out, row, left);
    };
  }

  private static RowFunction appended(ColumnType of, int array, int element) {
    return (in, row, out) -> {
      List<@Nullable Object> elements =
          in.vector(array).isNull(row) ? new ArrayList<>() : ArrayCalls.read(of, in, array, row);
      elements.add(array == 0 ? elements.size() : 0, in.vector(element).getObject(row));
      set(out, row, of, elements);
    };
  }

  private static RowFunction concatenated(ColumnType of) {
    return (in, row, out) -> {
      if (in.vector(0).isNull(row) && in.vector(1).isNull(row)) {
        out.setNull(row);
        return;
      }
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        if (!in.vector(i).isNull(row)) {
          elements.addAll(ArrayCalls.read(of, in, i, row));
        }
      }
      set(out, row, of, elements);
    };
  }

  // ------------------------------------------------------------------ changes

  private static void registerChanges(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.ARRAY_REMOVE,
        amongElements("array_remove", 0, TO_ARRAY, ArrayFunctions::removed, true, false));
    binders.put(
        ScalarFunction.ARRAY_REPLACE,
        amongElements("array_replace", 0, TO_ARRAY, ArrayFunctions::replaced, true, false, false));
    binders.put(
        ScalarFunction.ARRAY_SLICE,
        ofArray("array_slice", 3, 3, TO_ARRAY, elements(ArrayFunctions::slice)));
    binders.put(
        ScalarFunction.TRIM_ARRAY,
        ofArray("trim_array", 2, 2, TO_ARRAY, elements(ArrayFunctions::trimmed)));
  }

  private static OfElements trimmed(ColumnType of) {
    return (elements, in, row, out) -> {
      long count = in.getLong(1, row);
      if (count < 0 || count > elements.size()) {
        throw new SqlError(
            "2202E", "number of elements to trim must be between 0 and " + elements.size());
      }
      set(out, row, of, elements.subList(0, elements.size() - (int) count));
    };
  }

  private static OfElements removed(ColumnType of) {
    ArrayOrder order = new ArrayOrder(of);
    return (elements, in, row, out) -> {
      Object unwanted = in.vector(1).getObject(row);
      elements.removeIf(each -> order.compare(each, unwanted) == 0);
      set(out, row, of, elements);
    };
  }

  private static OfElements replaced(ColumnType of) {
    ArrayOrder order = new ArrayOrder(of);
    return (elements, in, row, out) -> {
      Object unwanted = in.vector(1).getObject(row);
      Object wanted = in.vector(2).getObject(row);
      elements.replaceAll(each -> order.compare(each, unwanted) == 0 ? wanted : each);
      set(out, row, of, elements);
    };
  }

  /** {@code a[from:to]}. */
  private static OfElements slice(ColumnType of) {
    return (elements, in, row, out) -> {
      int before = 1 - ArrayCalls.first(in, row);
      long from = Math.max(1, in.getLong(1, row) + before);
      long to = Math.min(elements.size(), in.getLong(2, row) + before);
      set(out, row, of, from > to ? List.of() : elements.subList((int) from - 1, (int) to));
    };
  }

  // ------------------------------------------------------------------ parts and facts

  private static void registerParts(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.ARRAY_ITEM,
        ofArray("array_item", 2, 2, of -> of, elements(of -> ArrayFunctions::item)));
    binders.put(
        ScalarFunction.CARDINALITY,
        ofArray(
            "cardinality",
            1,
            1,
            of -> INT,
            of -> (in, row, out) -> set(out, row, ArrayCalls.count(in, row))));
    binders.put(
        ScalarFunction.ARRAY_LENGTH,
        ofArray("array_length", 2, 2, of -> INT, of -> ArrayFunctions::length));
    binders.put(
        ScalarFunction.ARRAY_LOWER,
        ofArray("array_lower", 2, 2, of -> INT, of -> ArrayFunctions::lower));
    binders.put(
        ScalarFunction.ARRAY_UPPER,
        ofArray("array_upper", 2, 2, of -> INT, of -> ArrayFunctions::upper));
    binders.put(
        ScalarFunction.ARRAY_DIMS,
        ofArray("array_dims", 1, 1, of -> TEXT, of -> ArrayFunctions::bounds));
    binders.put(
        ScalarFunction.ARRAY_NDIMS,
        ofArray("array_ndims", 1, 1, of -> INT, of -> ArrayFunctions::dimensions));
  }

  private static void item(List<@Nullable Object> elements, Arguments in, int row, Vector out) {
    long index = in.getLong(1, row) - ArrayCalls.first(in, row);
    boolean isThere = index >= 0 && index < elements.size();
    out.setObject(row, isThere ? elements.get((int) index) : null);
  }

  /** How many elements there are; an empty array has no length in any dimension. */
  private static void length(Arguments in, int row, Vector out) {
    setOfDimension(in, row, out, ArrayCalls.count(in, row));
  }

  private static void lower(Arguments in, int row, Vector out) {
    setOfDimension(in, row, out, ArrayCalls.first(in, row));
  }

  private static void upper(Arguments in, int row, Vector out) {
    setOfDimension(in, row, out, ArrayCalls.first(in, row) + ArrayCalls.count(in, row) - 1L);
  }

  /** A fact of the first dimension, if an array has that and it is asked for. */
  private static void setOfDimension(Arguments in, int row, Vector out, long fact) {
    if (ArrayCalls.count(in, row) == 0 || in.getLong(1, row) != 1) {
      out.setNull(row);
    } else {
      set(out, row, fact);
    }
  }

  private static void bounds(Arguments in, int row, Vector out) {
    int count = ArrayCalls.count(in, row);
    int first = ArrayCalls.first(in, row);
    if (count == 0) {
      out.setNull(row);
    } else {
      String text = "[" + first + ":" + (first + count - 1) + "]";
      ArrayCasts.set(out, row, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void dimensions(Arguments in, int row, Vector out) {
    if (ArrayCalls.count(in, row) == 0) {
      out.setNull(row);
    } else {
      set(out, row, 1);
    }
  }

  // ------------------------------------------------------------------ places

  private static void registerPlaces(Map<ScalarFunction, Binder> binders) {
    binders.put(
        ScalarFunction.ARRAY_POSITION,
        amongElements("array_position", 1, of -> INT, ArrayFunctions::position, true, false));
    binders.put(
        ScalarFunction.ARRAY_POSITIONS,
        amongElements(
            "array_positions",
            0,
            of -> ColumnType.array(INT),
            ArrayFunctions::positions,
            true,
            false));
  }

  private static OfElements position(ColumnType of) {
    ArrayOrder order = new ArrayOrder(of);
    return (elements, in, row, out) -> {
      Object wanted = in.vector(1).getObject(row);
      int before = ArrayCalls.first(in, row);
      for (long i = from(in, row, before) - before; i < elements.size(); i++) {
        if (order.compare(elements.get((int) i), wanted) == 0) {
          set(out, row, i + before);
          return;
        }
      }
      out.setNull(row);
    };
  }

  /** Where the search begins. */
  private static long from(Arguments in, int row, int first) {
    if (in.count() < 3) {
      return first;
    }
    if (in.vector(2).isNull(row)) {
      throw new SqlError("22004", "initial position must not be null");
    }
    return Math.max(first, in.getLong(2, row));
  }

  private static OfElements positions(ColumnType of) {
    ArrayOrder order = new ArrayOrder(of);
    return (elements, in, row, out) -> {
      Object wanted = in.vector(1).getObject(row);
      List<Object> found = new ArrayList<>();
      for (int i = 0; i < elements.size(); i++) {
        if (order.compare(elements.get(i), wanted) == 0) {
          found.add((long) i + ArrayCalls.first(in, row));
        }
      }
      set(out, row, INT, found);
    };
  }
}
