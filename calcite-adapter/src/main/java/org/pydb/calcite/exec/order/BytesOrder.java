package org.pydb.calcite.exec.order;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnType;

/**
 * The order of values that travel as bytes and whose order is not that of their bytes. Values may
 * be equal that are written otherwise: 1 month and 30 days. Stateless.
 */
public interface BytesOrder {

  /** The order of the values of a type; null if it is that of their bytes. */
  static @Nullable BytesOrder of(ColumnType type) {
    ColumnType element = type.element();
    if (element != null) {
      return new ArrayOrder(element);
    }
    return switch (type.kind()) {
      case INTERVAL -> IntervalOrder.INSTANCE;
      case JSONB -> JsonOrder.INSTANCE;
      default -> null;
    };
  }

  /** The order of two values. */
  int compare(
      byte[] array, int start, int length, byte[] otherArray, int otherStart, int otherLength);

  /** A number that equal values have in common, and that others mostly have not. */
  long word(byte[] array, int start, int length);
}
