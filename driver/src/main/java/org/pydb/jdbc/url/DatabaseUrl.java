package org.pydb.jdbc.url;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * A URL and its properties, checked. Immutable.
 *
 * <pre>
 *   jdbc:pydb:PATH[?PROPERTIES]       a file
 *   jdbc:pydb:mem:NAME[?PROPERTIES]   in memory, shared by all who name it
 *   jdbc:pydb:mem:[?PROPERTIES]       in memory, private
 * </pre>
 *
 * <p>The path is taken as it stands, up to the first question mark; a path that holds one cannot be
 * written. Words with a colon in front of a path are kept for kinds of databases to come; one
 * letter is a drive.
 */
public final class DatabaseUrl {

  /** How all URLs of this driver begin. */
  public static final String PREFIX = "jdbc:pydb:";

  private static final String MEMORY = "mem:";
  private static final Pattern KIND = Pattern.compile("(\\w{2,}):.*", Pattern.DOTALL);

  private final DatabasePlace place;
  private final Map<ConnectionProperty, String> properties;

  /** Gives the key of an encrypted database, or null. */
  private final Supplier<char @Nullable []> key;

  private DatabaseUrl(
      DatabasePlace place,
      Map<ConnectionProperty, String> properties,
      Supplier<char @Nullable []> key) {
    this.place = place;
    this.properties = properties;
    this.key = key;
  }

  /**
   * Reads a URL.
   *
   * @throws SQLException 08001 if it names no database, or has a property that is unknown, given
   *     twice with different values, or has a value that is none
   */
  public static DatabaseUrl parse(String url, Properties more) throws SQLException {
    String rest = url.substring(PREFIX.length());
    int mark = rest.indexOf('?');
    DatabasePlace place = place(mark < 0 ? rest : rest.substring(0, mark));
    PropertyReader properties = new PropertyReader();
    if (mark >= 0) {
      properties.readQuery(rest.substring(mark + 1));
    }
    properties.read(more);
    String key = properties.values().get(ConnectionProperty.ENCRYPTION_KEY);
    DatabaseUrl parsed =
        new DatabaseUrl(place, properties.values(), () -> key == null ? null : key.toCharArray());
    if (key != null) {
      parsed.checkMayHaveKey();
    }
    return parsed;
  }

  /**
   * The same with somebody who knows the key.
   *
   * @throws SQLException 08001 if the URL or the properties hold one, too
   */
  public DatabaseUrl withKey(Supplier<char @Nullable []> source) throws SQLException {
    checkMayHaveKey();
    if (get(ConnectionProperty.ENCRYPTION_KEY) != null) {
      throw SqlExceptions.of(
          SqlStates.CANNOT_CONNECT,
          "the key is given twice: by the property encryption_key and by a program");
    }
    return new DatabaseUrl(place, properties, source);
  }

  private void checkMayHaveKey() throws SQLException {
    if (!(place instanceof DatabasePlace.File)) {
      throw SqlExceptions.of(
          SqlStates.INVALID_ARGUMENT,
          "a database in memory is not encrypted, and a key was given: leave it out; VACUUM INTO"
              + " makes an encrypted copy in a file");
    }
  }

  /** Gives the key of an encrypted database, in an array that may be overwritten, or null. */
  public Supplier<char @Nullable []> key() {
    return key;
  }

  private static DatabasePlace place(String name) throws SQLException {
    if (name.equals(MEMORY) || name.equals("mem")) {
      return new DatabasePlace.PrivateMemory();
    }
    if (name.startsWith(MEMORY)) {
      return new DatabasePlace.NamedMemory(name.substring(MEMORY.length()));
    }
    if (name.isBlank()) {
      throw malformed("the URL names no database");
    }
    if (KIND.matcher(name).matches()) {
      String kind = name.substring(0, name.indexOf(':') + 1);
      throw malformed("unknown kind of database \"" + kind + "\"");
    }
    try {
      return new DatabasePlace.File(Path.of(name));
    } catch (InvalidPathException e) {
      throw SqlExceptions.of(SqlStates.CANNOT_CONNECT, "no path: " + e.getMessage(), e);
    }
  }

  private static SQLException malformed(String what) {
    return SqlExceptions.of(
        SqlStates.CANNOT_CONNECT,
        what + ": expected " + PREFIX + "PATH, " + PREFIX + "mem:NAME or " + PREFIX + "mem:");
  }

  /** Which database. */
  public DatabasePlace place() {
    return place;
  }

  /** The text of a property, or null if it was not given. */
  public @Nullable String get(ConnectionProperty property) {
    return properties.get(property);
  }

  /** What to do if the file is, or is not, there. */
  public DatabaseLocation.Mode mode() {
    return switch (text(ConnectionProperty.OPEN)) {
      case "existing" -> DatabaseLocation.Mode.EXISTING;
      case "readonly" -> DatabaseLocation.Mode.READ_ONLY;
      default -> DatabaseLocation.Mode.CREATE;
    };
  }

  /** How long the database stays open when nobody uses it. */
  public Duration linger() {
    return TimeSpan.parse(text(ConnectionProperty.LINGER));
  }

  /** The directories below which SQL may make files. */
  public List<Path> files() {
    return ConnectionProperty.directories(text(ConnectionProperty.FILES));
  }

  /** Who connects; may be empty. */
  public String user() {
    return text(ConnectionProperty.USER);
  }

  /** The properties that concern the database rather than the connection, as it takes them. */
  public Map<String, String> ofDatabase() {
    Map<String, String> settings = new HashMap<>();
    properties.forEach(
        (property, value) -> {
          if (property.isOfDatabase()) {
            settings.put(property.key(), plain(property, value));
          }
        });
    return settings;
  }

  private static String plain(ConnectionProperty property, String value) {
    return property == ConnectionProperty.MEMORY ? Long.toString(ByteCount.parse(value)) : value;
  }

  private String text(ConnectionProperty property) {
    return properties.getOrDefault(property, property.fallback());
  }
}
