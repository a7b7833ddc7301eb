package org.pydb.calcite.exec.value;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a date or time, as EXTRACT and DATE_TRUNC name it, with its value as a number of so
 * many digits after the point.
 */
public enum DateTimeField {
  MICROSECOND(0, "microseconds us usec usecs"),
  MILLISECOND(3, "milliseconds ms msec msecs"),
  SECOND(6, "seconds s sec secs"),
  MINUTE(0, "minutes m min mins"),
  HOUR(0, "hours h hr hrs"),
  DAY(0, "days d"),
  WEEK(0, "weeks w"),
  MONTH(0, "months mon mons"),
  QUARTER(0, "qtr"),
  YEAR(0, "years y yr yrs"),
  DECADE(0, "decades dec decs"),
  CENTURY(0, "centuries c cent"),
  MILLENNIUM(0, "millennia mil mils"),
  DOW(0, ""),
  ISODOW(0, ""),
  DOY(0, ""),
  ISOYEAR(0, ""),
  EPOCH(6, ""),
  JULIAN(0, ""),
  TIMEZONE(0, ""),
  TIMEZONE_HOUR(0, "timezone_h"),
  TIMEZONE_MINUTE(0, "timezone_m");

  private static final Map<String, DateTimeField> BY_NAME = new HashMap<>();

  static {
    for (DateTimeField field : values()) {
      BY_NAME.put(field.name().toLowerCase(Locale.ROOT), field);
      for (String alias : field.aliases.split(" ", -1)) {
        BY_NAME.put(alias, field);
      }
    }
    BY_NAME.remove("");
  }

  private final int scale;

  /** Its other names, with blanks between. */
  private final String aliases;

  DateTimeField(int scale, String aliases) {
    this.scale = scale;
    this.aliases = aliases;
  }

  /** The field with this name, in any case; null if there is none. */
  public static @Nullable DateTimeField named(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /** The digits after the point of its values. */
  public int scale() {
    return scale;
  }

  /** Whether a TIME has it. */
  public boolean isOfTime() {
    return switch (this) {
      case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, EPOCH -> true;
      default -> false;
    };
  }

  /** Whether a DATE has it. */
  public boolean isOfDate() {
    return (!isOfTime() && !isOfZone()) || this == EPOCH;
  }

  /** Whether only a TIMESTAMP_TZ has it. */
  public boolean isOfZone() {
    return this == TIMEZONE || this == TIMEZONE_HOUR || this == TIMEZONE_MINUTE;
  }

  /** The value for a time of the day, unscaled. */
  public long ofTime(long time) {
    return switch (this) {
      case MICROSECOND, MILLISECOND, SECOND -> time % Timestamps.MINUTE;
      case MINUTE -> time / Timestamps.MINUTE % 60;
      case HOUR -> time / Timestamps.HOUR;
      case EPOCH -> time;
      default -> throw new IllegalArgumentException(this + " of a time");
    };
  }

  /** The value for a day, unscaled; not for {@link #EPOCH}. */
  public long ofDay(long day) {
    long civil = CivilDate.ofDays(day);
    int year = CivilDate.year(civil);
    return switch (this) {
      case DAY -> CivilDate.day(civil);
      case WEEK -> CivilDate.isoWeek(day);
      case MONTH -> CivilDate.month(civil);
      case QUARTER -> (CivilDate.month(civil) - 1) / 3 + 1;
      case YEAR -> withoutZero(year);
      case DECADE -> Math.floorDiv(year, 10);
      case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
      case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
      case DOW -> CivilDate.dayOfWeek(day);
      case ISODOW -> (CivilDate.dayOfWeek(day) + 6) % 7 + 1;
      case DOY -> CivilDate.dayOfYear(day);
      case ISOYEAR -> withoutZero(CivilDate.isoYear(day));
      case JULIAN -> day - CivilDate.DAYS_MIN;
      default -> throw new IllegalArgumentException(this + " of a day");
    };
  }

  /** A year as people count: 1 BC is -1. */
  private static int withoutZero(int year) {
    return year > 0 ? year : year - 1;
  }

  /** The value for a timestamp, unscaled. */
  public long ofTimestamp(long timestamp) {
    if (this == EPOCH) {
      return timestamp;
    }
    return isOfTime() ? ofTime(Timestamps.timeOf(timestamp)) : ofDay(Timestamps.dayOf(timestamp));
  }

  /** The value for an offset from UTC in microseconds. */
  public long ofOffset(long offset) {
    return switch (this) {
      case TIMEZONE -> offset / Timestamps.SECOND;
      case TIMEZONE_HOUR -> offset / Timestamps.HOUR;
      default -> offset / Timestamps.MINUTE % 60;
    };
  }

  /** Whether a timestamp can be cut to it. */
  public boolean canTruncate() {
    return compareTo(MILLENNIUM) <= 0;
  }

  /** Whether it is less than a day. */
  public boolean isWithinDay() {
    return isOfTime();
  }

  /** The timestamp at which the field that a timestamp lies in begins. */
  public long truncate(long timestamp) {
    return switch (this) {
      case MICROSECOND -> timestamp;
      case MILLISECOND -> timestamp - Math.floorMod(timestamp, Timestamps.SECOND / 1000);
      case SECOND -> timestamp - Math.floorMod(timestamp, Timestamps.SECOND);
      case MINUTE -> timestamp - Math.floorMod(timestamp, Timestamps.MINUTE);
      case HOUR -> timestamp - Math.floorMod(timestamp, Timestamps.HOUR);
      default -> truncateDay(Timestamps.dayOf(timestamp)) * Timestamps.DAY;
    };
  }

  private long truncateDay(long day) {
    long civil = CivilDate.ofDays(day);
    int year = CivilDate.year(civil);
    int month = CivilDate.month(civil);
    return switch (this) {
      case DAY -> day;
      case WEEK -> CivilDate.weekStart(day);
      case MONTH -> CivilDate.toDays(year, month, 1);
      case QUARTER -> CivilDate.toDays(year, (month - 1) / 3 * 3 + 1, 1);
      case YEAR -> CivilDate.toDays(year, 1, 1);
      case DECADE -> CivilDate.toDays(Math.floorDiv(year, 10) * 10L, 1, 1);
      case CENTURY -> CivilDate.toDays(Math.floorDiv(year - 1, 100) * 100L + 1, 1, 1);
      default -> CivilDate.toDays(Math.floorDiv(year - 1, 1000) * 1000L + 1, 1, 1);
    };
  }
}
