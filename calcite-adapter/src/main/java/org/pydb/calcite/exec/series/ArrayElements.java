package org.pydb.calcite.exec.series;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** {@code unnest}: the elements of arrays side by side; what a shorter one lacks is NULL. */
final class ArrayElements implements RowMaker {
  private final ColumnType[] types;
  private final ArrayValue.@Nullable Elements[] arrays;

  ArrayElements(List<ColumnType> arguments) {
    types =
        arguments.stream()
            .map(type -> Objects.requireNonNull(type.element()))
            .toArray(ColumnType[]::new);
    arrays = new ArrayValue.Elements[types.length];
  }

  @Override
  public void begin(Vector[] arguments, int row) {
    for (int i = 0; i < arrays.length; i++) {
      BytesVector array = (BytesVector) arguments[i];
      arrays[i] =
          array.isNull(row)
              ? null
              : new ArrayValue.Elements(types[i], array.array(row), array.start(row));
    }
  }

  @Override
  public int make(Vector[] columns, int from, int to) {
    int at = from;
    while (at < to && hasNext()) {
      for (int i = 0; i < arrays.length; i++) {
        ArrayValue.Elements elements = arrays[i];
        boolean isThere = elements != null && elements.hasNext();
        columns[i].setObject(at, isThere ? elements.next() : null);
      }
      at++;
    }
    return at - from;
  }

  private boolean hasNext() {
    for (ArrayValue.Elements elements : arrays) {
      if (elements != null && elements.hasNext()) {
        return true;
      }
    }
    return false;
  }
}
