package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.Sql;

/**
 * Thousands of threads, each with a transaction of its own, wait for each other's locks and for the
 * disk, and all finish. They are 10,000 virtual threads where there are such (from JDK 21 on; until
 * JDK 24 a monitor that was held while waiting would stop them all), else 100 threads of the
 * platform.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest {
  private static final int VIRTUAL = 10_000;
  private static final int OF_THE_PLATFORM = 100;
  private static final int ACCOUNTS = 50;

  /** Work with a connection. */
  @FunctionalInterface
  private interface Work {
    void run(int number) throws SQLException;
  }

  @TempDir Path directory;

  @Test
  void allFinishOverAPool() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:pydb:" + directory.resolve("pool"));
    config.setMaximumPoolSize(20);
    config.setConnectionTimeout(TimeUnit.MINUTES.toMillis(2));
    config.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        create(connection);
      }
      int threads =
          runAll(
              number -> {
                try (Connection connection = pool.getConnection()) {
                  transfer(connection, number);
                }
              });
      try (Connection connection = pool.getConnection()) {
        check(connection, threads);
      }
    }
  }

  @Test
  void allFinishOverConnectionsOfTheirOwn() throws Exception {
    String url = "jdbc:pydb:" + directory.resolve("own");
    try (Connection first = DriverManager.getConnection(url)) {
      first.setAutoCommit(false);
      create(first);
      int threads =
          runAll(
              number -> {
                try (Connection connection = DriverManager.getConnection(url)) {
                  connection.setAutoCommit(false);
                  transfer(connection, number);
                }
              });
      check(first, threads);
    }
  }

  private static void create(Connection connection) throws SQLException {
    Sql.run(connection, "create table account (id int primary key, balance int not null)");
    Sql.run(connection, "create table done (number int primary key)");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into account values (?, 0)")) {
      for (int id = 0; id < ACCOUNTS; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
  }

  /** Locks two rows, in the order of their keys, so that there are waits and no deadlocks. */
  private static void transfer(Connection connection, int number) throws SQLException {
    int one = number % ACCOUNTS;
    int other = (one + 1 + number / ACCOUNTS % (ACCOUNTS - 1)) % ACCOUNTS;
    try (PreparedStatement add =
            connection.prepareStatement("update account set balance = balance + ? where id = ?");
        PreparedStatement insert = connection.prepareStatement("insert into done values (?)")) {
      for (int account : new int[] {Math.min(one, other), Math.max(one, other)}) {
        add.setInt(1, account == one ? 1 : -1);
        add.setInt(2, account);
        assertThat(add.executeUpdate()).isEqualTo(1);
      }
      insert.setInt(1, number);
      insert.executeUpdate();
    }
    connection.commit();
  }

  private static void check(Connection connection, int threads) throws SQLException {
    assertThat(Sql.number(connection, "select count(*) from done")).isEqualTo(threads);
    assertThat(Sql.number(connection, "select sum(balance) from account")).isZero();
    assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    connection.commit();
  }

  private static int runAll(Work work) throws Exception {
    ExecutorService virtual = virtualThreads();
    int count = virtual == null ? OF_THE_PLATFORM : VIRTUAL;
    ExecutorService threads = virtual == null ? Executors.newFixedThreadPool(count) : virtual;
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.execute(
          () -> {
            try {
              work.run(number);
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(100, TimeUnit.SECONDS)).as("all have finished").isTrue();
    assertThat(failure.get()).isNull();
    return count;
  }

  /** Null before JDK 21. */
  private static @Nullable ExecutorService virtualThreads()
      throws IllegalAccessException, InvocationTargetException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
