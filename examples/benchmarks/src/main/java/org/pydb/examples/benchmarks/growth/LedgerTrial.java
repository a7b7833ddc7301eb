package org.pydb.examples.benchmarks.growth;

import java.nio.file.Path;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Ledger;

/** Loads 200,000 rows with two indexes, closes the database, and opens it. */
final class LedgerTrial {

  private LedgerTrial() {}

  static TextTable table() {
    return new TextTable("200,000 rows, 2 indexes", "files, MB", "open + count(*), ms");
  }

  static void run(Peer peer, Path databases, TextTable table) throws Exception {
    Path directory = Directories.create(databases, "growth-");
    try {
      PeerDatabase database = PeerDatabase.open(peer, directory);
      try {
        Ledger.create(database);
      } finally {
        database.closeFiles();
      }
      ClosedFiles files = new ClosedFiles(peer, directory);
      table.add(
          peer.name(),
          Numbers.megabytes(files.bytes()),
          Numbers.format(files.open("booking", Ledger.ROWS)));
    } finally {
      Directories.remove(directory);
    }
  }
}
