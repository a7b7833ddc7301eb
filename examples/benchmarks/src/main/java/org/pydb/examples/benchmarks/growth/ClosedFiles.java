package org.pydb.examples.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * The files of a database that was closed.
 *
 * @param peer whose they are
 * @param directory where they are
 */
record ClosedFiles(Peer peer, Path directory) {
  private static final int WARM_UPS = 30;
  private static final int OPENINGS = 9;

  /** How much room they take. */
  long bytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /**
   * Milliseconds to open the database and count the rows of a table, in a JVM that has done so
   * before; the median of some times.
   */
  double open(String table, int rows) throws SQLException {
    double[] millis = new double[OPENINGS];
    for (int i = -WARM_UPS; i < OPENINGS; i++) {
      long start = System.nanoTime();
      PeerDatabase database = PeerDatabase.open(peer, directory);
      try (Statement statement = database.connection().createStatement();
          ResultSet row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        if (row.getLong(1) != rows) {
          throw new IllegalStateException(row.getLong(1) + " rows instead of " + rows);
        }
        millis[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
      } finally {
        database.closeFiles();
      }
    }
    Arrays.sort(millis);
    return millis[OPENINGS / 2];
  }
}
