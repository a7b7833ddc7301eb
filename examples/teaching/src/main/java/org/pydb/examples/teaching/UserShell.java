package org.pydb.examples.teaching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.EngineException;

/**
 * A command line over one table, as teaching engines have it:
 *
 * <pre>
 *   db &gt; insert 1 anirudh someone@example.com
 *   db &gt; select
 *   db &gt; where email=someone@example.com
 *   db &gt; .exit
 * </pre>
 *
 * <p>A line that makes no sense is answered by what would, and the next one is read.
 */
public final class UserShell {
  private static final String PROMPT = "db > ";
  private static final String USAGE =
      "commands are: insert ID NAME EMAIL | select | where email=EMAIL | .exit";
  private static final Pattern INSERT = Pattern.compile("insert\\s+(\\S+)\\s+(\\S+)\\s+(\\S+)");
  private static final Pattern WHERE = Pattern.compile("where\\s+email\\s*=\\s*(\\S+)");
  private static final int SHOWN_MAX = 160;

  private final Users users;
  private final PrintStream out;

  private UserShell(Users users, PrintStream out) {
    this.users = users;
    this.out = out;
  }

  /**
   * Opens a file, or makes it, and reads commands.
   *
   * @param arguments the file, {@code target/users.pydb} if none is given
   */
  public static void main(String[] arguments) throws IOException {
    Path file =
        Path.of(arguments.length == 0 ? "target/users.pydb" : arguments[0]).toAbsolutePath();
    Files.createDirectories(file.getParent());
    try (Users users = Users.open(DatabaseOptions.at(file));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      run(users, in, new PrintStream(System.out, true, UTF_8));
    }
  }

  /** Answers each line until {@code .exit}, or the end of all lines. */
  static void run(Users users, BufferedReader in, PrintStream out) throws IOException {
    UserShell shell = new UserShell(users, out);
    out.print(PROMPT);
    out.flush();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.strip();
      if (command.equals(".exit")) {
        return;
      }
      shell.answer(command);
      out.print(PROMPT);
      out.flush();
    }
    out.println();
  }

  private void answer(String command) {
    Matcher insert = INSERT.matcher(command);
    Matcher where = WHERE.matcher(command);
    try {
      if (insert.matches()) {
        insert(insert.group(1), insert.group(2), insert.group(3));
      } else if (command.equals("select")) {
        show(users::forEach);
      } else if (where.matches()) {
        show(taker -> users.forEachWithEmail(where.group(1), taker));
      } else if (!command.isEmpty()) {
        out.println("\"" + shortened(command) + "\" is no command; " + USAGE);
      }
    } catch (EngineException e) {
      out.println("refused: " + shortened(String.valueOf(e.getMessage())));
    }
  }

  private void insert(String number, String name, String email) {
    long id;
    try {
      id = Long.parseLong(number);
    } catch (NumberFormatException e) {
      id = 0;
    }
    if (id <= 0) {
      out.println("\"" + shortened(number) + "\" is no id: ids are whole numbers from 1");
      return;
    }
    users.insert(new User(id, name, email));
    out.println("inserted.");
  }

  private void show(Consumer<Consumer<User>> query) {
    int[] count = {0};
    query.accept(
        user -> {
          out.println("(" + user.id() + ", " + user.name() + ", " + user.email() + ")");
          count[0]++;
        });
    out.println(count[0] + (count[0] == 1 ? " row." : " rows."));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
