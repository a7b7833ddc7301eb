package org.pydb.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.connection.PydbConnection;

/**
 * Runs statements on a connection and prints what they give; lines that begin with a backslash are
 * {@link Commands}. Not thread-safe but for {@link #cancel}.
 */
final class Shell implements AutoCloseable {
  private static final int SCRIPT_DEPTH_MAX = 16;
  private static final double NANOS_PER_MILLI = 1e6;

  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\w$]*)";
  private static final Pattern COPY_IN =
      Pattern.compile(
          "copy\\s+"
              + NAME
              + "(?:\\s*\\.\\s*"
              + NAME
              + ")*\\s*(?:\\([^()]*\\)\\s*)?from\\s+stdin\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern COPY_OUT =
      Pattern.compile(
          "copy\\s.*\\sto\\s+stdout\\b[^']*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern COUNTED =
      Pattern.compile(
          "(insert|update|delete|merge|copy)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern OF_A_KIND =
      Pattern.compile(
          "((?:create|drop|alter)\\b)(?:\\s+or\\s+replace|\\s+unique|\\s+temp(?:orary)?)*\\s+(materialized\\s+view|\\w+).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final PydbConnection connection;
  private final Screen screen;
  private final Settings settings;
  private final Failures failures;
  private final FileCommands files;
  private final Commands commands;
  private int depth;
  private boolean isEnded;

  /** Where rows go instead of the screen, or null. */
  private @Nullable PrintWriter file;

  Shell(PydbConnection connection, Target target, Screen screen, Settings settings) {
    this.connection = connection;
    this.screen = screen;
    this.settings = settings;
    failures = new Failures(screen.err());
    files = new FileCommands(connection, screen);
    commands = new Commands(this, connection, target, screen, settings);
  }

  /** Runs all that a source gives and returns the code to end with. */
  int run(LineSource source) throws IOException {
    Splitter splitter = new Splitter(source);
    for (String next = splitter.next(); next != null && !isEnded; next = splitter.next()) {
      boolean isDone =
          next.startsWith(Splitter.COMMAND)
              ? runCommand(next, source.place(splitter.line()))
              : runStatement(next, splitter, source);
      if (!isDone && settings.onErrorStop) {
        return ExitCode.FAILED;
      }
      if (isEnded) {
        break;
      }
    }
    return ExitCode.OK;
  }

  /** Runs the script in a file. */
  int run(Path script) throws IOException, CommandFailure {
    if (depth == SCRIPT_DEPTH_MAX) {
      throw new CommandFailure("scripts call each other more than " + SCRIPT_DEPTH_MAX + " deep");
    }
    FileCommands.checkIsNoDirectory(script);
    depth++;
    try (Reader reader = Files.newBufferedReader(script, StandardCharsets.UTF_8)) {
      return run(new TextLines(reader, script.toString()));
    } finally {
      depth--;
    }
  }

  /** Runs a script in one transaction of its own: all of it, or nothing. */
  void restore(Path script) throws SQLException, IOException {
    if (!connection.getAutoCommit()) {
      throw new SQLException("a script is restored outside of transactions", "25001");
    }
    connection.setAutoCommit(false);
    try {
      long count = files.run(script);
      connection.commit();
      tell(script + ": " + Text.counted(count, "statement"));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Ends the shell after what it does now. */
  void end() {
    isEnded = true;
  }

  /** Has rows go to a file from now on, or to the screen again. */
  void writeTo(@Nullable PrintWriter target) {
    if (file != null) {
      file.close();
    }
    file = target;
  }

  /** Has the statement that runs now stop; any thread may. */
  void cancel() {
    try {
      connection.cancel();
    } catch (SQLException e) {
      // It is closed: nothing runs.
    }
  }

  @Override
  public void close() {
    writeTo(null);
    try {
      commands.close();
    } catch (SQLException e) {
      failures.tell("", e);
    }
    screen.out().flush();
    screen.err().flush();
  }

  private boolean runCommand(String line, String place) {
    try {
      return commands.run(line);
    } catch (Pager.NoMore e) {
      screen.out().println();
      return true;
    } catch (SQLException e) {
      screen.out().flush();
      failures.tell(place, e);
    } catch (CommandFailure | IOException | InvalidPathException e) {
      screen.out().flush();
      failures.tell(place, message(e));
    }
    return false;
  }

  /** What went wrong with a file: the message is often no more than its name. */
  static String message(Exception e) {
    String message = e.getMessage();
    if (e instanceof NoSuchFileException) {
      return message + ": there is no such file";
    }
    return message == null ? e.toString() : message;
  }

  // ------------------------------------------------------------------ statements

  private boolean runStatement(String sql, Splitter splitter, LineSource source)
      throws IOException {
    long began = System.nanoTime();
    try {
      if (COPY_IN.matcher(sql).matches()) {
        try (Reader rows = splitter.rows()) {
          tell("COPY " + connection.copyIn(sql, rows));
        }
      } else if (COPY_OUT.matcher(sql).matches()) {
        copyOut(sql);
      } else {
        execute(sql);
      }
    } catch (SQLException e) {
      screen.out().flush();
      failures.tell(source.place(splitter.line()), e);
      return false;
    } catch (Pager.NoMore e) {
      screen.out().println();
    }
    if (settings.timing) {
      long nanos = System.nanoTime() - began;
      tell(String.format(Locale.ROOT, "Time: %.3f ms", nanos / NANOS_PER_MILLI));
    }
    screen.out().flush();
    return true;
  }

  private void copyOut(String sql) throws SQLException {
    long unused = connection.copyOut(sql, file != null ? file : screen.out());
  }

  /** Runs any statement or query, and prints what it gives. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          print(rows);
        }
      } else {
        tell(tag(sql, statement.getLargeUpdateCount()));
      }
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        screen.err().println("WARNING: " + w.getMessage());
        screen.err().flush();
      }
    }
  }

  private void print(ResultSet rows) throws SQLException {
    PrintWriter target = out();
    long unused = RowPrinter.of(settings).print(rows, target);
    target.flush();
  }

  /** Where rows and answers to commands go: to a file, through the pager, or just out. */
  PrintWriter out() {
    if (file != null) {
      return file;
    }
    Terminal terminal = screen.terminal();
    return terminal != null && settings.pager && terminal.getHeight() > 0
        ? new PrintWriter(new Pager(terminal))
        : screen.out();
  }

  /** Says what was done, unless only rows are wanted. */
  void tell(String what) {
    if (!settings.quiet) {
      screen.out().println(what);
      screen.out().flush();
    }
  }

  /** What a statement did, in the words of PostgreSQL. */
  private static String tag(String sql, long count) {
    Matcher counted = COUNTED.matcher(sql);
    if (counted.matches()) {
      return counted.group(1).toUpperCase(Locale.ROOT) + " " + count;
    }
    Matcher kind = OF_A_KIND.matcher(sql);
    String tag = kind.matches() ? kind.group(1) + " " + kind.group(2) : sql.split("[\\s(]", 2)[0];
    return tag.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
