package org.pydb.calcite.exec.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The forms that functions on arrays have. Either the first operand is an array, the others are of
 * fixed types, and NULL gives NULL; or arrays and elements are brought to a common type of elements
 * first. What a form does not take gives no call. Stateless.
 */
final class ArrayCalls {
  static final ColumnType INT = ColumnType.of(ColumnKind.INT32);
  static final ColumnType TEXT = ColumnType.of(ColumnKind.TEXT);

  /** Computes from the elements of the array, which the function may change. */
  @FunctionalInterface
  interface OfElements {
    void apply(List<@Nullable Object> elements, Arguments in, int row, Vector out);
  }

  private ArrayCalls() {}

  /**
   * A function of an array and so many operands in all.
   *
   * @param result its type by that of the elements
   * @param functions what computes it, by the type of the elements
   */
  static Binder ofArray(
      String name,
      int least,
      int most,
      UnaryOperator<ColumnType> result,
      Function<ColumnType, RowFunction> functions) {
    return (type, operands) -> {
      boolean fits = operands.size() >= least && operands.size() <= most;
      ColumnType element = fits ? operands.get(0).type().element() : null;
      return element == null
          ? null
          : call(name, result.apply(element), type, operands, true, functions.apply(element));
    };
  }

  /** The same of the elements: a function of them instead of the bytes. */
  static Function<ColumnType, RowFunction> elements(Function<ColumnType, OfElements> functions) {
    return element -> {
      OfElements function = functions.apply(element);
      return (in, row, out) -> function.apply(read(element, in, 0, row), in, row, out);
    };
  }

  /**
   * A function of arrays and elements of a common type, which sees to NULLs itself.
   *
   * @param arrays which of the first operands are arrays; the others are elements
   * @param more how many operands may follow
   */
  static Binder united(
      String name,
      int more,
      UnaryOperator<ColumnType> result,
      Function<ColumnType, RowFunction> functions,
      boolean... arrays) {
    return (type, operands) -> {
      boolean fits = operands.size() >= arrays.length && operands.size() <= arrays.length + more;
      List<Expression> met = fits ? united(operands, arrays) : null;
      if (met == null) {
        return null;
      }
      ColumnType element = met.get(0).type().element();
      ColumnType common = element == null ? met.get(0).type() : element;
      return call(name, result.apply(common), type, met, false, functions.apply(common));
    };
  }

  /** {@link #united} of an array, NULL if that is, and elements, which may be NULL. */
  static Binder amongElements(
      String name,
      int more,
      UnaryOperator<ColumnType> result,
      Function<ColumnType, OfElements> functions,
      boolean... arrays) {
    Function<ColumnType, RowFunction> ofElements = elements(functions);
    return united(
        name,
        more,
        result,
        element -> {
          RowFunction function = ofElements.apply(element);
          return (in, row, out) -> {
            if (in.vector(0).isNull(row)) {
              out.setNull(row);
            } else {
              function.apply(in, row, out);
            }
          };
        },
        arrays);
  }

  static @Nullable Expression call(
      String name,
      ColumnType result,
      @Nullable ColumnType wanted,
      List<Expression> operands,
      boolean isStrict,
      RowFunction function) {
    Expression call = new RowCall(name, result, operands, context -> function, isStrict);
    return Casts.result(ConstantFolding.fold(call), wanted);
  }

  /** Arrays and elements, brought to a common type; null if they have none. */
  private static @Nullable List<Expression> united(List<Expression> operands, boolean... arrays) {
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
    if (element.element() != null) {
      return null;
    }
    List<Expression> united = new ArrayList<>(operands);
    for (int i = 0; i < arrays.length; i++) {
      ColumnType type = arrays[i] ? ColumnType.array(element) : element;
      Expression cast = Casts.cast(operands.get(i), type, CastMode.EXPLICIT);
      if (cast == null) {
        return null;
      }
      united.set(i, cast);
    }
    return united;
  }

  // ------------------------------------------------------------------ values

  static List<@Nullable Object> read(ColumnType element, Arguments in, int at, int row) {
    BytesVector arrays = in.bytes(at);
    return ArrayValue.read(element, arrays.array(row), arrays.start(row));
  }

  /** How many elements the first operand has. */
  static int count(Arguments in, int row) {
    BytesVector arrays = in.bytes(0);
    return ArrayValue.count(arrays.array(row), arrays.start(row));
  }

  /** The number of the first element of the first operand. */
  static int first(Arguments in, int row) {
    BytesVector arrays = in.bytes(0);
    return ArrayValue.first(arrays.array(row), arrays.start(row));
  }

  static void set(
      Vector out, int row, ColumnType element, List<? extends @Nullable Object> elements) {
    if (elements.size() > ArrayValue.COUNT_MAX) {
      throw new SqlError(
          "54000", "array size exceeds the maximum allowed (" + ArrayValue.COUNT_MAX + ")");
    }
    ArrayCasts.set(out, row, ArrayValue.write(element, elements));
  }

  static void set(Vector out, int row, long value) {
    ((LongVector) out).set(row, value);
  }
}
