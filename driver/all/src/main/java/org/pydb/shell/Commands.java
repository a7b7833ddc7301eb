package org.pydb.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.KeySource;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.server.PydbServer;

/** The lines that begin with a backslash. Not thread-safe. */
final class Commands implements AutoCloseable {

  /** All commands with what they do, in the order of the help. */
  static final Map<String, String> HELP = help();

  /** A table, perhaps with columns, or a query in parentheses; where to; a file; the rest. */
  private static final Pattern COPY_FILE =
      Pattern.compile(
          "\\\\copy\\s+(\\(.*\\)|[^(\\s].*?)\\s+(from|to)\\s+('(?:[^']|'')+'|[^\\s']+)(.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Shell shell;
  private final Target target;
  private final Screen screen;
  private final Settings settings;
  private final Description description;
  private final FileCommands files;

  /** What lets others in, or null. */
  private @Nullable PydbServer server;

  Commands(
      Shell shell, PydbConnection connection, Target target, Screen screen, Settings settings) {
    this.shell = shell;
    this.screen = screen;
    this.settings = settings;
    this.target = target;
    description = new Description(connection);
    files = new FileCommands(connection, screen);
  }

  private static Map<String, String> help() {
    Map<String, String> help = new LinkedHashMap<>();
    help.put("\\d [NAME]", "list tables, views and sequences, or describe one; also an index");
    help.put(
        "\\dt \\dv \\dm \\ds \\di \\dn",
        "list tables, views, materialized views, sequences, indexes, schemas");
    help.put("\\x [on|off]", "show each value on a line of its own");
    help.put("\\pset format aligned|csv|json", "how rows are shown");
    help.put("\\pset null TEXT", "what stands for NULL");
    help.put("\\pset pager on|off", "whether to wait when the screen is full");
    help.put("\\timing [on|off]", "tell how long each statement took");
    help.put("\\set ON_ERROR_STOP on|off", "whether the first error ends a script");
    help.put("\\i FILE", "run a script");
    help.put("\\o [FILE]", "write rows to a file; without FILE to the screen again");
    help.put("\\echo TEXT", "print a text");
    help.put(
        "\\copy TABLE|(QUERY) from|to FILE [OPTIONS]", "COPY with a file, which no URL need allow");
    help.put("\\import FILE TABLE", "read a CSV file whose first line names the columns");
    help.put("\\check", "check the whole database");
    help.put("\\dump FILE", "write the database as a script of SQL");
    help.put("\\restore FILE", "run such a script in one transaction: all of it, or nothing");
    help.put("\\backup FILE", "write the database as another one");
    help.put("\\pages", "list the pages of the file, as the last checkpoint uses them");
    help.put("\\page N", "show a page: what lies in it, and its bytes");
    help.put("\\tree NAME", "show the pages of a table or an index, from the root down");
    help.put("\\log", "show what the log holds since the last checkpoint");
    help.put("\\serve [PORT|off]", "let SQL tools into this database while the shell has it open");
    help.put("\\conninfo", "tell which database this is");
    help.put("\\help", "list all this");
    help.put("\\q", "end");
    return help;
  }

  /** Runs a command; false if it found something wrong. */
  boolean run(String line) throws CommandFailure, SQLException, IOException {
    List<String> words = Words.of(line);
    String name = words.get(0);
    switch (name) {
      case "\\d", "\\dt", "\\dv", "\\dm", "\\ds", "\\di", "\\dn" -> describe(words);
      case "\\x" -> settings.expanded = onOff(words, settings.expanded, "Expanded display is ");
      case "\\timing" -> settings.timing = onOff(words, settings.timing, "Timing is ");
      case "\\pset" -> set(words);
      case "\\set" -> setVariable(words);
      case "\\i" -> {
        return shell.run(file(words, 1, "\\i FILE")) == ExitCode.OK;
      }
      case "\\o" -> writeTo(words);
      case "\\echo" -> screen.out().println(String.join(" ", words.subList(1, words.size())));
      case "\\copy" -> copy(line);
      case "\\import" -> importCsv(words);
      case "\\check" -> {
        return check();
      }
      case "\\dump" -> {
        Path file = file(words, 1, "\\dump FILE");
        shell.tell(file + ": " + Text.counted(files.dump(file), "row"));
      }
      case "\\restore" -> shell.restore(file(words, 1, "\\restore FILE"));
      case "\\backup" -> {
        Path file = file(words, 1, "\\backup FILE");
        shell.tell(file + ": " + Text.counted(files.backup(file), "page"));
      }
      case "\\pages", "\\page", "\\tree", "\\log" -> inspect(words);
      case "\\serve" -> serve(words);
      case "\\conninfo" -> shell.tell("You are connected to " + target + ".");
      case "\\help", "\\h", "\\?" -> printHelp();
      case "\\q", "\\quit", "\\exit" -> shell.end();
      default -> throw new CommandFailure("there is no command " + name + "; \\help lists them");
    }
    return true;
  }

  private void describe(List<String> words) throws SQLException, CommandFailure {
    PrintWriter out = shell.out();
    String kinds = words.get(0).substring("\\d".length());
    if (words.size() > 1) {
      for (String name : words.subList(1, words.size())) {
        description.describe(name, out);
      }
    } else if (kinds.equals("i")) {
      description.listIndexes(out);
    } else if (kinds.equals("n")) {
      description.listSchemas(out);
    } else {
      String all = "rvmS";
      String wanted = kinds.equals("t") ? "r" : kinds.replace('s', 'S');
      description.list(wanted.isEmpty() ? all : wanted, out);
    }
    out.flush();
  }

  private boolean onOff(List<String> words, boolean old, String what) throws CommandFailure {
    boolean isOn = words.size() > 1 ? onOff(words.get(1)) : !old;
    shell.tell(what + (isOn ? "on." : "off."));
    return isOn;
  }

  private static boolean onOff(String word) throws CommandFailure {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "on", "true", "1" -> true;
      case "off", "false", "0" -> false;
      default -> throw new CommandFailure(word + " is neither on nor off");
    };
  }

