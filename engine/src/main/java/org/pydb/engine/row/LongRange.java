package org.pydb.engine.row;

import org.pydb.engine.schema.ColumnType;

/**
 * Which {@code long}s a column can hold. The layer above has told the user about values that do not
 * fit; one that still arrives here is a mistake in the program.
 */
record LongRange(long least, long greatest) {

  private static final LongRange ALL = new LongRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** The end of a day, which is a time of its own: 24:00. */
  static final long MICROS_PER_DAY = 86_400_000_000L;

  /** The range of a type, if its values travel as {@code long}. */
  static LongRange of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> new LongRange(0, 1);
      case INT16 -> new LongRange(Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32, DATE -> new LongRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case TIME -> new LongRange(0, MICROS_PER_DAY);
      case DECIMAL -> type.isLong() ? ofDigits(type.precision()) : ALL;
      default -> ALL;
    };
  }

  private static LongRange ofDigits(int digits) {
    long bound = 1;
    for (int i = 0; i < digits; i++) {
      bound *= 10;
    }
    return new LongRange(1 - bound, bound - 1);
  }

  /** The value, if it is in the range. */
  long check(long value, ColumnType type) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(value + " does not fit " + type);
    }
    return value;
  }
}
