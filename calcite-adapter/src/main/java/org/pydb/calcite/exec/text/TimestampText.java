package org.pydb.calcite.exec.text;

import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;

/**
 * TIMESTAMPs as {@code 2024-01-31 13:04:05.25}, and TIMESTAMP_TZs with the offset of the session's
 * zone behind: {@code +01}, {@code -03:30}. Stateless.
 */
public final class TimestampText {
  private static final String TYPE = "timestamp";
  private static final String ZONED_TYPE = "timestamp with time zone";

  private TimestampText() {}

  /** Writes a timestamp without zone. */
  public static void print(long timestamp, AsciiBuilder out) {
    long day = Timestamps.dayOf(timestamp);
    printLocal(timestamp, out);
    DateText.printEra(day, out);
  }

  /** A timestamp without zone as text. */
  public static String toString(long timestamp) {
    AsciiBuilder out = new AsciiBuilder();
    print(timestamp, out);
    return out.toString();
  }

  /** Writes an instant as it is seen in a zone. */
  public static void print(long instant, SessionZone zone, AsciiBuilder out) {
    long offset = zone.offsetAt(instant);
    long local = instant + offset;
    printLocal(local, out);
    printOffset(offset / Timestamps.SECOND, out);
    DateText.printEra(Timestamps.dayOf(local), out);
  }

  /** An instant as it is seen in a zone, as text. */
  public static String toString(long instant, SessionZone zone) {
    AsciiBuilder out = new AsciiBuilder();
    print(instant, zone, out);
    return out.toString();
  }

  private static void printLocal(long timestamp, AsciiBuilder out) {
    DateText.printDate(Timestamps.dayOf(timestamp), out);
    out.append(' ');
    TimeText.print(Timestamps.timeOf(timestamp), out);
  }

  private static void printOffset(long seconds, AsciiBuilder out) {
    long rest = Math.abs(seconds);
    out.append(seconds < 0 ? '-' : '+').appendPadded(rest / 3600, 2);
    rest %= 3600;
    if (rest != 0) {
      out.append(':').appendPadded(rest / 60, 2);
      if (rest % 60 != 0) {
        out.append(':').appendPadded(rest % 60, 2);
      }
    }
  }

  /** Reads a timestamp without zone; a zone in the text is ignored. */
  public static long parse(String text) {
    return parseFields(text, TYPE).timestamp(TYPE);
  }

  /** Reads an instant; a text without zone is in the session's. */
  public static long parse(String text, SessionZone session) {
    return parseFields(text, ZONED_TYPE).instant(session);
  }

  private static DateTimeFields parseFields(String text, String type) {
    DateTimeFields fields = DateTimeParser.parse(text, type);
    if (!fields.hasDate()) {
      throw InvalidText.dateSyntax(type, text);
    }
    return fields;
  }
}
