package org.pydb.shell;

import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.PydbDataSource;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;

/** The database that a person has named, with the key of it, if one is known. Immutable. */
final class Target {
  private static final String MEMORY = DatabaseUrl.PREFIX + "mem:";

  private final String url;
  private final @Nullable String key;

  private Target(String url, @Nullable String key) {
    this.url = url;
    this.key = key;
  }

  /**
   * One.
   *
   * @param database a URL, or the path of a file
   */
  static Target of(String database, @Nullable String key) {
    return new Target(database.startsWith("jdbc:") ? database : DatabaseUrl.PREFIX + database, key);
  }

  /** One that is not made if it is not there, unless its URL says so. */
  static Target existing(String database, @Nullable String key) {
    Target target = of(database, key);
    if (target.url.startsWith(MEMORY) || target.url.contains("open=")) {
      return target;
    }
    return new Target(target.url + (target.url.contains("?") ? "&" : "?") + "open=existing", key);
  }

  /** One in memory, for the shell alone. */
  static Target memory() {
    return new Target(MEMORY, null);
  }

  /** The same with a key. */
  Target withKey(String known) {
    return new Target(url, known);
  }

  /** The URL, without its properties: they may hold the key. */
  String shown() {
    return url.replaceFirst("[?].*", "");
  }

  @Override
  public String toString() {
    return shown();
  }

  /** What gives connections to it. */
  PydbDataSource source() {
    PydbDataSource source = new PydbDataSource(url);
    properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
    return source;
  }

  /** The URL, taken apart. */
  DatabaseUrl parsed() throws SQLException {
    return DatabaseUrl.parse(url, properties());
  }

  /** The key, if the database may have one and its URL does not hold it. */
  private Properties properties() {
    Properties properties = new Properties();
    String property = ConnectionProperty.ENCRYPTION_KEY.key();
    if (key != null && !url.startsWith(MEMORY) && !url.contains(property + "=")) {
      properties.setProperty(property, key);
    }
    return properties;
  }
}
