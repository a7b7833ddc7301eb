package org.pydb.engine.row;

import org.pydb.engine.schema.ColumnType;

/**
 * Which {@code long}s a column can hold. The layer above has told the user about values that do not
 * fit; one that still arrives here is a mistake in the program.
 *
 * @param unit of which they are multiples
 */
record LongRange(long least, long greatest, long unit) {

  private static final LongRange ALL = between(Long.MIN_VALUE, Long.MAX_VALUE);

  /** The end of a day, which is a time of its own: 24:00. */
  static final long MICROS_PER_DAY = 86_400_000_000L;

  /** The range of a type, if its values travel as {@code long}. */
  static LongRange of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> between(0, 1);
      case INT16 -> between(Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32, DATE -> between(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case TIME -> new LongRange(0, MICROS_PER_DAY, type.fractionMicros());
      case TIMESTAMP, TIMESTAMP_TZ ->
          new LongRange(Long.MIN_VALUE, Long.MAX_VALUE, type.fractionMicros());
      case DECIMAL -> type.isLong() ? ofDigits(type.precision()) : ALL;
      default -> ALL;
    };
  }

  /**
   * The range of what keys of a type are looked up by: also times between two that a column holds,
   * which equal none of them.
   */
  static LongRange ofKey(ColumnType type) {
    LongRange range = of(type);
    return between(range.least, range.greatest);
  }

  private static LongRange between(long least, long greatest) {
    return new LongRange(least, greatest, 1);
  }

  private static LongRange ofDigits(int digits) {
    long bound = 1;
    for (int i = 0; i < digits; i++) {
      bound *= 10;
    }
    return between(1 - bound, bound - 1);
  }

  /** The value, if the range has it. */
  long check(long value, ColumnType type) {
    if (value < least || value > greatest || (unit > 1 && value % unit != 0)) {
      throw new IllegalArgumentException(value + " does not fit " + type);
    }
    return value;
  }
}
