package org.pydb.calcite.exec.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.Decimals;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** What is made of an exact sum and the count of what was summed. */
enum DecimalResult {
  SUM,
  SUM_OR_ZERO,
  AVERAGE;

  /** The form that a function asks for; null if it asks for no sum. */
  static @Nullable DecimalResult of(AggregateFunction function) {
    return switch (function) {
      case SUM -> SUM;
      case SUM_OR_ZERO -> SUM_OR_ZERO;
      case AVG -> AVERAGE;
      default -> null;
    };
  }

  boolean isZeroIfEmpty() {
    return this == SUM_OR_ZERO;
  }

  /** Writes the result as a NUMERIC or DECIMAL. */
  void write(BigDecimal sum, long count, ColumnType type, DecimalVector result, int row) {
    boolean ownScale = type.kind() == ColumnKind.NUMERIC;
    BigDecimal value = sum;
    if (this == AVERAGE) {
      BigDecimal divisor = BigDecimal.valueOf(count);
      value =
          ownScale ? Decimals.divide(sum, divisor) : Decimals.divide(sum, divisor, type.scale());
    }
    result.set(
        row,
        Decimals.checked(ownScale ? value : value.setScale(type.scale(), RoundingMode.HALF_UP)));
  }
}
