package org.pydb.shell;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.KeySource;
import org.pydb.jdbc.connection.PydbConnection;

/** What {@code java -jar pydb-all.jar} is told: a command, or a database for the shell. */
public final class CommandLine {
  /** Not an option: a command line can be read by all who list the processes of the machine. */
  private static final String KEY_VARIABLE = "PYDB_ENCRYPTION_KEY";

  private static final String KEY_IS_MISSING = "28000";

  private static final String USAGE =
      """
      usage: java -jar pydb-all.jar [OPTION…] [URL|FILE]

        Runs SQL on a database: jdbc:pydb:PATH?property=value…, the path of a file, or none
        (then one in memory). A person gets a prompt; a pipe is read to its end, or to the
        first error.

        -c SQL       run this and end; may be given several times
        -f FILE      run this script and end; may be given several times
        --csv        show rows as CSV
        --json       show rows as JSON
        -q, --quiet  tell rows and errors only
        --keep-going go on after errors in scripts

             java -jar pydb-all.jar COMMAND …

        check FILE           look whether a database is whole
        dump FILE OUT        write a database as the script OUT of SQL
        restore SCRIPT FILE  make a new database FILE of such a script
        backup FILE OUT      write a database as the new database OUT
        import FILE TABLE CSV
                             read a CSV file, whose first line names columns, into a table
        pages FILE           list the pages of a database
        page FILE N          show a page: what lies in it, and its bytes
        tree FILE NAME       show the pages of a table or an index, from the root down
        log FILE             show what the log holds since the last checkpoint
        serve FILE [--port N]
                             let SQL tools in: listens on this machine, asks for a token
        recover FILE OUT     take the readable rows of the damaged database FILE into the
                             new database OUT, and tell what was lost; FILE stays as it is

      The key of encrypted databases is taken from the variable PYDB_ENCRYPTION_KEY; a person
      who opens one or looks into it is asked otherwise.

      Ends with 0 if all went well, 1 if the command line makes no sense, 2 if the database or
      a file cannot be opened, 3 if a statement failed or something was found to be wrong.
      """;

  private final @Nullable String key;
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Settings settings = new Settings();
  private final List<String[]> scripts = new ArrayList<>();

  private CommandLine(@Nullable String key, InputStream in, PrintStream out, PrintStream err) {
    this.key = key;
    this.in = in;
    this.out = writer(out);
    this.err = writer(err);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  /** Does what the arguments say and ends the JVM. */
  public static void main(String[] args) {
    System.exit(run(args, System.getenv(KEY_VARIABLE), System.in, System.out, System.err));
  }

  /** Does what the arguments say and gives the code to end with. */
  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    return run(args, null, in, out, err);
  }

  /**
   * Does the same.
   *
   * @param key of encrypted databases, or null
   */
  static int run(
      String[] args, @Nullable String key, InputStream in, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(key, in, out, err);
    try {
      return line.dispatch(args, utf8(out), utf8(err));
    } finally {
      line.out.flush();
      line.err.flush();
    }
  }

