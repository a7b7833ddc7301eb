package org.pydb.examples.benchmarks.growth;

import java.nio.file.Path;
import java.util.List;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * pydb and SQLite with more and more rows, after many updates, and with many tables. From 10
 * million rows on a database is four times as large as the memory that it may use for pages.
 */
public final class GrowthRun {
  private static final int ROWS_MIN = 10_000;
  private static final int UPDATED_ROWS = 1_000_000;
  private static final int TABLES = 10_000;

  private GrowthRun() {}

  /**
   * Runs, and reports.
   *
   * @param databases where databases are made, below that
   * @param rowsMax how far tables grow
   */
  public static void run(Path databases, int rowsMax, Report report) throws Exception {
    List<Peer> peers = List.of(Peers.pydb(), Peers.sqlite());
    TextTable ledgers = LedgerTrial.table();
    for (Peer peer : Peers.forReading()) {
      LedgerTrial.run(peer, databases, ledgers);
    }
    TextTable rows = RowsTrial.table();
    for (long count = ROWS_MIN; count <= rowsMax; count *= 10) {
      for (Peer peer : peers) {
        RowsTrial.run(peer, databases, (int) count, rows);
        report.say(peer.name() + ": " + count + " rows are done");
      }
    }
    TextTable updates = UpdatesTrial.table();
    for (Peer peer : peers) {
      UpdatesTrial.run(peer, databases, Math.min(rowsMax, UPDATED_ROWS), updates);
    }
    TextTable tables = TablesTrial.table();
    for (Peer peer : peers) {
      TablesTrial.run(peer, databases, Math.min(rowsMax, TABLES), tables);
    }
    report.show(ledgers);
    report.show(rows);
    report.show(updates);
    report.show(tables);
    report.publish(
        "growth",
        "Taken on: "
            + Machine.describe(databases)
            + ".\n\n"
            + String.join(
                "\n", ledgers.markdown(), rows.markdown(), updates.markdown(), tables.markdown()));
  }
}
