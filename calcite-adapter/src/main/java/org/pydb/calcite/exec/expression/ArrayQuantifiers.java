package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.order.ArrayOrder;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers comparisons with any or all elements of an array. Stateless. */
final class ArrayQuantifiers {

  private ArrayQuantifiers() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.COMPARE_ANY, (type, in) -> quantified(type, in, true));
    binders.put(ScalarFunction.COMPARE_ALL, (type, in) -> quantified(type, in, false));
  }

  /** An operator as text, a value and an array: whether it holds for any or all elements. */
  private static @Nullable Expression quantified(
      @Nullable ColumnType type, List<Expression> operands, boolean any) {
    if (operands.size() != 3 || !(operands.get(0) instanceof Literal sign)) {
      return null;
    }
    Comparison comparison = Comparison.of(new String((byte[]) sign.value(), UTF_8));
    ColumnType element = operands.get(2).type().element();
    if (element != null && element.kind() == ColumnKind.JSON) {
      return null;
    }
    return ArrayCalls.united(
            any ? "any" : "all",
            0,
            of -> ColumnType.of(ColumnKind.BOOLEAN),
            of -> quantified(of, comparison, any),
            false,
            true)
        .bind(type, operands.subList(1, 3));
  }

  private static RowFunction quantified(ColumnType of, Comparison comparison, boolean any) {
    ArrayOrder order = new ArrayOrder(of);
    return (in, row, out) -> {
      if (in.vector(1).isNull(row)) {
        out.setNull(row);
        return;
      }
      Object value = in.vector(0).getObject(row);
      boolean isUnknown = false;
      BytesVector arrays = in.bytes(1);
      ArrayValue.Elements elements =
          new ArrayValue.Elements(of, arrays.array(row), arrays.start(row));
      while (elements.hasNext()) {
        Object element = elements.next();
        if (value == null || element == null) {
          isUnknown = true;
        } else if (comparison.test(order.compare(value, element)) == any) {
          ArrayCalls.set(out, row, any ? 1 : 0);
          return;
        }
      }
      ArrayCalls.set(out, row, any ? 0 : 1);
      out.setNull(row, isUnknown);
    };
  }
}
