package org.pydb.calcite.exec.text;

import org.pydb.calcite.exec.value.Timestamps;

/** TIMEs as {@code 13:04:05.25}. Stateless. */
public final class TimeText {
  private static final String TYPE = "time";

  private TimeText() {}

  /** Writes a time, given as microseconds since midnight. */
  public static void print(long micros, AsciiBuilder out) {
    out.appendPadded(micros / Timestamps.HOUR, 2);
    out.append(':').appendPadded(micros / Timestamps.MINUTE % 60, 2);
    out.append(':').appendPadded(micros / Timestamps.SECOND % 60, 2);
    long fraction = micros % Timestamps.SECOND;
    if (fraction != 0) {
      out.append('.').appendPadded(fraction, 6);
      while (out.last() == '0') {
        out.removeLast(1);
      }
    }
  }

  /** A time as text. */
  public static String toString(long micros) {
    AsciiBuilder out = new AsciiBuilder();
    print(micros, out);
    return out.toString();
  }

  /** Reads a time; a date or zone beside it is ignored. */
  public static long parse(String text) {
    DateTimeFields fields = DateTimeParser.parse(text, TYPE);
    if (!fields.hasTime()) {
      throw InvalidText.dateSyntax(TYPE, text);
    }
    if (fields.timeMicros() > Timestamps.DAY) {
      throw InvalidText.field(text);
    }
    return fields.timeMicros();
  }
}
