package org.pydb.calcite.bridge;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A decimal number as SQL compares it: 1.0 equals 1.00, though each keeps its zeros. Public for
 * generated code.
 *
 * @param value the number
 */
public record ExactValue(BigDecimal value) implements Comparable<ExactValue> {

  @Override
  public int compareTo(ExactValue other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExactValue exact && compareTo(exact) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }
}
