package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** TRUNCATE among others: those who read go on with what they see, those who write wait. */
@Timeout(120)
class TruncateTest {
  private static final String URL = "jdbc:pydb:mem:truncate";
  private static final int ROWS = 3000;

  private Connection one;
  private Connection two;

  @BeforeEach
  void makeTables() throws SQLException {
    one = DriverManager.getConnection(URL);
    two = DriverManager.getConnection(URL);
    fill(one);
  }

  private static void fill(Connection connection) throws SQLException {
    Sql.run(connection, "create table t (a integer primary key, b text unique)");
    try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(one, "shutdown");
    one.close();
    two.close();
  }

  private static long count(Connection connection) throws SQLException {
    return Sql.number(connection, "select count(*) from t");
  }

  @Test
  void readersKeepWhatTheySee() throws SQLException {
    two.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    two.setAutoCommit(false);
    assertThat(count(two)).isEqualTo(ROWS);
    try (Statement statement = one.createStatement();
        ResultSet rows = statement.executeQuery("select a from t order by b")) {
      assertThat(rows.next()).isTrue();
      try (Statement truncate = one.createStatement()) {
        assertThat(truncate.executeUpdate("truncate t")).isZero();
      }
      int read = 1;
      while (rows.next()) {
        read++;
      }
      assertThat(read).isEqualTo(ROWS);
    }
    assertThat(count(one)).isZero();
    assertThat(count(two)).isEqualTo(ROWS);
    assertThatThrownBy(() -> Sql.run(two, "insert into t values (-1, 'x')"))
        .hasFieldOrPropertyWithValue("SQLState", "40001");
    two.rollback();
    assertThat(count(two)).isZero();
  }

  /** Once it was not, if it was faster than the thread that frees the pages of the old trees. */
  @RepeatedTest(20)
  void aSerializableReaderThatWritesElsewhereIsTold() throws SQLException {
    Sql.run(one, "create table u (n bigint)");
    two.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    two.setAutoCommit(false);
    Sql.run(two, "insert into u select count(*) from t");
    Sql.run(one, "truncate t");
    assertThatThrownBy(two::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
  }

  @Test
  void writersWaitAndThenWriteToTheEmptiedTable() throws Exception {
    one.setAutoCommit(false);
    Sql.run(one, "truncate table t");
    try (PreparedStatement insert =
        two.prepareStatement("insert into t values (1, 'again') returning a")) {
      FutureTask<Boolean> waiting = new FutureTask<>(() -> insert.executeQuery().next());
      Thread thread = new Thread(waiting);
      thread.start();
      while (((PydbConnection) one).lockWaits().isEmpty()) {
        Thread.onSpinWait();
      }
      one.commit();
      assertThat(waiting.get()).isTrue();
    }
    assertThat(count(one)).isEqualTo(1);
    assertThat(Sql.text(one, "check database")).isEqualTo("ok");
  }

  @Test
  void preparedStatementsGoOn() throws SQLException {
    try (PreparedStatement count = two.prepareStatement("select count(*) from t where b >= 'row'");
        PreparedStatement insert = two.prepareStatement("insert into t values (?, 'x')")) {
      for (int i = 0; i < 3; i++) {
        Sql.run(one, "truncate t");
        insert.setInt(1, i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
        try (ResultSet rows = count.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void itIsThereAfterOpeningAgain(@TempDir Path directory) throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("db");
    try (Connection connection = DriverManager.getConnection(url)) {
      fill(connection);
      Sql.run(connection, "truncate t");
      Sql.run(connection, "insert into t values (7, 'seven')");
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(Sql.text(connection, "select b from t where a = 7")).isEqualTo("seven");
      assertThat(count(connection)).isEqualTo(1);
      assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
      Sql.run(connection, "create table u (a integer)");
      Sql.run(connection, "insert into u values (1)");
      assertThat(count(connection)).isEqualTo(1);
    }
  }
}
