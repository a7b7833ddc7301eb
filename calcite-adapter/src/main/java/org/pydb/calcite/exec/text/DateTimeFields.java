package org.pydb.calcite.exec.text;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.value.CivilDate;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;

/** What a text says about a date, a time and a zone; filled by {@link DateTimeParser}. */
final class DateTimeFields {
  private final String text;
  private boolean hasDate;
  private boolean hasTime;
  private long days;
  private long timeMicros;
  private @Nullable Integer offsetSeconds;
  private @Nullable SessionZone zone;

  DateTimeFields(String text) {
    this.text = text;
  }

  boolean hasDate() {
    return hasDate;
  }

  boolean hasTime() {
    return hasTime;
  }

  long days() {
    return days;
  }

  long timeMicros() {
    return timeMicros;
  }

  void setDate(long year, int month, int day) {
    // Beyond this even longs of microseconds would wrap.
    if (!CivilDate.isValid(year, month, day) || year > 10_000_000 || year < -10_000_000) {
      throw InvalidText.field(text);
    }
    hasDate = true;
    days = CivilDate.toDays(year, month, day);
  }

  void setTime(int hour, int minute, int second, long micros) {
    boolean endOfDay = hour == 24 && minute == 0 && second == 0 && micros == 0;
    if ((hour > 23 && !endOfDay) || minute > 59 || second > 60 || (second == 60 && micros > 0)) {
      throw InvalidText.field(text);
    }
    hasTime = true;
    timeMicros =
        hour * Timestamps.HOUR + minute * Timestamps.MINUTE + second * Timestamps.SECOND + micros;
  }

  void setOffset(int seconds) {
    offsetSeconds = seconds;
  }

  void setZone(SessionZone named) {
    zone = named;
  }

  /** Date and time as microseconds; the zone is not looked at. */
  long timestamp(String type) {
    if (days < CivilDate.DAYS_MIN || days > Timestamps.MAX / Timestamps.DAY) {
      throw InvalidText.dateRange(type, text);
    }
    return checkedTimestamp(days * Timestamps.DAY + timeMicros);
  }

  /** Date and time as an instant: in the zone that the text names, or else in the session's. */
  long instant(SessionZone session) {
    long local = timestamp("timestamp");
    if (offsetSeconds != null) {
      return checkedTimestamp(local - offsetSeconds * Timestamps.SECOND);
    }
    return checkedTimestamp((zone != null ? zone : session).toInstant(local));
  }

  private long checkedTimestamp(long timestamp) {
    if (timestamp < Timestamps.MIN || timestamp > Timestamps.MAX) {
      throw InvalidText.dateRange("timestamp", text);
    }
    return timestamp;
  }
}
