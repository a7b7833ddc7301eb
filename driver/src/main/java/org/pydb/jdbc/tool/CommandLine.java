package org.pydb.jdbc.tool;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The commands of {@code java -jar pydb-all.jar}.
 *
 * <pre>
 *   recover FILE OUT     takes the readable rows of a damaged database into a new one
 *   dump FILE OUT        writes a database as a script of SQL
 *   restore SCRIPT FILE  makes a new database of such a script
 * </pre>
 */
public final class CommandLine {
  private static final int USAGE = 2;

  private CommandLine() {}

  /** Runs a command and ends the JVM: with 0 if all went well. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /**
   * Runs a command.
   *
   * @return 0 if all went well, 1 if something was lost, 2 if nothing was done
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length == 3 && args[0].equals("recover")) {
      return new Recover(out, err).run(args[1], args[2]);
    }
    if (args.length == 3 && args[0].equals("dump")) {
      return new Dump(out, err).dump(args[1], args[2]);
    }
    if (args.length == 3 && args[0].equals("restore")) {
      return new Dump(out, err).restore(args[1], args[2]);
    }
    err.println("usage: java -jar pydb-all.jar recover FILE OUT");
    err.println();
    err.println(
        "  Takes the readable rows of the damaged database FILE into the new database OUT,");
    err.println("  and tells what was lost. FILE and its log stay as they are; nobody may have it");
    err.println(
        "  open. Ends with 0 if nothing was lost, 1 if something was, 2 if there is no OUT.");
    err.println();
    err.println("       java -jar pydb-all.jar dump FILE OUT");
    err.println("       java -jar pydb-all.jar restore SCRIPT FILE");
    err.println();
    err.println(
        "  Write the database FILE as the script OUT of SQL, and make a new database FILE of");
    err.println("  such a script. End with 0, or with 2 if nothing was made.");
    return USAGE;
  }
}
