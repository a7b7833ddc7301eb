package org.pydb.calcite.bridge;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/**
 * {@code UNNEST}: the elements of arrays as rows, those of several arrays side by side, the shorter
 * ones filled up with NULL. Calcite's own operator pairs each element with each. Stateless.
 */
final class Elements {

  private Elements() {}

  /**
   * The elements of the arrays in each row.
   *
   * @param counted whether each row ends with its number
   */
  static Enumerable<@Nullable Object> of(Enumerable<@Nullable Object> rows, boolean counted) {
    return rows.selectMany(row -> Linq4j.asEnumerable(elements(row, counted)));
  }

  private static List<@Nullable Object> elements(@Nullable Object row, boolean counted) {
    @Nullable Object[] arrays = row instanceof Object[] several ? several : new Object[] {row};
    int length = 0;
    for (Object array : arrays) {
      length = Math.max(length, array == null ? 0 : ((List<?>) array).size());
    }
    List<@Nullable Object> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      elements.add(element(arrays, i, counted));
    }
    return elements;
  }

  private static @Nullable Object element(@Nullable Object[] arrays, int index, boolean counted) {
    @Nullable Object[] element = new Object[arrays.length + (counted ? 1 : 0)];
    for (int i = 0; i < arrays.length; i++) {
      List<?> array = (List<?>) arrays[i];
      element[i] = array == null || index >= array.size() ? null : array.get(index);
    }
    if (counted) {
      element[arrays.length] = index + 1L;
    }
    return element.length == 1 ? element[0] : element;
  }
}
