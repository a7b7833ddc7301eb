package org.pydb.calcite.validate;

import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.pydb.calcite.error.PlacedError;

/** Refuses intervals that Calcite would cut: it counts in milliseconds. */
final class IntervalCheck {
  private static final Pattern SUB_MILLISECONDS = Pattern.compile(".*\\.\\d{3}0*[1-9]\\d*\\s*");

  private IntervalCheck() {}

  /**
   * Checks a literal that may be an interval.
   *
   * @throws PlacedError 0A000 if it has more digits than are kept
   */
  static void check(SqlLiteral literal) {
    if (literal instanceof SqlIntervalLiteral interval) {
      String text =
          interval.getValueAs(SqlIntervalLiteral.IntervalValue.class).getIntervalLiteral();
      if (SUB_MILLISECONDS.matcher(text).matches()) {
        throw new PlacedError(
            literal, "0A000", "intervals finer than a millisecond are not supported yet: " + text);
      }
    }
  }
}
