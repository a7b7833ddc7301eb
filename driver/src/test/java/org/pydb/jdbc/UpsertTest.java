package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/**
 * INSERT … ON CONFLICT by several connections at once: nothing is lost, nothing fails with 23505.
 */
@Timeout(120)
class UpsertTest {
  private static final String URL = "jdbc:pydb:mem:upsert";
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 300;

  private static final String COUNT_UP =
      "insert into counter as c (name, n) values (?, 1) on conflict (name) do update set n = c.n + 1";

  private Connection observer;

  @BeforeEach
  void open() throws SQLException {
    observer = DriverManager.getConnection(URL);
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(observer, "shutdown");
    observer.close();
  }

  /** What each of several clients does, with a connection of its own. */
  private interface Work {
    void run(Connection connection, int client) throws SQLException;
  }

  private static void atOnce(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(
            () -> {
              try (Connection connection = DriverManager.getConnection(URL)) {
                work.run(connection, client);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(clients)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table counter (name text primary key, n integer)",
        "create table counter (name text unique, n integer)",
        "create table counter (id integer default 1, name text unique, n integer, primary key (name, id))"
      })
  void countingUpLosesNothing(String table) throws Exception {
    Sql.run(observer, table);
    atOnce(
        (connection, client) -> {
          try (PreparedStatement up = connection.prepareStatement(COUNT_UP)) {
            for (int i = 0; i < ROUNDS; i++) {
              up.setString(1, "k" + i % 3);
              assertThat(up.executeUpdate()).isEqualTo(1);
            }
          }
        });
    assertThat(Sql.number(observer, "select sum(n) from counter")).isEqualTo(CLIENTS * ROUNDS);
    assertThat(Sql.number(observer, "select count(*) from counter")).isEqualTo(3);
    assertThat(Sql.text(observer, "check database")).isEqualTo("ok");
  }

  /** Counters come and go, so that those who count find a row, or none, or one that goes. */
  @Test
  void countersThatAreTakenAwayMeanwhileLoseNothing() throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    long[] taken = new long[CLIENTS];
    atOnce(
        (connection, client) -> {
          try (PreparedStatement up = connection.prepareStatement(COUNT_UP + " returning n");
              PreparedStatement take =
                  connection.prepareStatement("delete from counter where name = ? returning n")) {
            for (int i = 0; i < ROUNDS; i++) {
              up.setString(1, "k" + i % 2);
              try (ResultSet rows = up.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isPositive();
              }
              if (i % 5 == 4) {
                take.setString(1, "k" + i % 2);
                try (ResultSet rows = take.executeQuery()) {
                  taken[client] += rows.next() ? rows.getInt(1) : 0;
                }
              }
            }
          }
        });
    long left = Sql.number(observer, "select coalesce(sum(n), 0) from counter");
    for (long part : taken) {
      left += part;
    }
    assertThat(left).isEqualTo(CLIENTS * ROUNDS);
    assertThat(Sql.text(observer, "check database")).isEqualTo("ok");
  }

  @Test
  void batchesInTheSameOrderLoseNothing() throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    atOnce(
        (connection, client) -> {
          try (PreparedStatement up = connection.prepareStatement(COUNT_UP)) {
            for (int round = 0; round < 10; round++) {
              for (int key = 0; key < 50; key++) {
                up.setString(1, "k" + key);
                up.addBatch();
                up.addBatch(); // Another statement may meet the same row again.
              }
              up.executeBatch();
            }
          }
        });
    assertThat(Sql.number(observer, "select min(n) from counter")).isEqualTo(CLIENTS * 20);
    assertThat(Sql.number(observer, "select max(n) from counter")).isEqualTo(CLIENTS * 20);
  }

  @Test
  void eachKeyIsInsertedByOneWhoDoesNothingOtherwise() throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    long[] inserted = new long[CLIENTS];
    atOnce(
        (connection, client) -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into counter values (?, ?) on conflict do nothing")) {
            for (int i = 0; i < ROUNDS; i++) {
              insert.setString(1, "k" + i);
              insert.setInt(2, client);
              inserted[client] += insert.executeUpdate();
            }
          }
        });
    assertThat(Arrays.stream(inserted).sum()).isEqualTo(ROUNDS);
  }

  /** At the higher levels whoever meets a row that came or changed meanwhile begins again. */
  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void atHigherLevelsWhoComesTooLateIsTold(int level) throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    atOnce(
        (connection, client) -> {
          connection.setTransactionIsolation(level);
          connection.setAutoCommit(false);
          try (PreparedStatement up = connection.prepareStatement(COUNT_UP)) {
            for (int i = 0; i < 50; ) {
              try {
                Sql.number(connection, "select count(*) from counter");
                up.setString(1, "k" + i % 2);
                up.executeUpdate();
                connection.commit();
                i++;
              } catch (SQLException e) {
                assertThat(e.getSQLState()).isIn("40001", "40P01");
                connection.rollback();
              }
            }
          }
        });
    assertThat(Sql.number(observer, "select sum(n) from counter")).isEqualTo(CLIENTS * 50);
  }

  @Test
  void aRowThatTheSnapshotDoesNotShowIsAConflictAtRepeatableRead() throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    try (Connection late = DriverManager.getConnection(URL)) {
      late.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      late.setAutoCommit(false);
      assertThat(Sql.number(late, "select count(*) from counter")).isZero();
      Sql.run(observer, "insert into counter values ('a', 1)");
      assertThatThrownBy(
              () -> Sql.run(late, "insert into counter values ('a', 1) on conflict do nothing"))
          .hasFieldOrPropertyWithValue("SQLState", "40001");
      late.rollback();
      Sql.run(late, "insert into counter values ('a', 1) on conflict do nothing");
      late.rollback();
    }
  }

  /** The key of a row that is updated stays, so rows that refer to it may come meanwhile. */
  @Test
  void anUpdateByConflictLetsRowsReferToItsRow() throws Exception {
    Sql.run(observer, "create table counter (name text primary key, n integer)");
    Sql.run(observer, "create table part (name text references counter)");
    Sql.run(observer, "insert into counter values ('a', 1)");
    try (Connection one = DriverManager.getConnection(URL)) {
      one.setAutoCommit(false);
      Sql.run(one, "insert into counter values ('a', 5) on conflict (name) do update set n = 5");
      Sql.run(observer, "insert into part values ('a')");
      assertThat(((PydbConnection) observer).lockWaits()).isEmpty();
      one.commit();
    }
    assertThat(Sql.number(observer, "select n from counter")).isEqualTo(5);
  }
}
