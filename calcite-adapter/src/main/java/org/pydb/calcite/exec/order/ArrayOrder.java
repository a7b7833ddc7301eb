package org.pydb.calcite.exec.order;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.array.ArrayValue;
import org.pydb.engine.schema.ColumnType;

/**
 * The order of arrays: by the first element that differs, NULL being above all; then by length, and
 * by where they count from.
 */
public final class ArrayOrder implements BytesOrder {
  private final ColumnType element;
  private final @Nullable BytesOrder order;

  /** The order of arrays of such elements. */
  public ArrayOrder(ColumnType element) {
    this.element = element;
    order = BytesOrder.of(element);
  }

  @Override
  public int compare(
      byte[] array, int start, int length, byte[] otherArray, int otherStart, int otherLength) {
    ArrayValue.Elements left = new ArrayValue.Elements(element, array, start);
    ArrayValue.Elements right = new ArrayValue.Elements(element, otherArray, otherStart);
    while (left.hasNext() && right.hasNext()) {
      int difference = compare(left.next(), right.next());
      if (difference != 0) {
        return difference;
      }
    }
    return left.count() == right.count()
        ? Integer.compare(ArrayValue.first(array, start), ArrayValue.first(otherArray, otherStart))
        : Integer.compare(left.count(), right.count());
  }

  /** The order of two elements. */
  public int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    if (left instanceof Long number) {
      return Long.compare(number, (Long) right);
    }
    if (left instanceof Double number) {
      double other = (Double) right;
      return number == other ? 0 : Double.compare(number, other); // -0 is 0; NaN is above all.
    }
    if (left instanceof BigDecimal decimal) {
      return decimal.compareTo((BigDecimal) right);
    }
    byte[] a = (byte[]) left;
    byte[] b = (byte[]) right;
    return order == null
        ? Arrays.compareUnsigned(a, b)
        : order.compare(a, 0, a.length, b, 0, b.length);
  }

  @Override
  public long word(byte[] array, int start, int length) {
    long word = 3;
    ArrayValue.Elements elements = new ArrayValue.Elements(element, array, start);
    while (elements.hasNext()) {
      word = 31 * word + word(elements.next());
    }
    return word;
  }

  private long word(@Nullable Object value) {
    if (value == null) {
      return 1;
    }
    if (value instanceof Double number) {
      return number == 0 ? 0 : number.hashCode();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? 0 : decimal.stripTrailingZeros().hashCode();
    }
    if (value instanceof byte[] bytes) {
      return order == null ? Arrays.hashCode(bytes) : order.word(bytes, 0, bytes.length);
    }
    return value.hashCode();
  }
}
