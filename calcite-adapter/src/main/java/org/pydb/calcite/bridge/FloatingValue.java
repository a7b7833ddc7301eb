package org.pydb.calcite.bridge;

import org.jspecify.annotations.Nullable;

/**
 * A floating point number as SQL compares it: NaN equals itself and stands above all others, and
 * the two zeros are equal, though each remains what it is. Public for generated code.
 *
 * @param value the number
 */
public record FloatingValue(double value) implements Comparable<FloatingValue> {

  @Override
  public int compareTo(FloatingValue other) {
    if (value < other.value) {
      return -1;
    }
    if (value > other.value) {
      return 1;
    }
    return Boolean.compare(Double.isNaN(value), Double.isNaN(other.value));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FloatingValue floating && compareTo(floating) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value == 0 ? 0.0 : value);
  }
}
