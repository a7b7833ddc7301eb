package org.pydb.jdbc.storm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydb.jdbc.testkit.Sql;

/**
 * The program of {@link OutOfMemoryTest}. Its clients keep their ledger in memory that was taken
 * before, and it is printed at the end, when there is memory again.
 */
final class OutOfMemoryProcess {

  /** Rows of one transaction, which are there all or none. */
  static final int ROWS = 3;

  private static final int CLIENTS = 3;
  private static final int COMMITS_MAX = 20_000;

  private static final byte NONE = 0;
  private static final byte COMMITTED = 1;
  private static final byte FAILED = 2;
  private static final byte UNKNOWN = 3;
  private static final List<String> OUTCOMES = List.of("none", "committed", "failed", "unknown");

  private static final List<String> QUERIES =
      List.of(
          "select max(repeat('abcdefgh', 4000000))",
          "select length(repeat(filler, 20000)) from entry",
          "select a.filler || b.filler from entry a, entry b order by 1",
          "select count(distinct a.filler || cast(b.tx as varchar)) from entry a, entry b");

  private final String url;
  private final long nanos;
  private volatile long end;
  private final byte[][] ledger = new byte[CLIENTS][COMMITS_MAX];
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger hungry = new AtomicInteger();
  private volatile boolean databaseFailed;
  private volatile String surprise = "";

  private OutOfMemoryProcess(String url, long millis) {
    this.url = url;
    nanos = millis * 1_000_000;
  }

  /** Lives for a while. */
  public static void main(String[] arguments) throws Exception {
    OutOfMemoryProcess process = new OutOfMemoryProcess(arguments[0], Long.parseLong(arguments[1]));
    process.run(new Random(Long.parseLong(arguments[2])));
  }

