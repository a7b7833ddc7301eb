package org.pydb.jdbc.storm;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * The program that is killed. Its writers go on where they find the database, each over its own
 * connection, while another thread demands checkpoints. It prints
 *
 * <pre>
 * from WRITER NUMBER         the last transaction that the writer found
 * committed WRITER NUMBER    a commit has returned
 * failed REASON              the end, before anybody killed it
 * </pre>
 */
final class StormProcess {
  static final int WRITERS = 4;

  private final String url;
  private final long seed;

  private StormProcess(String url, long seed) {
    this.url = url;
    this.seed = seed;
  }

  /** Takes the URL and the seed. */
  public static void main(String[] arguments) throws SQLException {
    endWithInput();
    StormProcess storm = new StormProcess(arguments[0], Long.parseLong(arguments[1]));
    try (Connection connection = DriverManager.getConnection(storm.url)) {
      if (isNew(connection)) {
        SqlLedger.createSchema(connection, WRITERS, storm.seed % 2 == 0);
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        start(() -> storm.write(number));
      }
      checkpoints(connection);
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Whether there are no tables yet. */
  static boolean isNew(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select count(*) from progress").close();
      return false;
    } catch (SQLException e) {
      if ("42P01".equals(e.getSQLState())) {
        return true;
      }
      throw e;
    }
  }

  private void write(int writer) throws SQLException {
    StormScript script = new StormScript(seed, writer);
    try (Connection connection = DriverManager.getConnection(url)) {
      long number = progress(connection, writer);
      say("from " + writer + " " + number);
      connection.setAutoCommit(false);
      SqlLedger ledger = new SqlLedger(connection, writer);
      while (true) {
        number++;
        if (script.isRolledBackFirst(number)) {
          ledger.attempt(script, number);
          connection.rollback();
        }
        while (!ledger.attempt(script, number) || !ledger.commit()) {
          connection.rollback(); // Another writer was faster.
        }
        say("committed " + writer + " " + number);
      }
    }
  }

  /** The last transaction of a writer that is there. */
  static long progress(Connection connection, int writer) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select number from progress where writer = " + writer)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Demands checkpoints for ever. */
  static void checkpoints(Connection connection) throws SQLException, InterruptedException {
    Random random = new Random();
    try (Statement statement = connection.createStatement()) {
      while (true) {
        Thread.sleep(random.nextInt(100));
        statement.execute("checkpoint");
      }
    }
  }

  /** What a thread does. */
  interface Work {
    void run() throws Exception;
  }

  /** Does it in a thread; a failure ends the process. */
  static void start(Work work) {
    new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                fail(e);
              }
            })
        .start();
  }

  /** One write to the pipe, which no kill can cut in two. */
  static void say(String line) {
    System.out.println(line);
  }

  /** Ends the process before anybody kills it. */
  static void fail(Throwable e) {
    e.printStackTrace();
    say("failed " + e);
    Runtime.getRuntime().halt(1);
  }

  /** Nobody stays behind when the test ends. */
  static void endWithInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.read();
              } catch (IOException e) {
                // The end of it as well.
              }
              System.exit(2);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
