package org.pydb.calcite.service;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Parameters of PostgreSQL's that pydb has one value for: scripts and tools may ask for them, and
 * set them to what they are; or to anything, if that changes nothing that pydb does.
 */
final class FixedSettings {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("client_encoding", "UTF8"),
          Map.entry("server_encoding", "UTF8"),
          Map.entry("standard_conforming_strings", "on"),
          Map.entry("integer_datetimes", "on"),
          Map.entry("datestyle", "ISO, MDY"),
          Map.entry("intervalstyle", "postgres"),
          Map.entry("max_identifier_length", "128"),
          Map.entry("max_index_keys", "32"),
          Map.entry("block_size", "8192"),
          Map.entry("bytea_output", "hex"),
          Map.entry("idle_in_transaction_session_timeout", "0"),
          Map.entry("client_min_messages", "notice"),
          Map.entry("application_name", ""),
          Map.entry("extra_float_digits", "1"),
          Map.entry("row_security", "on"),
          Map.entry("check_function_bodies", "on"),
          Map.entry("xmloption", "content"),
          Map.entry("default_tablespace", ""),
          Map.entry("default_table_access_method", "heap"));

  /** Those that scripts set to all kinds of values: what they change, pydb has not. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "client_min_messages",
          "application_name",
          "extra_float_digits",
          "row_security",
          "check_function_bodies",
          "xmloption",
          "default_tablespace",
          "default_table_access_method");

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
    if (WITHOUT_EFFECT.contains(name)) {
      return;
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
