package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** One connection in the hands of several threads, which it was not meant for, and survives. */
class ThreadsTest {
  private static final int THREADS = 4;
  private static final int ROWS = 200;

  @Test
  void threadsTakeTurnsOnOneConnection() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      Sql.run(connection, "create table t (a integer primary key, b integer)");
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i * ROWS;
        all.add(CompletableFuture.runAsync(() -> insertAndRead(connection, first)));
      }
      for (CompletableFuture<Void> one : all) {
        one.get();
      }
      assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(THREADS * ROWS);
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
    }
  }

  private static void insertAndRead(Connection connection, int first) {
    try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)");
        PreparedStatement select = connection.prepareStatement("select b from t where a = ?")) {
      for (int i = first; i < first + ROWS; i++) {
        insert.setInt(1, i);
        insert.setInt(2, -i);
        insert.executeUpdate();
        select.setInt(1, i);
        try (ResultSet rows = select.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(-i);
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Whoever reads while another closes gets an error or the rows, and nothing breaks. */
  @Test
  void closingUnderTheReadersHandsIsAnError() throws Exception {
    for (int round = 0; round < 30; round++) {
      Connection connection = DriverManager.getConnection("jdbc:pydb:mem:");
      Sql.run(connection, "create table t (a integer)");
      Sql.run(connection, "insert into t values (1), (2), (3)");
      CompletableFuture<String> reader =
          CompletableFuture.supplyAsync(() -> readUntilItFails(connection));
      Thread.sleep(round % 5);
      connection.close();
      assertThat(Set.of("08003", "24000", "57014", "55000")).contains(reader.get());
    }
  }

  private static String readUntilItFails(Connection connection) {
    try (PreparedStatement select = connection.prepareStatement("select a from t")) {
      while (true) {
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            assertThat(rows.getInt(1)).isBetween(1, 3);
          }
        }
      }
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