  private int dispatch(String[] args, PrintStream outStream, PrintStream errStream) {
    List<String> words = Arrays.asList(args);
    String first = words.isEmpty() ? "" : words.get(0);
    return switch (first) {
      case "recover" ->
          words.size() == 3
              ? new Recover(key == null ? KeySource.NONE : key::toCharArray, outStream, errStream)
                  .run(args[1], args[2])
              : usage("recover takes FILE and OUT");
      case "dump" ->
          words.size() == 3
              ? new Dump(key, screen()).dump(args[1], args[2])
              : usage("dump takes FILE and OUT");
      case "restore" ->
          words.size() == 3
              ? new Dump(key, screen()).restore(args[1], args[2])
              : usage("restore takes SCRIPT and FILE");
      case "check" -> words.size() == 2 ? command(args[1], "\\check") : usage("check takes FILE");
      case "backup" ->
          words.size() == 3
              ? command(args[1], "\\backup " + quoted(args[2]))
              : usage("backup takes FILE and OUT");
      case "import" ->
          words.size() == 4
              ? command(args[1], "\\import " + quoted(args[3]) + " " + args[2])
              : usage("import takes FILE, TABLE and CSV");
      case "pages", "page", "tree", "log" ->
          words.size() > 1 ? inspect(words) : usage(first + " takes FILE");
      case "serve" -> serve(words);
      case "--help", "-h" -> {
        out.print(USAGE);
        yield ExitCode.OK;
      }
      default -> shell(words);
    };
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private static String quoted(String file) {
    return "'" + file.replace("'", "''") + "'";
  }

  private int usage(String what) {
    err.println(what);
    err.println();
    err.print(USAGE);
    return ExitCode.USAGE;
  }

  private int serve(List<String> words) {
    try {
      return new Serve(key, out, err).run(words);
    } catch (CommandFailure e) {
      return usage(String.valueOf(e.getMessage()));
    }
  }

  /** Runs one command of the shell on a database that is there. */
  private int command(String database, String command) {
    settings.onErrorStop = true;
    scripts.add(new String[] {"-c", command});
    return open(Target.existing(database, key));
  }

  /** Looks into a file, without opening the database. */
  private int inspect(List<String> words) {
    List<String> command = new ArrayList<>(words);
    Target target = Target.existing(command.remove(1), key);
    try {
      Inspection.show(target, () -> askKey(target), command, out);
      return ExitCode.OK;
    } catch (CommandFailure e) {
      new Failures(err).tell("", String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      new Failures(err).tell("", e);
    }
    return ExitCode.CANNOT_OPEN;
  }

  /** Asks who sits at the terminal for a key, without showing it; null if nobody sits there. */
  @SuppressWarnings("SystemConsoleNull") // As in Terminals.
  private char @Nullable [] askKey(Target target) {
    Console console = System.console();
    return isInteractive() && console != null ? console.readPassword("Key of %s: ", target) : null;
  }

  private boolean isInteractive() {
    return in == System.in && Terminals.isInteractive();
  }

  private int shell(List<String> words) {
    @Nullable String database = null;
    settings.onErrorStop = true;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--csv" -> settings.format = Settings.Format.CSV;
        case "--json" -> settings.format = Settings.Format.JSON;
        case "-q", "--quiet" -> settings.quiet = true;
        case "--keep-going" -> settings.onErrorStop = false;
        case "-c", "-f" -> {
          if (++i == words.size()) {
            return usage(word + " wants something behind it");
          }
          scripts.add(new String[] {word, words.get(i)});
        }
        default -> {
          if (word.startsWith("-") || database != null) {
            return usage(
                database == null ? "there is no option " + word : "one database at a time");
          }
          database = word;
        }
      }
    }
    settings.quiet |= settings.format != Settings.Format.ALIGNED;
    return open(database == null ? Target.memory() : Target.of(database, key));
  }

  private int open(Target target) {
    try (PydbConnection connection = target.source().getConnection().unwrap(PydbConnection.class)) {
      return scripts.isEmpty() && isInteractive()
          ? talk(connection, target)
          : runScripts(connection, target);
    } catch (SQLException e) {
      char[] asked = KEY_IS_MISSING.equals(e.getSQLState()) ? askKey(target) : null;
      if (asked != null) {
        return open(target.withKey(String.valueOf(asked)));
      }
      new Failures(err).tell("", e);
    } catch (IOException e) {
      err.println("ERROR: " + e);
    }
    return ExitCode.CANNOT_OPEN;
  }

  /** For scripts and commands. */
  private Screen screen() {
    return new Screen(out, err, null, isInteractive() && Terminals.showsErrors());
  }

  private int runScripts(PydbConnection connection, Target target) throws IOException {
    try (Shell shell = new Shell(connection, target, screen(), settings)) {
      if (scripts.isEmpty()) {
        return shell.run(new TextLines(new InputStreamReader(in, StandardCharsets.UTF_8), "stdin"));
      }
      for (String[] script : scripts) {
        int code =
            script[0].equals("-c")
                ? shell.run(new TextLines(new StringReader(script[1]), "-c"))
                : runFile(shell, Path.of(script[1]));
        if (code != ExitCode.OK) {
          return code;
        }
      }
      return ExitCode.OK;
    }
  }

  private int runFile(Shell shell, Path file) {
    try {
      return shell.run(file);
    } catch (IOException | CommandFailure e) {
      err.println("ERROR: " + Shell.message(e));
      return ExitCode.CANNOT_OPEN;
    }
  }

  private int talk(PydbConnection connection, Target target) throws IOException {
    settings.onErrorStop = false;
    try (Terminal terminal = Terminals.open()) {
      Screen screen = new Screen(terminal.writer(), terminal.writer(), terminal, true);
      try (Shell shell = new Shell(connection, target, screen, settings)) {
        terminal.handle(Terminal.Signal.INT, signal -> shell.cancel());
        shell.tell("Connected to " + target + ". \\help lists commands, \\q ends.");
        return shell.run(new EditedLines(terminal, new Completion(connection)));
      }
    }
  }
}