  private void run(Random random) throws Exception {
    List<Thread> threads = new ArrayList<>();
    try (Connection keeper = DriverManager.getConnection(url)) {
      Sql.run(keeper, "create table entry (tx int, n int, filler varchar, primary key (tx, n))");
      Sql.run(keeper, "create table hot (id int primary key, total int not null)");
      Sql.run(keeper, "insert into hot values (0, 0)");
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        threads.add(new Thread(() -> commits(connection, client)));
      }
      Connection other = DriverManager.getConnection(url);
      Random own = new Random(random.nextLong());
      threads.add(new Thread(() -> asks(other, own)));
      threads.add(new Thread(() -> eats(random)));
      loadClasses(keeper);
      end = System.nanoTime() + nanos;
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      afterwards(keeper);
    } catch (SQLException e) {
      if (!databaseFailed) {
        throw e;
      }
    }
    print();
    System.exit(surprise.isEmpty() ? 0 : 1);
  }

  /**
   * A class that cannot be initialized for want of memory cannot be used ever again: that's Java.
   */
  private static void loadClasses(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    write(connection, 0);
    connection.rollback();
    connection.setAutoCommit(true);
    Sql.run(connection, "checkpoint");
    for (String sql : QUERIES) {
      try {
        Sql.run(connection, sql);
      } catch (OutOfMemoryError | SQLException e) {
        Thread.onSpinWait(); // As it should.
      }
    }
  }

  /** There is memory again: no lock is left, and commits go on, unless the database has failed. */
  private void afterwards(Connection keeper) throws SQLException {
    if (!databaseFailed) {
      Sql.run(keeper, "set lock_timeout = 5000");
      Sql.run(keeper, "update hot set total = total + 1 where id = 0");
      Sql.run(keeper, "checkpoint");
      String found = Sql.text(keeper, "check database");
      if (!found.equals("ok")) {
        surprise = "check database: " + found;
      }
    }
  }

  private void print() {
    StringBuilder text = new StringBuilder();
    int[] counts = new int[OUTCOMES.size()];
    for (int client = 0; client < CLIENTS; client++) {
      for (int i = 0; i < COMMITS_MAX; i++) {
        byte outcome = ledger[client][i];
        counts[outcome]++;
        if (outcome != NONE) {
          text.append("outcome ").append(client * COMMITS_MAX + i).append(' ');
          text.append(OUTCOMES.get(outcome)).append('\n');
        }
      }
    }
    text.append(surprise).append("\nsummary: ").append(counts[COMMITTED]).append(" committed, ");
    text.append(counts[FAILED]).append(" failed, ").append(counts[UNKNOWN]).append(" unknown, ");
    text.append(errors).append(" errors, ").append(hungry).append(" queries without memory");
    text.append(databaseFailed ? ", the database failed" : "");
    System.out.println(text);
  }

  private boolean goesOn() {
    return System.nanoTime() < end && !databaseFailed && surprise.isEmpty();
  }

  private void commits(Connection connection, int client) {
    for (int i = 0; i < COMMITS_MAX && goesOn(); i++) {
      byte outcome = FAILED;
      try {
        write(connection, client * COMMITS_MAX + i);
        outcome = UNKNOWN; // Until the commit says something.
        connection.commit();
        outcome = COMMITTED;
      } catch (OutOfMemoryError e) {
        outcome = FAILED;
        errors.incrementAndGet();
      } catch (SQLException e) {
        outcome = outcomeOf(e);
      } catch (Throwable e) {
        surprise = "surprise: " + e;
        e.printStackTrace(System.out);
      }
      ledger[client][i] = outcome;
      if (outcome != COMMITTED) {
        rollback(connection);
      }
    }
  }

  private byte outcomeOf(SQLException e) {
    String state = e.getSQLState();
    if (state.equals("08007")) {
      databaseFailed = true;
      return UNKNOWN;
    }
    if (state.equals("08006")) {
      databaseFailed = true;
    } else if (!state.equals("53200") && !state.equals("25P02")) {
      surprise = "surprise: " + state + " " + e;
      e.printStackTrace(System.out);
    }
    return FAILED;
  }

  private void rollback(Connection connection) {
    for (int i = 0; i < 1000; i++) {
      try {
        connection.rollback();
        return;
      } catch (OutOfMemoryError e) {
        Thread.onSpinWait();
      } catch (SQLException e) {
        surprise = "rollback: " + e;
      }
    }
  }

  /** What stands in a row. */
  static String filler(int number, int n) {
    return (number + "," + n + ";").repeat(90);
  }

  private static void write(Connection connection, int number) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("insert into entry values (?, ?, ?)");
        Statement update = connection.createStatement()) {
      for (int n = 0; n < ROWS; n++) {
        insert.setInt(1, number);
        insert.setInt(2, n);
        insert.setString(3, filler(number, n));
        insert.executeUpdate();
      }
      if (number % 4 == 0) {
        update.executeUpdate("update hot set total = total + 1 where id = 0");
      }
    }
  }

  /** Asks for more than there is. */
  private void asks(Connection connection, Random random) {
    while (goesOn()) {
      String sql = QUERIES.get(random.nextInt(QUERIES.size()));
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        try (ResultSet rows = statement.executeQuery(sql)) {
          for (int i = 0; i < 100 && rows.next(); i++) {
            String unused = rows.getString(1);
          }
        }
      } catch (OutOfMemoryError | LinkageError e) {
        hungry.incrementAndGet();
      } catch (SQLException e) {
        hungry.incrementAndGet();
        if (e.getSQLState().equals("08006")) {
          return;
        }
        if (!List.of("53200", "57014").contains(e.getSQLState())) {
          surprise = sql + ": " + e.getSQLState() + " " + e;
        }
      } catch (Throwable e) {
        surprise = sql + ": " + e;
        e.printStackTrace(System.out);
      }
    }
  }

  /** Takes all memory, keeps it for a moment, and gives it back. */
  private void eats(Random random) {
    while (goesOn()) {
      byte[][] eaten = new byte[60_000][];
      int size = 1 << 20;
      int crumb = 16 << random.nextInt(14); // At times all is eaten, at times but the large parts.
      for (int i = 0; i < eaten.length && size > crumb; i++) {
        try {
          eaten[i] = new byte[size];
        } catch (OutOfMemoryError e) {
          size /= 4;
        }
      }
      try {
        Thread.sleep(random.nextInt(30));
        eaten = new byte[0][];
        Thread.sleep(random.nextInt(200));
      } catch (InterruptedException e) {
        return;
      } catch (OutOfMemoryError e) {
        eaten = new byte[0][];
      }
    }
  }
}
