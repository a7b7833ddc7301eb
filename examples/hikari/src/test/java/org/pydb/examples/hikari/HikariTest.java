package org.pydb.examples.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FirstColumn;
import org.pydb.examples.testkit.FrameworksPage;
import org.pydb.jdbc.connection.PydbConnection;

/** HikariCP over databases in files. */
class HikariTest {
  private static final Logger LOGGER = Logger.getLogger("com.zaxxer.hikari");
  private static final Logger LEAKS = Logger.getLogger("com.zaxxer.hikari.pool.ProxyLeakTask");

  @TempDir Path directory;

  @BeforeAll
  static void logLeaksOnly() {
    LOGGER.setLevel(Level.OFF);
    LEAKS.setLevel(Level.WARNING);
    LEAKS.setUseParentHandlers(false);
  }

  private HikariConfig config(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:pydb:" + directory.resolve("theatre"));
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(60_000);
    return config;
  }

  @Test
  void pageTellsOfTheseTests() throws Exception {
    FrameworksPage.check("HikariCP", HikariTest.class);
  }

  @Test
  @DisplayName(
      "pool churn: 8 threads over 4 connections that are replaced all the time; each transaction is"
          + " there once")
  void churn() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config(4))) {
      TicketOffice office = new TicketOffice(pool);
      office.build(100);
      AtomicBoolean selling = new AtomicBoolean(true);
      Thread evictor = new Thread(() -> evict(pool, selling));
      evictor.start();
      List<Integer> sold = office.sellAll(8);
      selling.set(false);
      evictor.join();
      assertThat(sold.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
      assertThat(office.sold()).isEqualTo(100);
      assertThat(rows(pool, "check database")).containsExactly("ok");
    }
    try (HikariDataSource again = new HikariDataSource(config(1))) {
      assertThat(new TicketOffice(again).sold()).isEqualTo(100);
    }
  }

  @Test
  @DisplayName(
      "leak detection: who keeps a connection is logged, with the place where it was taken")
  void leak() throws Exception {
    LinkedBlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    Handler handler = handler(records);
    LEAKS.addHandler(handler);
    HikariConfig config = config(1);
    config.setLeakDetectionThreshold(2_000); // The least that it takes.
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection kept = pool.getConnection()) {
      LogRecord leak = records.poll(60, TimeUnit.SECONDS);
      assertThat(leak).isNotNull();
      assertThat(leak.getMessage()).contains("Connection leak detection triggered");
      assertThat(leak.getThrown()).hasStackTraceContaining("HikariTest.leak");
      assertThat(kept.isValid(1)).isTrue();
    } finally {
      LEAKS.removeHandler(handler);
    }
  }

  private static void evict(HikariDataSource pool, AtomicBoolean selling) {
    while (selling.get()) {
      pool.getHikariPoolMXBean().softEvictConnections();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static Handler handler(LinkedBlockingQueue<LogRecord> records) {
    return new Handler() {
      @Override
      public void publish(LogRecord log) {
        records.add(log);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  @DisplayName(
      "kill during use: `evictConnection` ends the statement that runs, undoes its"
          + " transaction and frees its locks; the pool makes another connection")
  void kill() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config(2))) {
      TicketOffice office = new TicketOffice(pool);
      office.build(3);
      evictWhileItRuns(pool);
      assertThat(office.sold()).isZero();
      assertThat(office.sellOne(1)).isTrue(); // Nothing is locked.
      assertThat(rows(pool, "select * from pydb.transactions")).isEmpty();
    }
  }

  private static void evictWhileItRuns(HikariDataSource pool) throws Exception {
    var threads = Executors.newSingleThreadExecutor();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("update seat set seller = 7");
      var running = threads.submit(() -> statement.executeQuery("select pg_sleep(600)").next());
      while (!rows(pool, "select statement from pydb.statements")
          .contains("select pg_sleep(600)")) {
        Thread.onSpinWait();
      }
      pool.evictConnection(connection);
      assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisplayName(
      "shutdown during use: the connection is dead, and the next one that is taken opens the"
          + " database again")
  void shutdown() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config(1))) {
      TicketOffice office = new TicketOffice(pool);
      office.build(3);
      try (Connection user = pool.getConnection();
          Statement update = user.createStatement();
          Connection killer = DriverManager.getConnection(pool.getJdbcUrl());
          Statement statement = killer.createStatement()) {
        user.setAutoCommit(false);
        update.execute("update seat set seller = 1");
        statement.execute("shutdown");
        assertThatThrownBy(() -> update.execute("update seat set seller = 2"))
            .isInstanceOf(SQLException.class);
        assertThat(user.isClosed()).isTrue();
      }
      assertThat(office.sellOne(1)).isTrue();
      assertThat(office.sold()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "what a user has set: auto-commit, isolation, read-only and schema are set back, open"
          + " transactions are rolled back")
  void reset() throws Exception {
    HikariConfig config = config(1);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setSchema("public");
    config.setConnectionInitSql("set lock_timeout = '3s'");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      new TicketOffice(pool).build(1);
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create schema other");
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setSchema("other");
        statement.execute("update public.seat set seller = 1");
      }
      try (Connection connection = pool.getConnection()) {
        connection.setReadOnly(true);
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.getSchema()).isEqualTo("public");
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      }
      assertThat(rows(pool, "show lock_timeout")).containsExactly("3s");
      assertThat(new TicketOffice(pool).sold()).isZero();
    }
  }

  @Test
  @DisplayName("exhausted pool: who waits too long gets `SQLTransientConnectionException`")
  void exhausted() throws Exception {
    HikariConfig config = config(1);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection only = pool.getConnection()) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      assertThat(only.isValid(1)).isTrue();
    }
  }

  @Test
  @DisplayName(
      "errors of SQL: the connection stays in the pool; but after 0A000 (not supported) HikariCP"
          + " replaces it, with any database")
  void errors() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config(1))) {
      new TicketOffice(pool).build(1);
      Connection before = physical(pool);
      for (String sql : List.of("selec", "select 1 / 0", "insert into seat values (1)")) {
        assertThatThrownBy(() -> rows(pool, sql)).isInstanceOf(SQLException.class);
        assertThat(physical(pool)).isSameAs(before);
      }
      assertThatThrownBy(() -> rows(pool, "create function p() returns integer return 1"))
          .hasFieldOrPropertyWithValue("SQLState", "0A000");
      assertThat(physical(pool)).isNotSameAs(before);
    }
  }

  private static Connection physical(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.unwrap(PydbConnection.class);
    }
  }

  private static List<String> rows(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return FirstColumn.of(connection, sql);
    }
  }
}
