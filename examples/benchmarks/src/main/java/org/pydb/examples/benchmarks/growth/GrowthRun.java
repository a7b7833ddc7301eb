package org.pydb.examples.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * pydb and SQLite with more and more rows, after many updates, with many tables and in a large
 * file. From 10 million rows on a database is four times as large as the memory that it may use for
 * pages.
 */
public final class GrowthRun {
  private static final int ROWS_MIN = 10_000;

  /** With so many rows, what runs is compiled. */
  private static final int WARM_UP_ROWS = 200_000;

  private static final int UPDATED_ROWS = 1_000_000;
  private static final int TABLES = 10_000;

  private final Path databases;
  private final Predicate<String> wanted;
  private final Report report;

  private GrowthRun(Path databases, Predicate<String> wanted, Report report) {
    this.databases = databases;
    this.wanted = wanted;
    this.report = report;
  }

  /** Something that is tried with a database. */
  private interface Trial {

    void run(Peer peer, Path databases, TextTable table) throws Exception;
  }

  /**
   * Runs, and reports.
   *
   * @param databases where databases are made, below that
   * @param rowsMax how far tables grow
   * @param gigabytes how large the large file is
   * @param wanted which parts run, by name: {@code files}, {@code rows}, {@code updates}, {@code
   *     tables}, {@code commits}, {@code large-file}
   */
  public static void run(
      Path databases, int rowsMax, int gigabytes, Predicate<String> wanted, Report report)
      throws Exception {
    GrowthRun run = new GrowthRun(databases, wanted, report);
    List<Peer> two = List.of(Peers.pydb(), Peers.sqlite());
    List<Peer> all = Peers.forReading();
    // What is native does not allocate on the heap.
    List<Peer> inJava = all.stream().filter(p -> !p.name().equals(Peers.SQLITE)).toList();
    int updated = Math.min(rowsMax, UPDATED_ROWS);
    int tables = Math.min(rowsMax, TABLES);
    run.part("files", all, LedgerTrial.table(), LedgerTrial::run);
    run.rows(two, rowsMax);
    run.part("updates", two, UpdatesTrial.table(), (p, d, t) -> UpdatesTrial.run(p, d, updated, t));
    run.part("tables", two, TablesTrial.table(), (p, d, t) -> TablesTrial.run(p, d, tables, t));
    run.part("commits", inJava, CommitsTrial.table(), CommitsTrial::run);
    run.part(
        "large-file",
        two,
        LargeFileTrial.table(),
        (p, d, t) -> LargeFileTrial.run(p, d, gigabytes, t));
  }

  private void part(String name, List<Peer> peers, TextTable table, Trial trial) throws Exception {
    if (wanted.test(name)) {
      for (Peer peer : peers) {
        trial.run(peer, databases, table);
        report.say(peer.name() + ": " + name + " done");
      }
      publish(name, table);
    }
  }

  private void rows(List<Peer> peers, int rowsMax) throws Exception {
    if (wanted.test("rows")) {
      TextTable table = RowsTrial.table();
      for (Peer peer : peers) {
        RowsTrial.run(peer, databases, WARM_UP_ROWS, RowsTrial.table());
      }
      for (long count = ROWS_MIN; count <= rowsMax; count *= 10) {
        for (Peer peer : peers) {
          RowsTrial.run(peer, databases, (int) count, table);
          report.say(peer.name() + ": " + count + " rows are done");
        }
      }
      publish("rows", table);
    }
  }

  private void publish(String name, TextTable table) throws IOException {
    report.show(table);
    report.publish(
        "growth-" + name, "Taken on: " + Machine.describe(databases) + ".\n\n" + table.markdown());
  }
}
