package org.pydb.examples.benchmarks.growth;

import java.nio.file.Path;
import java.util.Locale;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/** Fills a table, closes the database, opens it and reads it. */
final class RowsTrial {
  private RowsTrial() {}

  static TextTable table() {
    return new TextTable(
        "",
        "rows",
        "insert, µs a row",
        "read by key, µs",
        "scan, ns a row",
        "files, MB",
        "open + count(*), ms");
  }

  static void run(Peer peer, Path databases, int rows, TextTable table) throws Exception {
    Path directory = Directories.create(databases, "growth-");
    try {
      PeerDatabase database = PeerDatabase.open(peer, directory);
      long start = System.nanoTime();
      Accounts.create(database.connection(), rows);
      double insert = (System.nanoTime() - start) / 1e3 / rows;
      database.closeFiles();
      ClosedFiles files = new ClosedFiles(peer, directory);
      long bytes = files.bytes();
      double open = files.open("account", rows);
      database = PeerDatabase.open(peer, directory);
      try {
        table.add(
            peer.name(),
            String.format(Locale.ROOT, "%,d", rows),
            Numbers.format(insert),
            Numbers.format(Accesses.read(database.connection(), rows)),
            Numbers.format(Accesses.scan(database.connection(), rows)),
            Numbers.megabytes(bytes),
            Numbers.format(open));
      } finally {
        database.closeFiles();
      }
    } finally {
      Directories.remove(directory);
    }
  }
}
