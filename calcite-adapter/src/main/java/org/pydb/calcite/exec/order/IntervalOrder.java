package org.pydb.calcite.exec.order;

import org.pydb.calcite.exec.value.Interval;

/** The order of intervals: a month has 30 days, and a day 24 hours. */
final class IntervalOrder implements BytesOrder {
  static final IntervalOrder INSTANCE = new IntervalOrder();

  private IntervalOrder() {}

  @Override
  public int compare(
      byte[] array, int start, int length, byte[] otherArray, int otherStart, int otherLength) {
    return Interval.compare(array, start, otherArray, otherStart);
  }

  @Override
  public long word(byte[] array, int start, int length) {
    return Interval.days(array, start) * 31 + Interval.microsOfDay(array, start);
  }
}
