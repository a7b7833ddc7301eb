package org.pydb.calcite.exec.text;

import java.util.List;
import java.util.Locale;
import org.pydb.calcite.exec.value.Timestamps;

/** Writes a value as a {@link DateTimePattern} wants it, part by part. For one value. */
abstract class PartPrinter {
  private final StringBuilder out = new StringBuilder();

  final String print(List<DateTimePart> parts) {
    for (DateTimePart part : parts) {
      if (part.isText()) {
        out.append(part.written());
      } else {
        print(part);
      }
    }
    return out.toString();
  }

  abstract void print(DateTimePart part);

  /** Writes a field of hours and less; false if it is none. The microseconds may be negative. */
  final boolean printTime(DateTimePart part, long time) {
    long hour = time / Timestamps.HOUR;
    long micros = time % Timestamps.SECOND;
    switch (part.field()) {
      case "HH", "HH12" -> number(part, hour % 12 == 0 ? 12 : hour % 12, 2);
      case "HH24" -> number(part, hour, 2);
      case "MI" -> number(part, time / Timestamps.MINUTE % 60, 2);
      case "SS" -> number(part, time / Timestamps.SECOND % 60, 2);
      case "SSSS", "SSSSS" -> number(part, time / Timestamps.SECOND, 1);
      case "MS", "FF3" -> fraction(part, micros / 1000, 3);
      case "US", "FF6" -> fraction(part, micros, 6);
      case "FF1" -> fraction(part, micros / 100_000, 1);
      case "FF2" -> fraction(part, micros / 10_000, 2);
      case "FF4" -> fraction(part, micros / 100, 4);
      case "FF5" -> fraction(part, micros / 10, 5);
      case "AM", "PM" -> cased(part, hour % 24 < 12 ? "AM" : "PM");
      case "A.M.", "P.M." -> cased(part, hour % 24 < 12 ? "A.M." : "P.M.");
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Writes a field of years, but for centuries; false if it is none. */
  final boolean printYear(DateTimePart part, int year) {
    switch (part.field()) {
      case "Y,YYY" -> {
        append(year / 1000 + "," + String.format(Locale.ROOT, "%03d", year % 1000));
        ordinal(part, year);
      }
      case "YYYY" -> number(part, year, 4);
      case "YYY" -> number(part, year % 1000, 3);
      case "YY" -> number(part, year % 100, 2);
      case "Y" -> number(part, year % 10, 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  final void append(String text) {
    out.append(text);
  }

  final void number(DateTimePart part, long value, int digits) {
    String text = Long.toString(Math.abs(value));
    out.append(value < 0 ? "-" : "");
    if (!part.isBare()) {
      out.append("0".repeat(Math.max(0, digits - text.length())));
    }
    out.append(text);
    ordinal(part, value);
  }

  /** The sign counts as one of the digits. */
  private void fraction(DateTimePart part, long value, int digits) {
    String text = Long.toString(Math.abs(value));
    String sign = value < 0 ? "-" : "";
    out.append(sign)
        .append("0".repeat(Math.max(0, digits - sign.length() - text.length())))
        .append(text);
    ordinal(part, value);
  }

  private void ordinal(DateTimePart part, long value) {
    if (!part.ordinal().isEmpty()) {
      out.append(OrdinalLetters.of(Math.abs(value), part.ordinal()));
    }
  }

  final void cased(DateTimePart part, String text) {
    boolean isLower = Character.isLowerCase(part.written().charAt(0));
    out.append(isLower ? text.toLowerCase(Locale.ROOT) : text);
  }
}
