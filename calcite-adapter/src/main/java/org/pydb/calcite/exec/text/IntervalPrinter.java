package org.pydb.calcite.exec.text;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.value.Interval;

/** Writes an interval; its parts have signs of their own. */
final class IntervalPrinter extends PartPrinter {
  private final Interval interval;

  IntervalPrinter(Interval interval) {
    this.interval = interval;
  }

  @Override
  void print(DateTimePart part) {
    int year = interval.months() / Interval.MONTHS_PER_YEAR;
    int month = interval.months() % Interval.MONTHS_PER_YEAR;
    long day = (long) interval.months() * Interval.DAYS_PER_MONTH + interval.days();
    if (printTime(part, interval.micros()) || printYear(part, year)) {
      return;
    }
    switch (part.field()) {
      case "CC" -> number(part, year / 100, 2);
      case "MM" -> number(part, month, 2);
      // Of days, and of nothing else, the sign counts as one of the digits, as in PostgreSQL.
      case "DD" -> number(part, interval.days(), interval.days() < 0 ? 1 : 2);
      case "DDD" -> number(part, day, day < 0 ? 2 : 3);
      default ->
          throw new SqlError(
              "22007",
              "invalid format specification for an interval value: \""
                  + part.written()
                  + "\"; intervals are not tied to specific calendar dates");
    }
  }
}
