package org.pydb.examples.benchmarks.concurrency;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * How long another client waits for its commits, to the same table or another one, while one
 * transaction inserts a million rows.
 */
final class BigCommit {
  private static final int ROWS = 1_000_000;
  private static final int BATCH = 1_000;

  /** What the big transaction does at the moment. */
  private enum Phase {
    WRITING,
    COMMITTING,
    OVER
  }

  /**
   * What came out, in milliseconds.
   *
   * @param writingMillis how long the big transaction wrote
   * @param committingMillis how long its commit took
   * @param longestWhileWriting the longest commit of the other client meanwhile
   * @param longestWhileCommitting the same, of those that the big commit overlapped
   * @param commits how many commits the other client had in all
   */
  record Outcome(
      double writingMillis,
      double committingMillis,
      double longestWhileWriting,
      double longestWhileCommitting,
      int commits) {}

  private final PeerDatabase database;

  /** The table to which the other client commits. */
  private final String table;

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WRITING);

  private BigCommit(PeerDatabase database, String table) {
    this.database = database;
    this.table = table;
  }

  static Outcome run(Peer peer, Path databases, boolean sameTable) throws Exception {
    try (PeerDatabase database = PeerDatabase.create(peer, databases)) {
      database.execute("create table big (id integer not null primary key, text varchar(100))");
      database.execute("create table small (id integer not null primary key, text varchar(100))");
      return new BigCommit(database, sameTable ? "big" : "small").run();
    }
  }

  private Outcome run() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Connection connection = database.connect();
      Future<double[]> waits = other.submit(() -> commitUntilOver(connection));
      long start = System.nanoTime();
      long committing;
      try {
        insertMillion(database.connection());
        phase.set(Phase.COMMITTING);
        committing = System.nanoTime();
        database.connection().commit();
      } finally {
        phase.set(Phase.OVER);
      }
      long end = System.nanoTime();
      double[] found = waits.get();
      return new Outcome(
          (committing - start) / 1e6, (end - committing) / 1e6, found[0], found[1], (int) found[2]);
    } finally {
      other.shutdown();
    }
  }

  private static void insertMillion(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("insert into big values (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setString(2, "the text of entry number " + id);
        insert.addBatch();
        if ((id + 1) % BATCH == 0) {
          insert.executeBatch();
        }
      }
    }
  }

  /** Commits one row after the other; gives the longest waits by phase, and their number. */
  private double[] commitUntilOver(Connection connection) throws SQLException {
    double[] found = new double[3];
    try (PreparedStatement insert =
        connection.prepareStatement("insert into " + table + " values (?, ?)")) {
      Phase begun = phase.get();
      while (begun != Phase.OVER) {
        long start = System.nanoTime();
        insert.setInt(1, ROWS + (int) found[2]++);
        insert.setString(2, "the text of a small entry");
        insert.executeUpdate();
        database.peer().afterCommit(connection);
        double millis = (System.nanoTime() - start) / 1e6;
        Phase ended = phase.get();
        int which = begun == Phase.WRITING && ended == Phase.WRITING ? 0 : 1;
        found[which] = Math.max(found[which], millis);
        begun = ended;
      }
    }
    return found;
  }
}
