package org.pydb.jdbc.url;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as text: {@code 30} (seconds), {@code 500ms}, {@code 2m}, {@code 1h}. */
final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|)");

  private TimeSpan() {}

  /**
   * Reads a span; a bare number counts seconds, and the ISO form {@code PT30S} is read too.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Duration parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("p")) {
      return iso(lower);
    }
    Matcher matcher = FORM.matcher(lower);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is no span of time");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofSeconds(amount);
    };
  }

  private static Duration iso(String text) {
    try {
      Duration span = Duration.parse(text);
      if (!span.isNegative()) {
        return span;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(text + " is no span of time", e);
    }
    throw new IllegalArgumentException(text + " is negative");
  }
}
