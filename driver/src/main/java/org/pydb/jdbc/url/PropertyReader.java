package org.pydb.jdbc.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/** Gathers properties and checks them. Used once. */
final class PropertyReader {
  private final Map<ConnectionProperty, String> values = new EnumMap<>(ConnectionProperty.class);

  /** What was read. */
  Map<ConnectionProperty, String> values() {
    return values;
  }

  /** Reads {@code key=value&key=value}; values may hold percent escapes. */
  void readQuery(String query) throws SQLException {
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        readPair(pair);
      }
    }
  }

  private void readPair(String pair) throws SQLException {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      throw error("property " + pair + " has no value: expected " + pair + "=VALUE", null);
    }
    String key = pair.substring(0, equals);
    read(key, decoded(key, pair.substring(equals + 1)));
  }

  private static String decoded(String key, String value) throws SQLException {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      ConnectionProperty property = ConnectionProperty.ofKey(key);
      String shown = property != null && property.isSecret() ? key : key + "=" + value;
      throw error("property " + shown + ": expected two hexadecimal digits after %", e);
    }
  }

  /** Reads all properties, those in the defaults included. */
  void read(Properties properties) throws SQLException {
    for (String key : properties.stringPropertyNames()) {
      read(key, properties.getProperty(key));
    }
    for (Map.Entry<?, ?> entry : properties.entrySet()) {
      if (!(entry.getKey() instanceof String) || !(entry.getValue() instanceof String)) {
        throw error(
            "property " + entry.getKey() + ": expected a string as name and as value", null);
      }
    }
  }

  private void read(String key, String value) throws SQLException {
    ConnectionProperty property = ConnectionProperty.ofKey(key);
    if (property == null) {
      throw error(
          "unknown property "
              + key
              + ": did you mean "
              + NearestKey.to(key)
              + "? There are "
              + String.join(", ", ConnectionProperty.keys()),
          null);
    }
    check(property, value);
    String other = values.put(property, value);
    if (other != null && !other.equals(value) && property != ConnectionProperty.PASSWORD) {
      String values = property.isSecret() ? "" : ": " + other + " and " + value;
      throw error("property " + key + " is given twice" + values, null);
    }
  }

  private static void check(ConnectionProperty property, String value) throws SQLException {
    try {
      property.check(value);
    } catch (IllegalArgumentException e) {
      throw error(
          "property "
              + property.key()
              + " has the value \""
              + value
              + "\": expected "
              + property.expected(),
          e);
    }
  }

  private static SQLException error(String message, @Nullable Throwable cause) {
    return SqlExceptions.of(SqlStates.CANNOT_CONNECT, message, cause);
  }
}
