package org.pydb.jdbc.url;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The properties that a URL or a {@code Properties} may hold: all of them, with their meaning. */
public enum ConnectionProperty {
  /** What to do if the file is, or is not, there. */
  OPEN(
      "create",
      "create, existing or readonly",
      "What to do if the file is, or is not, there: make it, refuse, or refuse and change"
          + " nothing."),

  /** How long a database stays open that nobody uses. */
  LINGER(
      "0",
      "seconds, or a number with ms, s, m, h or d",
      "How long a database in a file stays open after its last connection was closed."),

  /** The memory that a database may take. */
  MEMORY(
      "half of the heap",
      "bytes, or a number with k, m or g",
      "The most memory that the database takes, at least 16m: half for pages, half for queries."),

  /** Which pages leave memory. */
  EVICTION(
      "second_chance",
      "second_chance, lru, lru_2, or a name that the program made known",
      "Which pages leave memory when there is no more room: those not used of late, used least"
          + " recently, or used once before those used twice; or what a policy of the program"
          + " says."),

  /** What the data file is made of. */
  STORAGE(
      "what the file is; plain if it is made",
      "plain, or with + between them: segmented, segmented(SIZE), compressed, mapped or direct",
      "What the data file is made of, and how it is read: cut into files of 1g or of the size told,"
          + " its pages compressed, mapped into memory, or past the system's cache. A file that is"
          + " there is recognized; told otherwise, it is refused."),

  /** Who runs queries. */
  PLAN(
      "own",
      "own or bridge",
      "Which operators run queries: pydb's own, or Calcite's wherever they can; to compare them."),

  /** Who looks at the contents of tables. */
  STATISTICS(
      "automatic",
      "automatic or manual",
      "Whether tables are analyzed again when many of their rows changed, or by ANALYZE only."),

  /** Whether statements that differ in literals share plans. */
  HOIST_LITERALS(
      "on",
      "on or off",
      "Whether statements that differ in nothing but literals share a plan; off to compare."),

  /** Whether classes are loaded ahead. */
  WARM_UP(
      "on",
      "on or off",
      "Whether the first connection of a JVM has classes loaded in the background that its first"
          + " statement will need."),

  /** What opens an encrypted database. */
  ENCRYPTION_KEY(
      "",
      "a passphrase, or 256 bits as 64 hexadecimal digits or Base64",
      "What the files of the database are encrypted with; a database that is made without it is not"
          + " encrypted."),

  /** Where SQL may make files. */
  FILES(
      "",
      "directories, with a ; between them",
      "The directories below which BACKUP TO, VACUUM INTO and COPY may make and read files; a relative path begins at the first."),

  /** The schema of unqualified names. */
  SCHEMA(
      "public",
      "the name of a schema",
      "The schema in which unqualified names are made and looked up first."),

  /** The schemas of unqualified names. */
  CURRENT_SCHEMA(
      "public",
      "names of schemas, with commas between them",
      "The schemas in which unqualified names are looked up, in order: search_path, as SQL calls"
          + " it. They need not exist yet."),

  /** The isolation level that transactions begin with. */
  ISOLATION(
      "read_committed",
      "read_committed, repeatable_read or serializable",
      "The isolation level of transactions for which no other is set."),

  /** How long statements wait for a lock. */
  LOCK_TIMEOUT(
      "0",
      "milliseconds, or a number with us, ms, s, min, h or d",
      "How long a statement waits for one lock before it fails; 0 for as long as it takes."),

  /** How long statements run. */
  STATEMENT_TIMEOUT(
      "0",
      "milliseconds, or a number with us, ms, s, min, h or d",
      "How long a statement runs before it is cancelled; 0 for as long as it takes."),

  /** How many threads a query may use. */
  PARALLELISM(
      "0",
      "1 to 256, or 0 for as many as there are cores",
      "How many threads a query may use that has much to read."),

  /** What commits wait for. */
  DURABILITY(
      "full",
      "full or relaxed",
      "Whether a commit waits until it would survive a loss of power, or only the program's end."),

