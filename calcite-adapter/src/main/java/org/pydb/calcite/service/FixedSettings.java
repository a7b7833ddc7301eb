package org.pydb.calcite.service;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Parameters of PostgreSQL's that pydb has one value for: scripts and tools may ask for them, and
 * set them to what they are.
 */
final class FixedSettings {
  private static final Map<String, String> VALUES =
      Map.of(
          "client_encoding", "UTF8",
          "server_encoding", "UTF8",
          "standard_conforming_strings", "on",
          "integer_datetimes", "on",
          "datestyle", "ISO, MDY",
          "intervalstyle", "postgres",
          "max_identifier_length", "128",
          "bytea_output", "hex");

  private FixedSettings() {}

  /** The value of a parameter; null if it is none of these. */
  static @Nullable String value(String name) {
    return VALUES.get(name);
  }

  /** Sets a parameter to its only value, or complains. */
  static void check(String name, @Nullable String value, Function<String, SqlError> unknown) {
    String only = VALUES.get(name);
    if (only == null) {
      throw unknown.apply(name);
    }
    if (value != null && !plain(value).equals(plain(only)) && !isPartOfStyle(name, value)) {
      throw new SqlError(
          "22023",
          "invalid value for parameter \"" + name + "\": \"" + value + "\": it is always " + only);
    }
  }

  private static boolean isPartOfStyle(String name, String value) {
    return name.equals("datestyle") && plain(value).equals("iso");
  }

  private static String plain(String value) {
    return value.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
