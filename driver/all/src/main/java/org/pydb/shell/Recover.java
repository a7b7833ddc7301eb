package org.pydb.shell;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.salvage.SalvageReport;

/** {@code recover FILE OUT}: progress goes to one stream, the result to another. */
final class Recover {
  private static final int NUMBER_WIDTH = 12;

  private final KeySource key;
  private final PrintStream out;
  private final PrintStream progress;

  /** One that has the key of both databases. */
  Recover(KeySource key, PrintStream out, PrintStream progress) {
    this.key = key;
    this.out = out;
    this.progress = progress;
  }

  /** Runs it and returns the code to end with. */
  int run(String file, String target) {
    try {
      SalvageReport report =
          Database.salvage(
              source(Path.of(file)).withKey(key),
              DatabaseOptions.at(Path.of(target)).withKey(key),
              this::tell);
      print(report);
      return report.isWhole() ? ExitCode.OK : ExitCode.FAILED;
    } catch (EngineException | IllegalArgumentException e) {
      progress.println(
          "recover: "
              + (e instanceof InvalidPathException ? "no path: " : "")
              + String.valueOf(e.getMessage()).replaceFirst("[^.]$", "$0.")
              + " Nothing was written.");
      return ExitCode.CANNOT_OPEN;
    }
  }

  /** The file of exactly this name if there is one: somebody may have moved it out of the way. */
  private static DatabaseOptions source(Path path) {
    DatabaseOptions usual = DatabaseOptions.at(path);
    String exact = String.valueOf(path.getFileName());
    return usual.vfs().exists(exact)
        ? new DatabaseOptions(usual.vfs(), exact, usual.mode(), usual.poolBytes(), usual.executor())
        : usual;
  }

  private void tell(String step, long done, long total) {
    progress.println(total == 0 ? step + ": " + done : step + ": " + done + " of " + total);
  }

  private void print(SalvageReport report) {
    int width = "table".length();
    for (SalvageReport.Table table : report.tables()) {
      width = Math.max(width, table.name().length());
    }
    line(width, "table", "rows", "lost");
    for (SalvageReport.Table table : report.tables()) {
      long lost = table.lost();
      line(
          width,
          table.name(),
          Long.toString(table.rows()),
          lost == SalvageReport.UNKNOWN ? "?" : Long.toString(lost));
      table.findings().forEach(finding -> out.println("  " + finding));
    }
    if (!report.findings().isEmpty()) {
      out.println();
      report.findings().forEach(out::println);
    }
    out.println();
    out.println(report.isWhole() ? "Nothing was damaged." : "Some of it was damaged: see above.");
  }

  private void line(int width, String name, String rows, String lost) {
    out.println(
        name
            + " ".repeat(width - name.length())
            + " ".repeat(Math.max(1, NUMBER_WIDTH - rows.length()))
            + rows
            + " ".repeat(Math.max(1, NUMBER_WIDTH - lost.length()))
            + lost);
  }
}
