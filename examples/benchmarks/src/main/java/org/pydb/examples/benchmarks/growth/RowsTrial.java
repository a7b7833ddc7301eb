package org.pydb.examples.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/** Fills a table, closes the database, opens it and reads it. */
final class RowsTrial {
  private static final int OPENINGS = 5;

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
      long bytes = bytes(directory);
      double open = open(peer, directory, rows);
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

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static double open(Peer peer, Path directory, int rows) throws SQLException {
    double[] millis = new double[OPENINGS];
    for (int i = 0; i < OPENINGS; i++) {
      long start = System.nanoTime();
      PeerDatabase database = PeerDatabase.open(peer, directory);
      try (Statement statement = database.connection().createStatement();
          ResultSet row = statement.executeQuery("select count(*) from account")) {
        row.next();
        if (row.getLong(1) != rows) {
          throw new IllegalStateException(row.getLong(1) + " rows instead of " + rows);
        }
        millis[i] = (System.nanoTime() - start) / 1e6;
      } finally {
        database.closeFiles();
      }
    }
    Arrays.sort(millis);
    return millis[OPENINGS / 2];
  }
}
