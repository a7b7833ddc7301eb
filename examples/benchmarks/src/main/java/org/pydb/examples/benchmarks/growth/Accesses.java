package org.pydb.examples.benchmarks.growth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Timer;

/** How the accounts of a database are read, and how long that takes. */
final class Accesses {
  private static final int MILLIS = 500;
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 5;

  private Accesses() {}

  /** Microseconds that a row takes to be read by its key, keys at random. */
  static double read(Connection connection, int rows) throws Exception {
    Random random = new Random(8);
    try (PreparedStatement select =
        connection.prepareStatement("select balance, note from account where id = ?")) {
      return median(() -> Timer.microsEachFor(MILLIS, i -> readOne(select, random.nextInt(rows))));
    }
  }

  private static void readOne(PreparedStatement select, long id) throws SQLException {
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next() || row.getString(2).isEmpty()) {
        throw new IllegalStateException("account " + id + " is not there");
      }
    }
  }

  /** Nanoseconds that a row takes in a scan of all. */
  static double scan(Connection connection, int rows) throws Exception {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select count(*), sum(balance), max(note) from account where id >= 0")) {
      return median(() -> Timer.microsEachFor(1, i -> readAll(query, rows)) * 1e3 / rows);
    }
  }

  private static void readAll(PreparedStatement query, int rows) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      row.next();
      if (row.getLong(1) != rows) {
        throw new IllegalStateException(row.getLong(1) + " rows instead of " + rows);
      }
    }
  }

  /** One round of work. */
  private interface Round {

    double run() throws Exception;
  }

  private static double median(Round round) throws Exception {
    double[] figures = new double[ROUNDS];
    for (int i = -WARM_UPS; i < ROUNDS; i++) {
      double figure = round.run();
      if (i >= 0) {
        figures[i] = figure;
      }
    }
    Arrays.sort(figures);
    return figures[ROUNDS / 2];
  }
}
