package org.pydb.jdbc.storm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;

/**
 * The program that is killed: eight threads run {@link Invariants}. It prints
 *
 * <pre>
 * took NUMBER      a commit that took this number has returned
 * failed REASON    the end, before anybody killed it
 * </pre>
 */
final class InvariantsProcess {
  private static final int THREADS = 8;

  private InvariantsProcess() {}

  /** Takes the URL, the isolation level and a seed. */
  public static void main(String[] arguments) throws SQLException {
    StormProcess.endWithInput();
    String url = arguments[0];
    int level = Integer.parseInt(arguments[1]);
    Random seeds = new Random(Long.parseLong(arguments[2]));
    try (Connection connection = DriverManager.getConnection(url)) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seeds.nextLong());
        StormProcess.start(() -> run(url, level, random));
      }
      StormProcess.checkpoints(connection);
    } catch (Throwable e) {
      StormProcess.fail(e);
    }
  }

  private static void run(String url, int level, Random random) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setTransactionIsolation(level);
      Invariants invariants = new Invariants(connection, random);
      while (true) {
        long number = invariants.run();
        if (number > 0) {
          StormProcess.say("took " + number);
        }
      }
    }
  }
}
