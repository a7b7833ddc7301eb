package org.pydb.calcite.exec.expression;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.json.JsonEdit;
import org.pydb.calcite.exec.order.ArrayOrder;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** Registers {@code @>}, {@code <@} and {@code &&}. Stateless. */
final class ContainmentFunctions {

  private ContainmentFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.CONTAINS, (type, operands) -> contains(operands, 0, 1));
    binders.put(ScalarFunction.CONTAINED, (type, operands) -> contains(operands, 1, 0));
    binders.put(ScalarFunction.ARRAY_OVERLAPS, (type, operands) -> overlaps(operands));
  }

  private static @Nullable Expression contains(List<Expression> operands, int whole, int part) {
    List<Expression> met = ComparisonFunctions.meet(operands);
    if (met == null || met.size() != 2) {
      return null;
    }
    ColumnType type = met.get(0).type();
    if (type.kind() == ColumnKind.JSONB) {
      return truth(
          "contains",
          met,
          (in, row, out) ->
              set(
                  out,
                  row,
                  JsonEdit.contains(
                      JsonFunctions.read(in, whole, row), JsonFunctions.read(in, part, row))));
    }
    return type.element() == null
        ? null
        : truth("contains", met, arrays(type.element(), whole, part, true));
  }

  private static @Nullable Expression overlaps(List<Expression> operands) {
    List<Expression> met = ComparisonFunctions.meet(operands);
    ColumnType element = met == null ? null : met.get(0).type().element();
    return met == null || element == null
        ? null
        : truth("overlaps", met, arrays(element, 0, 1, false));
  }

  /** Whether all, or any, of the elements of one array are in another; NULL is in none. */
  private static RowFunction arrays(ColumnType element, int whole, int part, boolean all) {
    ArrayOrder order = new ArrayOrder(element);
    return (in, row, out) -> {
      List<@Nullable Object> held = read(element, in.bytes(whole), row);
      boolean result = all;
      for (Object wanted : read(element, in.bytes(part), row)) {
        boolean isHeld =
            wanted != null
                && held.stream().anyMatch(each -> each != null && order.compare(each, wanted) == 0);
        if (isHeld != all) {
          result = !all;
          break;
        }
      }
      set(out, row, result);
    };
  }

  private static List<@Nullable Object> read(ColumnType element, BytesVector arrays, int row) {
    return ArrayValue.read(element, arrays.array(row), arrays.start(row));
  }

  private static Expression truth(String name, List<Expression> operands, RowFunction function) {
    return ConstantFolding.fold(
        new RowCall(name, ColumnType.of(ColumnKind.BOOLEAN), operands, context -> function));
  }

  private static void set(org.pydb.calcite.exec.vector.Vector out, int row, boolean truth) {
    ((LongVector) out).set(row, truth ? 1 : 0);
  }
}
