package org.pydb.examples.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/** Updates as many rows at random as there are, and scans before and after. */
final class UpdatesTrial {
  private static final String WRITTEN = "write_bytes:";

  private UpdatesTrial() {}

  static TextTable table() {
    return new TextTable(
        "after updates of random rows",
        "update, µs a row",
        "written to disk, bytes a byte",
        "scan before, ns a row",
        "after",
        "beside before");
  }

  static void run(Peer peer, Path databases, int rows, TextTable table) throws Exception {
    try (PeerDatabase database = PeerDatabase.create(peer, databases)) {
      Accounts.create(database.connection(), rows);
      double before = Accesses.scan(database.connection(), rows);
      Connection connection = database.connect();
      Accounts accounts = new Accounts(connection, rows);
      long written = written();
      long start = System.nanoTime();
      long updated = 0;
      while (updated < rows) {
        updated += accounts.updateSome();
      }
      double micros = (System.nanoTime() - start) / 1e3 / updated;
      double after = Accesses.scan(database.connection(), rows);
      table.add(
          peer.name(),
          Numbers.format(micros),
          written < 0
              ? "-"
              : Numbers.format((double) (written() - written) / updated / Accounts.ROW_BYTES),
          Numbers.format(before),
          Numbers.format(after),
          Numbers.ratio(after / before));
    }
  }

  /** What this process has sent to disks; negative where nobody tells. */
  private static long written() throws IOException {
    Path file = Path.of("/proc/self/io");
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(WRITTEN)) {
          return Long.parseLong(line.substring(WRITTEN.length()).strip());
        }
      }
    }
    return -1;
  }
}
