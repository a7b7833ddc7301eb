package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.DiskVfs;
import org.pydb.jdbc.testkit.Sql;

/**
 * Threads are interrupted whatever they are at: reading, inserting, committing, waiting for locks,
 * checkpointing. At most the statement fails that was interrupted, and only if it waited for a
 * lock; the interrupt is kept for the application; all others go on; and all that was acknowledged
 * is there, no more and no less, also when the file is opened again.
 */
class InterruptStormTest {
  private static final int CLIENTS = 6;
  private static final int ROUNDS = Integer.getInteger("pydb.interrupts.rounds", 120);
  private static final int HOT_ROWS = 2;

  /** Rows of one transaction, which are there all or none. */
  private static final int ROWS = 3;

  @TempDir Path directory;

  /** What was acknowledged: the rows of each transaction by its number. */
  private final Map<Integer, Integer> ledger = new ConcurrentHashMap<>();

  private final AtomicInteger hits = new AtomicInteger();
  private final AtomicInteger waitsEnded = new AtomicInteger();
  private final List<Throwable> surprises = Collections.synchronizedList(new ArrayList<>());
  private String url = "";

  @Test
  void onlyWaitsForLocksEnd() throws Exception {
    Random random = Seeds.random("InterruptStormTest");
    url = "jdbc:pydb:" + directory.resolve("storm") + "?memory=16m";
    try (Connection keeper = DriverManager.getConnection(url)) {
      create(keeper);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Random own = new Random(random.nextLong());
        clients.add(new Thread(() -> run(client, own), "client " + i));
      }
      clients.forEach(Thread::start);
      while (clients.stream().anyMatch(Thread::isAlive)) {
        clients.get(random.nextInt(CLIENTS)).interrupt();
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
      assertThat(surprises).isEmpty();
      check(keeper);
    }
    assertThat(DatabaseVerifier.verifyFile(new DiskVfs(directory), "storm.pydb")).isEmpty();
    try (Connection again = DriverManager.getConnection(url)) {
      check(again);
      Sql.run(again, "insert into entry values (-1, 0, '')");
    }
    System.out.printf(
        "%d commits, %d interrupts met the driver, %d waits ended%n",
        ledger.size(), hits.get(), waitsEnded.get());
    assertThat(hits.get()).as("interrupts that were kept").isPositive();
    assertThat(waitsEnded.get()).as("waits that were ended").isPositive();
  }

  private static void create(Connection keeper) throws SQLException {
    Sql.run(keeper, "create table entry (tx int, n int, filler varchar, primary key (tx, n))");
    Sql.run(keeper, "create table hot (id int primary key, total int not null)");
    for (int i = 0; i < HOT_ROWS; i++) {
      Sql.run(keeper, "insert into hot values (" + i + ", 0)");
    }
  }

  private void run(int client, Random random) {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.setAutoCommit(false);
      for (int round = 0; round < ROUNDS; round++) {
        try {
          step(connection, client * ROUNDS + round, random);
        } catch (SQLException e) {
          assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("57014");
          assertThat(e.getMessage()).contains("interrupted");
          assertThat(Thread.currentThread().isInterrupted()).as("kept after " + e).isTrue();
          waitsEnded.incrementAndGet();
          connection.rollback();
        }
        if (Thread.interrupted()) {
          hits.incrementAndGet();
        }
      }
    } catch (Throwable e) {
      surprises.add(e);
    }
  }

  private void step(Connection connection, int number, Random random) throws SQLException {
    switch (random.nextInt(12)) {
      case 0 -> read(connection, random);
      case 1 -> {
        connection.commit();
        connection.setAutoCommit(true);
        keepsInterrupts(() -> Sql.run(connection, "checkpoint"));
        connection.setAutoCommit(false);
      }
      default -> write(connection, number, random);
    }
  }

  private static void read(Connection connection, Random random) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select tx, n, filler from entry where tx >= ? order by filler")) {
      query.setInt(1, random.nextInt(CLIENTS * ROUNDS));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          assertThat(rows.getString(3)).isEqualTo(filler(rows.getInt(1), rows.getInt(2)));
        }
      }
    }
    connection.commit();
  }

  private void write(Connection connection, int number, Random random) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("insert into entry values (?, ?, ?)");
        Statement update = connection.createStatement()) {
      int hot = random.nextInt(HOT_ROWS);
      int first = random.nextInt(ROWS + 1);
      for (int n = 0; n < ROWS; n++) {
        if (n == first) {
          update.executeUpdate("update hot set total = total + 1 where id = " + hot);
        }
        insert.setInt(1, number);
        insert.setInt(2, n);
        insert.setString(3, filler(number, n));
        insert.executeUpdate();
      }
      if (first == ROWS) {
        update.executeUpdate("update hot set total = total + 1 where id = " + hot);
      }
    }
    keepsInterrupts(connection::commit); // No interrupt makes it fail.
    ledger.put(number, ROWS);
  }

  /** More than a thousand characters, so that sorting them needs memory. */
  private static String filler(int number, int n) {
    long mixed = (number * 31L + n + 1) * 0x9E37_79B9_7F4A_7C15L;
    return (n + "-" + mixed).repeat(60 + (int) (mixed >>> 58));
  }

  /** Does something that no interrupt may end, and that may not swallow one. */
  private static void keepsInterrupts(Sql.Action action) {
    boolean before = Thread.currentThread().isInterrupted();
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError("an interrupt must not make this fail", e);
    }
    assertThat(Thread.currentThread().isInterrupted() || !before).as("kept").isTrue();
  }

  private void check(Connection connection) throws SQLException {
    Map<Integer, Integer> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select tx, n, filler from entry where tx >= 0 order by tx, n")) {
      while (rows.next()) {
        int tx = rows.getInt(1);
        int n = found.merge(tx, 1, Integer::sum) - 1;
        assertThat(rows.getInt(2)).as("rows of " + tx).isEqualTo(n);
        assertThat(rows.getString(3)).isEqualTo(filler(tx, n));
      }
    }
    assertThat(new TreeMap<>(found)).isEqualTo(new TreeMap<>(ledger));
    assertThat(Sql.number(connection, "select sum(total) from hot")).isEqualTo(ledger.size());
    assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
  }
}
