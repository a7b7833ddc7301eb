package org.pydb.calcite.exec.text;

import java.util.Locale;
import java.util.Objects;
import org.pydb.calcite.exec.value.DateTimeField;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.exec.value.IntervalArithmetic;

/**
 * What {@code DAY TO HOUR} and its kin make of an interval: what is less than the last field is cut
 * off. What is more than the first one stays, as in PostgreSQL.
 *
 * @param last the last field, a year or less
 * @param areOfMinute whether it is {@code MINUTE TO SECOND}, where {@code 3:04} is no hour
 * @param digits to how many digits seconds are rounded
 */
public record IntervalFields(DateTimeField last, boolean areOfMinute, int digits) {
  static final String SECOND_OF_MINUTE = "second of minute";

  /** The most digits that seconds have. */
  public static final int DIGITS_MAX = 6;

  /** The unit of a number without one. */
  String lastUnit() {
    return areOfMinute ? SECOND_OF_MINUTE : last.name().toLowerCase(Locale.ROOT);
  }

  /** What is left of an interval. */
  public Interval cut(Interval interval) {
    if (last != DateTimeField.SECOND) {
      return Objects.requireNonNull(IntervalArithmetic.truncated(interval, last));
    }
    return IntervalArithmetic.rounded(interval, digits);
  }
}
