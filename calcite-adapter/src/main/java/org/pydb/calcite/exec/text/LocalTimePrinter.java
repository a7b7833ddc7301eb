package org.pydb.calcite.exec.text;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;

/** Writes a local time, with its zone if it has one. */
final class LocalTimePrinter extends PartPrinter {
  private final long timestamp;
  private final @Nullable SessionZone zone;
  private final long offset;

  LocalTimePrinter(long timestamp, @Nullable SessionZone zone, long offset) {
    this.timestamp = timestamp;
    this.zone = zone;
    this.offset = offset;
  }

  @Override
  void print(DateTimePart part) {
    long day = Timestamps.dayOf(timestamp);
    long civil = CivilDate.ofDays(day);
    int year = CivilDate.year(civil);
    int shown = year > 0 ? year : 1 - year;
    int month = CivilDate.month(civil);
    int weekday = CivilDate.dayOfWeek(day);
    if (printTime(part, Timestamps.timeOf(timestamp)) || printYear(part, shown)) {
      return;
    }
    switch (part.field()) {
      case "BC", "AD" -> cased(part, year > 0 ? "AD" : "BC");
      case "B.C.", "A.D." -> cased(part, year > 0 ? "A.D." : "B.C.");
      case "IYYY" -> number(part, isoYear(day), 4);
      case "IYY" -> number(part, isoYear(day) % 1000, 3);
      case "IY" -> number(part, isoYear(day) % 100, 2);
      case "I" -> number(part, isoYear(day) % 10, 1);
      case "MONTH" -> name(part, DateTimePattern.MONTHS.get(month - 1), 9);
      case "MON" -> name(part, DateTimePattern.MONTHS.get(month - 1).substring(0, 3), 0);
      case "MM" -> number(part, month, 2);
      case "DAY" -> name(part, DateTimePattern.DAYS.get(weekday), 9);
      case "DY" -> name(part, DateTimePattern.DAYS.get(weekday).substring(0, 3), 0);
      case "DDD" -> number(part, CivilDate.dayOfYear(day), 3);
      case "IDDD" ->
          number(part, (CivilDate.isoWeek(day) - 1) * 7L + (weekday == 0 ? 7 : weekday), 3);
      case "DD" -> number(part, CivilDate.day(civil), 2);
      case "D" -> number(part, weekday + 1L, 1);
      case "ID" -> number(part, weekday == 0 ? 7 : weekday, 1);
      case "WW" -> number(part, (CivilDate.dayOfYear(day) - 1) / 7 + 1L, 2);
      case "W" -> number(part, (CivilDate.day(civil) - 1) / 7 + 1L, 1);
      case "IW" -> number(part, CivilDate.isoWeek(day), 2);
      case "CC" -> number(part, (shown + 99L) / 100 * (year > 0 ? 1 : -1), 2);
      case "J" -> number(part, day - CivilDate.DAYS_MIN, 1);
      case "Q" -> number(part, (month - 1) / 3 + 1L, 1);
      case "TZ" -> append(zone == null ? "" : zoneName(part, timestamp - offset, zone));
      case "TZH" -> append(zone == null ? "" : signed(offset / Timestamps.HOUR, offset < 0));
      case "TZM" ->
          append(
              zone == null
                  ? ""
                  : String.format(Locale.ROOT, "%02d", Math.abs(offset / Timestamps.MINUTE) % 60));
      case "OF" -> append(zone == null ? "" : offset(offset));
      default -> throw new IllegalStateException(part.field());
    }
  }

  private static int isoYear(long day) {
    int year = CivilDate.isoYear(day);
    return year > 0 ? year : 1 - year;
  }

  private static String zoneName(DateTimePart part, long instant, SessionZone zone) {
    Instant at = Instant.ofEpochSecond(Math.floorDiv(instant, Timestamps.SECOND));
    String name = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(at.atZone(zone.id()));
    String shown = name.equals("Z") ? "UTC" : name;
    return part.written().equals("tz") ? shown.toLowerCase(Locale.ROOT) : shown;
  }

  private static String offset(long offset) {
    String hours = signed(offset / Timestamps.HOUR, offset < 0);
    long minutes = Math.abs(offset / Timestamps.MINUTE) % 60;
    return minutes == 0 ? hours : hours + String.format(Locale.ROOT, ":%02d", minutes);
  }

  private static String signed(long hours, boolean isNegative) {
    return String.format(Locale.ROOT, "%s%02d", isNegative ? "-" : "+", Math.abs(hours));
  }

  private void name(DateTimePart part, String name, int width) {
    boolean isLower = Character.isLowerCase(part.written().charAt(0));
    boolean isUpper = !isLower && Character.isUpperCase(part.written().charAt(1));
    String text =
        isLower ? name.toLowerCase(Locale.ROOT) : isUpper ? name.toUpperCase(Locale.ROOT) : name;
    append(text);
    if (!part.isBare()) {
      append(" ".repeat(Math.max(0, width - text.length())));
    }
  }
}
