package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Connections out of HikariCP, the pool that most applications have. */
class PoolTest {

  @TempDir Path directory;

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:pydb:" + directory.resolve("shop"));
    config.setUsername("me");
    config.setPassword("secret");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return new HikariDataSource(config);
  }

  @Test
  void aPoolOfConnectionsServesManyThreads() throws Exception {
    try (HikariDataSource pool = pool(4)) {
      try (Connection connection = pool.getConnection()) {
        Sql.run(connection, "create table t (thread integer, i integer, primary key (thread, i))");
      }
      inThreads(8, thread -> insertRows(pool, thread));
      try (Connection connection = pool.getConnection()) {
        assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(8 * 50);
        assertThat(connection.unwrap(PydbConnection.class)).isNotNull();
      }
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(4);
    }
    try (HikariDataSource again = pool(1);
        Connection connection = again.getConnection()) {
      assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(8 * 50);
    }
  }

  private static void insertRows(HikariDataSource pool, int thread) throws SQLException {
    for (int i = 0; i < 50; i++) {
      try (Connection connection = pool.getConnection();
          PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
        insert.setInt(1, thread);
        insert.setInt(2, i);
        insert.executeUpdate();
      }
    }
  }

  @FunctionalInterface
  private interface InThread {
    void run(int thread) throws Exception;
  }

  private static void inThreads(int count, InThread task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int thread = i;
        Callable<Void> call =
            () -> {
              task.run(thread);
              return null;
            };
        all.add(threads.submit(call));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aReturnedConnectionComesBackClean() throws SQLException {
    try (HikariDataSource pool = pool(1)) {
      try (Connection connection = pool.getConnection()) {
        Sql.run(connection, "create table t (a integer)");
        connection.setAutoCommit(false);
        Sql.run(connection, "insert into t values (1)");
        connection.rollback();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertThatThrownBy(() -> Sql.run(connection, "insert into t values (1)"))
            .hasFieldOrPropertyWithValue("SQLState", "25006");
        connection.rollback();
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isReadOnly()).isFalse();
        Sql.run(connection, "insert into t values (2)");
        assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(1);
      }
    }
  }

  @Test
  void whatWasNotCommittedIsRolledBackOnReturn() throws SQLException {
    try (HikariDataSource pool = pool(1)) {
      try (Connection connection = pool.getConnection()) {
        Sql.run(connection, "create table t (a integer)");
        connection.setAutoCommit(false);
        Sql.run(connection, "insert into t values (1)");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(Sql.number(connection, "select count(*) from t")).isZero();
      }
    }
  }
}
