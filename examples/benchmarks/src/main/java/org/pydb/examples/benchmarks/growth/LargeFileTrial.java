package org.pydb.examples.benchmarks.growth;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;

/** Fills a database with values of 100 KB, opens it again and again, and reads one by its key. */
final class LargeFileTrial {
  private static final int VALUE_BYTES = 100_000;
  private static final int VALUES_PER_COMMIT = 100;
  private static final int OPENINGS = 5;

  private LargeFileTrial() {}

  static TextTable table() {
    return new TextTable("a large file", "files, MB", "write, MB/s", "open + read one, ms");
  }

  static void run(Peer peer, Path databases, int gigabytes, TextTable table) throws Exception {
    Path directory = Directories.create(databases, "growth-");
    int values = (int) (gigabytes * 1_000_000_000L / VALUE_BYTES);
    try {
      long start = System.nanoTime();
      PeerDatabase database = PeerDatabase.open(peer, directory);
      try {
        fill(database.connection(), values);
      } finally {
        database.closeFiles();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      table.add(
          peer.name(),
          Numbers.megabytes(new ClosedFiles(peer, directory).bytes()),
          Numbers.format(values * (VALUE_BYTES / 1e6) / seconds),
          Numbers.format(open(peer, directory, values)));
    } finally {
      Directories.remove(directory);
    }
  }

  private static void fill(Connection connection, int values) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create table value (id integer not null primary key, bytes bytea)");
    }
    connection.setAutoCommit(false);
    byte[] bytes = new byte[VALUE_BYTES];
    new Random(9).nextBytes(bytes);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into value values (?, ?)")) {
      for (int id = 0; id < values; id++) {
        bytes[id % VALUE_BYTES]++;
        insert.setInt(1, id);
        insert.setBytes(2, bytes);
        insert.executeUpdate();
        if ((id + 1) % VALUES_PER_COMMIT == 0 || id + 1 == values) {
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  /** Milliseconds, the least of some times: the first ones find the system's cache full. */
  private static double open(Peer peer, Path directory, int values) throws SQLException {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < OPENINGS; i++) {
      long start = System.nanoTime();
      PeerDatabase database = PeerDatabase.open(peer, directory);
      try {
        readOne(database.connection(), values / 2 + i);
        least = Math.min(least, (System.nanoTime() - start) / 1e6);
      } finally {
        database.closeFiles();
      }
    }
    return least;
  }

  private static void readOne(Connection connection, int id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select bytes from value where id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getBytes(1).length != VALUE_BYTES) {
          throw new IllegalStateException("value " + id + " is not there");
        }
      }
    }
  }
}
