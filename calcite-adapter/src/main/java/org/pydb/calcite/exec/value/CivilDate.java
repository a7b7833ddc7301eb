package org.pydb.calcite.exec.value;

import org.pydb.calcite.api.SqlError;

/**
 * The proleptic Gregorian calendar: days since 1970-01-01 to year, month and day and back. A date
 * taken apart travels as one packed {@code long}, so that nothing is allocated. Stateless.
 *
 * <p>Years count through zero as astronomers do: 0 is 1 BC, -1 is 2 BC.
 *
 * <p>The arithmetic lets years begin in March, so that the leap day is a year's last and month
 * lengths follow the line {@code (153 m + 2) / 5}; 400 years, an era, always have 146,097 days.
 */
public final class CivilDate {

  /** The first day that PostgreSQL knows: 4714-11-24 BC, Julian day 0. */
  public static final int DAYS_MIN = -2_440_588;

  /** The last day that PostgreSQL knows: 5874897-12-31. */
  public static final int DAYS_MAX = 2_145_042_905;

  private static final int DAYS_PER_ERA = 146_097;
  private static final int YEARS_PER_ERA = 400;

  /** Days from 0000-03-01 to 1970-01-01. */
  private static final int EPOCH_SHIFT = 719_468;

  private CivilDate() {}

  /** Takes a day apart; see {@link #year}, {@link #month} and {@link #day}. */
  public static long ofDays(long days) {
    long shifted = days + EPOCH_SHIFT;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long year = yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
    return year << 16 | month << 8 | day;
  }

  /** The year of a date taken apart. */
  public static int year(long civil) {
    return (int) (civil >> 16);
  }

  /** The month of a date taken apart, 1 to 12. */
  public static int month(long civil) {
    return (int) (civil >> 8) & 0xFF;
  }

  /** The day of the month of a date taken apart, from 1. */
  public static int day(long civil) {
    return (int) civil & 0xFF;
  }

  /** The day of a valid date, in days since 1970-01-01. */
  public static long toDays(long year, int month, int day) {
    long shifted = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shifted, YEARS_PER_ERA);
    int yearOfEra = (int) (shifted - era * YEARS_PER_ERA);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
  }

  /** How many days a month has. */
  public static int daysInMonth(long year, int month) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> isLeap(year) ? 29 : 28;
      default -> 31;
    };
  }

  /** Whether there is such a date. */
  public static boolean isValid(long year, int month, int day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  }

  private static boolean isLeap(long year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** The day so many months later; the day of the month is cut to what the new month has. */
  public static long plusMonths(long days, long months) {
    long civil = ofDays(days);
    long total = Math.addExact(year(civil) * 12L + month(civil) - 1, months);
    long year = Math.floorDiv(total, 12);
    int month = (int) Math.floorMod(total, 12L) + 1;
    return toDays(year, month, Math.min(day(civil), daysInMonth(year, month)));
  }

  /** The weekday: 0 for Sunday to 6. */
  public static int dayOfWeek(long days) {
    return (int) Math.floorMod(days + 4, 7L);
  }

  /** The day of the year, from 1. */
  public static int dayOfYear(long days) {
    return (int) (days - toDays(year(ofDays(days)), 1, 1)) + 1;
  }

  /** The Monday with which the ISO week of a day begins. */
  public static long weekStart(long days) {
    return days - Math.floorMod(days + 3, 7L);
  }

  /** The ISO year of a day: the year of the Thursday in its week. */
  public static int isoYear(long days) {
    return year(ofDays(weekStart(days) + 3));
  }

  /** The ISO week of a day, 1 to 53. */
  public static int isoWeek(long days) {
    return (dayOfYear(weekStart(days) + 3) - 1) / 7 + 1;
  }

  /**
   * The days, if they are a DATE.
   *
   * @throws SqlError 22008 otherwise
   */
  public static long checked(long days) {
    if (days < DAYS_MIN || days > DAYS_MAX) {
      throw new SqlError("22008", "date out of range");
    }
    return days;
  }
}
