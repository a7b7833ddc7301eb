package org.pydb.calcite.exec.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** An array of the values, NULLs included: {@code array_agg}. */
final class ArrayResult implements OrderedResult {
  private final int value;
  private final ColumnType element;

  ArrayResult(int[] arguments, ColumnType element) {
    value = arguments[0];
    this.element = element;
  }

  @Override
  public int presentColumn() {
    return -1;
  }

  @Override
  public void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at) {
    if (end - begin > ArrayValue.COUNT_MAX) {
      throw new SqlError(
          "54000", "array size exceeds the maximum allowed (" + ArrayValue.COUNT_MAX + ")");
    }
    List<@Nullable Object> elements = new ArrayList<>(end - begin);
    for (int i = begin; i < end; i++) {
      elements.add(kept[value].getObject(rows[i]));
    }
    byte[] bytes = ArrayValue.write(element, elements);
    ((BytesVector) result).set(at, bytes, 0, bytes.length);
  }
}
