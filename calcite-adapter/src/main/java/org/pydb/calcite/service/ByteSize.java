package org.pydb.calcite.service;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.calcite.api.SqlError;

/** Sizes as people write them: {@code 64m}. Stateless. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmg]?)b?");

  private ByteSize() {}

  /**
   * The size in bytes.
   *
   * @param property whose value it is, for the message
   * @throws SqlError 22023 if it is none
   */
  static long parse(String property, String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SqlError(
          "22023",
          "property "
              + property
              + " is \""
              + text
              + "\": expected a number of bytes, with k, m or g behind it if you like: 64m");
    }
    int shift =
        switch (matcher.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new SqlError("22023", "property " + property + " is \"" + text + "\": too large");
    }
    return number << shift;
  }
}
