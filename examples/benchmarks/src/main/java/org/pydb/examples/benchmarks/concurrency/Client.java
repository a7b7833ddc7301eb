package org.pydb.examples.benchmarks.concurrency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** Something that a client does over and over again. Used by one thread at a time. */
@FunctionalInterface
interface Client {

  /** Does it once. */
  void run() throws Exception;

  /** Reads two columns of a random row by its key. */
  static Client reader(PeerDatabase database, int rows, long seed) throws SQLException {
    Connection connection = database.connect();
    PreparedStatement select =
        connection.prepareStatement("select name, stock from item where id = ?");
    Random random = new Random(seed);
    return () -> {
      select.setInt(1, random.nextInt(rows));
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getString(1).isEmpty()) {
          throw new IllegalStateException("the row is not there");
        }
      }
    };
  }

  /** Updates a random row out of every {@code of}-th, and commits durably. */
  static Client writer(PeerDatabase database, int rows, int which, int of) throws SQLException {
    Connection connection = database.connect();
    PreparedStatement update =
        connection.prepareStatement("update item set stock = ? where id = ?");
    Random random = new Random(which);
    return () -> {
      update.setInt(1, random.nextInt(1_000));
      update.setInt(2, random.nextInt(rows / of) * of + which);
      expectOne(update.executeUpdate());
      database.peer().afterCommit(connection);
    };
  }

  /** Counts one in a row that all share, and commits durably. */
  static Client counter(PeerDatabase database) throws SQLException {
    Connection connection = database.connect();
    PreparedStatement update =
        connection.prepareStatement("update counter set n = n + 1 where id = 1");
    return () -> {
      expectOne(update.executeUpdate());
      database.peer().afterCommit(connection);
    };
  }

  /** Something to do for a processor alone, without memory, locks or allocation. */
  static Client arithmetic() {
    long[] state = {System.nanoTime() | 1};
    return () -> {
      long x = state[0];
      for (int i = 0; i < 1_000; i++) {
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
      }
      state[0] = x;
    };
  }

  private static void expectOne(int count) {
    if (count != 1) {
      throw new IllegalStateException(count + " rows were updated instead of one");
    }
  }
}
