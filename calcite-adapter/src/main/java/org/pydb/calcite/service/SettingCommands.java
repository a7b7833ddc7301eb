package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOption;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.OtherDialects;
import org.pydb.calcite.exec.parallel.Parallelism;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.parser.IsolationLevel;
import org.pydb.calcite.parser.NameText;
import org.pydb.calcite.parser.TransactionModes;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.table.Durability;

/** The parameters of a session by name: SET, RESET and SHOW. */
final class SettingCommands {
  /** All parameters that can be set, and what they mean. */
  private static final Map<String, String> MEANINGS = meanings();

  private static final Pattern TIME = Pattern.compile("(\\d{1,10})\\s*(us|ms|s|min|h|d|)");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Session session;

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("timezone", "the zone in which instants are shown and read");
    meanings.put("search_path", "the schemas in which names are looked up");
    meanings.put("lock_timeout", "how long a statement waits for one lock");
    meanings.put("statement_timeout", "how long a statement runs");
    meanings.put("durability", "what commits wait for");
    meanings.put("parallelism", "how many threads a query may use");
    meanings.put("parallel_rows_min", "with fewer rows to read a query uses one thread");
    meanings.put("progress_interval", "how often a statement that takes long says how far it is");
    meanings.put("statement_statistics", "whether statements are counted once they have ended");
    meanings.put("plan_rules_off", "what plans are not made of");
    meanings.put("plan_indexes_off", "the indexes that plans do not use");
    meanings.put("transaction_isolation", "the isolation level of this transaction");
    meanings.put("default_transaction_isolation", "the isolation level of new transactions");
    meanings.put("transaction_read_only", "whether this transaction may not write");
    meanings.put("default_transaction_read_only", "whether new transactions may not write");
    meanings.put("session_authorization", "the user that the connection named");
    return meanings;
  }

  SettingCommands(Session session) {
    this.session = session;
  }

  /** Where a parameter changes. */
  private interface Change {
    void make(UnaryOperator<Settings.Values> change);
  }

  /** Runs {@code SET [LOCAL] name = value}, or {@code RESET name}. */
  void run(SqlSetOption option) {
    String name = option.name().toString().toLowerCase(Locale.ROOT);
    SqlNode value = option.getValue();
    if (name.equals("search_path") && value != null) {
      setPath(option, value);
      return;
    }
    if (value instanceof SqlNodeList) {
      throw new SqlError("22023", "SET " + name + " takes only one value");
    }
    if ("LOCAL".equals(option.getScope())) {
      if (!session.inTransaction()) {
        session.warn("SET LOCAL can only be used in transaction blocks");
        return;
      }
      change(name, value == null ? null : text(value), session.settings()::setLocally);
    } else {
      change(name, value == null ? null : text(value), session.settings()::set);
    }
  }

  private void setPath(SqlSetOption option, SqlNode value) {
    List<SqlNode> names = value instanceof SqlNodeList list ? list : List.of(value);
    SearchPath path = new SearchPath(names.stream().map(SettingCommands::text).toList());
    if (!"LOCAL".equals(option.getScope())) {
      session.settings().set(values -> values.with(path));
    } else if (session.inTransaction()) {
      session.settings().setLocally(values -> values.with(path));
    } else {
      session.warn("SET LOCAL can only be used in transaction blocks");
    }
  }

  /** Names with commas between, as a connection's property gives them. */
  private static SearchPath path(String value) {
    List<String> schemas = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      List<String> name = NameText.parse(part.strip());
      if (name == null || name.size() != 1) {
        throw invalid("search_path", value, "names of schemas with commas between");
      }
      schemas.add(name.get(0));
    }
    return new SearchPath(schemas);
  }

  /** Sets a parameter as part of making the connection. */
  void begin(String name, String value) {
    change(name, value, session.settings()::begin);
  }

  private static String text(SqlNode value) {
    return value instanceof SqlLiteral literal && literal.getValue() != null
        ? literal.toValue()
        : value.toString();
  }

  private void change(String name, @Nullable String value, Change change) {
    Settings.Values initial = session.settings().initial();
    SessionTransactions transactions = session.transactions();
    switch (name) {
      case "timezone" -> {
        SessionZone zone = value == null ? initial.zone() : SessionZone.named(value);
        change.make(values -> values.with(zone));
      }
      case "search_path" -> {
        SearchPath path = value == null ? initial.searchPath() : path(value);
        change.make(values -> values.with(path));
      }
      case "lock_timeout" -> {
        long millis = value == null ? initial.lockTimeoutMillis() : millis(name, value);
        change.make(values -> values.withLockTimeout(millis));
      }
      case "statement_timeout" -> {
        long millis = value == null ? initial.statementTimeoutMillis() : millis(name, value);
        change.make(values -> values.withStatementTimeout(millis));
      }
      case "durability" -> {
        Durability durability = value == null ? initial.durability() : durability(value);
        change.make(values -> values.with(durability));
      }
      case "parallelism" -> {
        int threads = value == null ? initial.parallelism() : threads(value);
        change.make(values -> values.withParallelism(threads));
      }
      case "parallel_rows_min" -> {
        long rows = value == null ? initial.parallelRowsMin() : rows(value);
        change.make(values -> values.withParallelRowsMin(rows));
      }
      case "progress_interval" -> {
        long millis = value == null ? initial.progressIntervalMillis() : millis(name, value);
        change.make(values -> values.withProgressInterval(millis));
      }
      case "statement_statistics" -> {
        boolean counts = value == null ? initial.countsStatements() : flag(name, value);
        change.make(values -> values.withCountsStatements(counts));
      }
      case "plan_rules_off" -> {
        String off = value == null ? initial.planRules().rulesText() : value;
        change.make(values -> values.with(values.planRules().withRulesOff(off)));
      }
      case "plan_indexes_off" -> {
        String off = value == null ? initial.planRules().indexesText() : value;
        Set<String> known = indexNames();
        change.make(values -> values.with(values.planRules().withIndexesOff(off, known::contains)));
      }
      case "transaction_isolation" ->
          transactions.set(
              TransactionModes.unspecified(SqlParserPos.ZERO)
                  .with(
                      SqlParserPos.ZERO,
                      value == null ? transactions.defaults().isolation() : level(name, value)));
      case "default_transaction_isolation" ->
          transactions.setDefaults(
              transactions
                  .defaults()
                  .with(value == null ? Modes.DEFAULT.isolation() : level(name, value)));
      case "transaction_read_only" ->
          transactions.set(
              TransactionModes.unspecified(SqlParserPos.ZERO)
                  .with(
                      SqlParserPos.ZERO,
                      value == null ? transactions.defaults().readOnly() : flag(name, value)));
      case "session_authorization" -> session.nameUser(value);
      case "default_transaction_read_only" ->
          transactions.setDefaults(
              transactions.defaults().with(value == null ? false : flag(name, value)));
      default -> FixedSettings.check(name, value, SettingCommands::unknown);
    }
  }

  /** Names, values and meanings of all parameters. */
  List<List<String>> showAll() {
    return MEANINGS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> List.of(entry.getKey(), show(entry.getKey()), entry.getValue()))
        .toList();
  }

  /** Whether there is such a parameter. */
  static boolean isKnown(String name) {
    return MEANINGS.containsKey(name) || FixedSettings.value(name) != null;
  }

  /** Sets a parameter as SET does. */
  void set(String name, String value, boolean isLocal) {
    if (name.equals("search_path")) {
      SearchPath path = value.isBlank() ? new SearchPath(List.of()) : path(value);
      if (isLocal) {
        session.settings().setLocally(values -> values.with(path));
      } else {
        session.settings().set(values -> values.with(path));
      }
    } else if (isLocal) {
      change(name, value, session.settings()::setLocally);
    } else {
      change(name, value, session.settings()::set);
    }
  }

  /** The value of a parameter, as SHOW gives it. */
  String show(String name) {
    Settings.Values now = session.settings().now();
    SessionTransactions transactions = session.transactions();
    return switch (name) {
      case "timezone" -> now.zone().equals(SessionZone.UTC) ? "UTC" : now.zone().toString();
      case "search_path" -> now.searchPath().toString();
      case "lock_timeout" -> time(now.lockTimeoutMillis());
      case "statement_timeout" -> time(now.statementTimeoutMillis());
      case "durability" -> now.durability().name().toLowerCase(Locale.ROOT);
      case "parallelism" -> Integer.toString(now.parallelism());
      case "parallel_rows_min" -> Long.toString(now.parallelRowsMin());
      case "progress_interval" -> time(now.progressIntervalMillis());
      case "statement_statistics" -> now.countsStatements() ? "on" : "off";
      case "plan_rules_off" -> now.planRules().rulesText();
      case "plan_indexes_off" -> now.planRules().indexesText();
      case "transaction_isolation" -> words(transactions.modes().isolation());
      case "default_transaction_isolation" -> words(transactions.defaults().isolation());
      case "transaction_read_only" -> transactions.modes().readOnly() ? "on" : "off";
      case "default_transaction_read_only" -> transactions.defaults().readOnly() ? "on" : "off";
      case "session_authorization" -> session.user();
      default -> {
        String fixed = FixedSettings.value(name);
        if (fixed == null) {
          throw unknown(name);
        }
        yield fixed;
      }
    };
  }

  /** All parameters, and their values as SHOW gives them. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    for (String name : MEANINGS.keySet()) {
      all.put(name, show(name));
    }
    return all;
  }

  private Set<String> indexNames() {
    return session.catalog().tables().stream()
        .flatMap(table -> table.indexes().stream())
        .map(IndexDefinition::name)
        .collect(Collectors.toSet());
  }

  private static SqlError unknown(String name) {
    String instead = OtherDialects.setting(name);
    String hint =
        instead == null
            ? "there are: " + String.join(", ", MEANINGS.keySet())
            : "in pydb: " + instead;
    return new SqlError("42704", "unrecognized configuration parameter \"" + name + "\"; " + hint);
  }

  // ------------------------------------------------------------------ values

  private static SqlError invalid(String name, String value, String expected) {
    return new SqlError(
        "22023",
        "invalid value for parameter \"" + name + "\": \"" + value + "\": expected " + expected);
  }

  private static long millis(String name, String value) {
    Matcher matcher = TIME.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw invalid(
          name, value, "milliseconds, or a number with us, ms, s, min, h or d; 0 for ever");
    }
    long number = Long.parseLong(matcher.group(1));
    long millis =
        switch (matcher.group(2)) {
          case "us" -> number / 1000 + (number % 1000 == 0 ? 0 : 1); // Never to 0, for ever.
          case "s" -> number * 1000L;
          case "min" -> number * 60_000L;
          case "h" -> number * 3_600_000L;
          case "d" -> number * 86_400_000L;
          default -> number;
        };
    if (millis > Integer.MAX_VALUE) {
      throw invalid(name, value, "at most " + Integer.MAX_VALUE + " ms");
    }
    return millis;
  }

  /** A number of threads: all cores for 0. */
  private static int threads(String value) {
    String most =
        "1 to " + Parallelism.THREADS_MAX + " threads, or 0 for as many as there are cores";
    long threads = number("parallelism", value, most);
    if (threads > Parallelism.THREADS_MAX) {
      throw invalid("parallelism", value, most);
    }
    return threads == 0 ? Parallelism.cores() : (int) threads;
  }

  private static long rows(String value) {
    return number("parallel_rows_min", value, "a number of rows");
  }

  private static long number(String name, String value, String expected) {
    if (!NUMBER.matcher(value.strip()).matches()) {
      throw invalid(name, value, expected);
    }
    return Long.parseLong(value.strip());
  }

  /** In the largest unit that shows it whole. */
  private static String time(long millis) {
    if (millis == 0) {
      return "0";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "min";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static Durability durability(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "full" -> Durability.FULL;
      case "relaxed" -> Durability.RELAXED;
      default -> throw invalid("durability", value, "full or relaxed");
    };
  }

  private static IsolationLevel level(String name, String value) {
    String wanted = value.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    for (IsolationLevel level : IsolationLevel.values()) {
      if (words(level).equals(wanted)) {
        return level;
      }
    }
    throw invalid(name, value, "read uncommitted, read committed, repeatable read or serializable");
  }

  private static String words(IsolationLevel level) {
    return level.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean flag(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1" -> true;
      case "off", "false", "no", "0" -> false;
      default -> throw invalid(name, value, "on or off");
    };
  }
}