  private void set(List<String> words) throws CommandFailure {
    String what = words.size() == 3 ? words.get(1) : "";
    switch (what) {
      case "format" -> settings.format = format(words.get(2));
      case "null" -> settings.nullText = words.get(2);
      case "pager" -> settings.pager = onOff(words.get(2));
      default ->
          throw new CommandFailure(
              "expected \\pset format aligned|csv|json, \\pset null TEXT or \\pset pager on|off");
    }
  }

  private static Settings.Format format(String name) throws CommandFailure {
    for (Settings.Format format : Settings.Format.values()) {
      if (format.name().equalsIgnoreCase(name)) {
        return format;
      }
    }
    throw new CommandFailure("there is no format " + name + ": expected aligned, csv or json");
  }

  private void setVariable(List<String> words) throws CommandFailure {
    if (words.size() != 3 || !words.get(1).equals("ON_ERROR_STOP")) {
      throw new CommandFailure("expected \\set ON_ERROR_STOP on|off");
    }
    settings.onErrorStop = onOff(words.get(2));
  }

  private static Path file(List<String> words, int index, String usage) throws CommandFailure {
    if (words.size() != index + 1) {
      throw new CommandFailure("expected " + usage);
    }
    return Path.of(Words.file(words.get(index)));
  }

  private void writeTo(List<String> words) throws CommandFailure, IOException {
    @Nullable PrintWriter target = null;
    if (words.size() > 1) {
      Path file = file(words, 1, "\\o [FILE]");
      target = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }
    shell.writeTo(target);
  }

  private void copy(String line) throws CommandFailure, SQLException, IOException {
    Matcher parts = COPY_FILE.matcher(line);
    if (!parts.matches()) {
      throw new CommandFailure("expected \\copy TABLE|(QUERY) from|to FILE [OPTIONS]");
    }
    String word = parts.group(3);
    boolean isQuoted = word.startsWith("'");
    String name = isQuoted ? word.substring(1, word.length() - 1).replace("''", "'") : word;
    boolean isIn = parts.group(2).equalsIgnoreCase("from");
    String options = parts.group(4).strip().replaceFirst(";$", "");
    String sql = "COPY " + parts.group(1) + (isIn ? " FROM STDIN " : " TO STDOUT ") + options;
    Path file = Path.of(name);
    long count = isIn ? files.copyIn(sql, file) : files.copyOut(sql, file);
    shell.tell("COPY " + count);
  }

  private void importCsv(List<String> words) throws CommandFailure, SQLException, IOException {
    if (words.size() != 3) {
      throw new CommandFailure("expected \\import FILE TABLE");
    }
    Path file = Path.of(Words.file(words.get(1)));
    shell.tell("COPY " + files.importCsv(file, words.get(2)));
  }

  private boolean check() throws SQLException {
    List<String> findings = files.check();
    findings.forEach(finding -> screen.out().println(finding));
    if (findings.isEmpty()) {
      shell.tell("The verifier finds nothing wrong.");
    }
    return findings.isEmpty();
  }

  private void inspect(List<String> words) throws CommandFailure, SQLException {
    List<String> plain = new ArrayList<>(words);
    plain.set(0, words.get(0).substring(1));
    Inspection.show(target, KeySource.NONE, plain, shell.out());
  }

  private void serve(List<String> words) throws CommandFailure, SQLException, IOException {
    if (words.size() > 2) {
      throw new CommandFailure("expected \\serve [PORT|off]");
    }
    boolean isOff = words.size() == 2 && words.get(1).equals("off");
    int port = isOff || words.size() == 1 ? PydbServer.DEFAULT_PORT : Serve.port(words.get(1));
    close();
    if (isOff) {
      shell.tell("Nobody is let in.");
    } else {
      PydbServer started = PydbServer.start(target.source(), port);
      server = started;
      Serve.tell(target, started, shell.out());
    }
  }

  /** Lets nobody in any more. */
  @Override
  public void close() throws SQLException {
    PydbServer last = server;
    server = null;
    if (last != null) {
      last.close();
    }
  }

  private void printHelp() {
    PrintWriter out = shell.out();
    out.println("SQL ends with a semicolon. Commands are lines of their own:");
    List<String> names = new ArrayList<>(HELP.keySet());
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    HELP.forEach(
        (name, text) -> out.println("  " + name + " ".repeat(width - name.length()) + "  " + text));
    out.flush();
  }
}