  /** Who connects. */
  USER(
      "",
      "any name",
      "What DatabaseMetaData.getUserName answers. pydb has no users: any name is let in."),

  /** Not looked at. */
  PASSWORD(
      "",
      "anything",
      "Accepted because tools always send one. pydb has no users: it is not looked at.");

  private static final Pattern THREADS = Pattern.compile("\\d{1,3}");
  private static final Pattern STORAGES =
      Pattern.compile("(plain|mapped|direct|compressed|segmented(\\(\\d{1,9}[kmgt]?\\))?|\\+)+");
  private static final Pattern POLICIES = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern TIMEOUTS = Pattern.compile("\\d{1,10}(us|ms|s|min|h|d|)");

  private final String fallback;
  private final String expected;
  private final String documentation;

  ConnectionProperty(String fallback, String expected, String documentation) {
    this.fallback = fallback;
    this.expected = expected;
    this.documentation = documentation;
  }

  /** The name as it is written. */
  public String key() {
    return this == CURRENT_SCHEMA ? "currentSchema" : name().toLowerCase(Locale.ROOT);
  }

  /** What holds when the property is not given; for people to read. */
  public String fallback() {
    return fallback;
  }

  /** The values to choose from, or none if others are possible. */
  public List<String> choices() {
    return switch (this) {
      case OPEN -> List.of("create", "existing", "readonly");
      case PLAN -> List.of("own", "bridge");
      case STATISTICS -> List.of("automatic", "manual");
      case HOIST_LITERALS, WARM_UP -> List.of("on", "off");
      case ISOLATION -> List.of("read_committed", "repeatable_read", "serializable");
      case DURABILITY -> List.of("full", "relaxed");
      default -> List.of();
    };
  }

  /** What values look like. */
  public String expected() {
    return expected;
  }

  /** What the property does. */
  public String documentation() {
    return documentation;
  }

  /**
   * The directories that a value names.
   *
   * @throws IllegalArgumentException if one of them is no path
   */
  static List<Path> directories(String value) {
    return Arrays.stream(value.split(";")).filter(part -> !part.isBlank()).map(Path::of).toList();
  }

  /** Whether nobody may be shown what it is set to. */
  public boolean isSecret() {
    return this == ENCRYPTION_KEY || this == PASSWORD;
  }

  /** Whether the property belongs to the database, and so to all of its connections. */
  public boolean isOfDatabase() {
    return this == MEMORY
        || this == EVICTION
        || this == STORAGE
        || this == PLAN
        || this == STATISTICS
        || this == HOIST_LITERALS;
  }

  /** The names of all properties. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(ConnectionProperty::key).toList();
  }

  /** The property with this name, or null. */
  static @Nullable ConnectionProperty ofKey(String key) {
    for (ConnectionProperty property : values()) {
      if (property.key().equals(key)) {
        return property;
      }
    }
    return null;
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException if it is not what is expected
   */
  void check(String value) {
    boolean fits =
        switch (this) {
          case LINGER -> !TimeSpan.parse(value).isNegative();
          case STORAGE -> STORAGES.matcher(value).matches();
          case EVICTION -> POLICIES.matcher(value).matches();
          case MEMORY -> ByteCount.parse(value) > 0;
          case SCHEMA, CURRENT_SCHEMA -> !value.isEmpty();
          case FILES -> !directories(value).isEmpty();
          case PARALLELISM -> THREADS.matcher(value).matches() && Integer.parseInt(value) <= 256;
          case LOCK_TIMEOUT, STATEMENT_TIMEOUT -> TIMEOUTS.matcher(value).matches();
          case OPEN, PLAN, STATISTICS, HOIST_LITERALS, WARM_UP, ISOLATION, DURABILITY ->
              choices().contains(value);
          case ENCRYPTION_KEY -> !value.isEmpty();
          case USER, PASSWORD -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(value + " is not " + expected);
    }
  }
}
