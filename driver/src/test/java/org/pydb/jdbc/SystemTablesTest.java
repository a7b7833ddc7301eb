package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydb.jdbc.testkit.Sql;

/** What one connection reads in system tables while others are at work. */
@Timeout(120)
class SystemTablesTest {
  private static final String URL = "jdbc:pydb:mem:watched";

  private Connection observer;
  private Connection one;
  private Connection two;

  @BeforeEach
  void connect() throws SQLException {
    observer = DriverManager.getConnection(URL);
    Sql.run(observer, "create table account (id integer primary key, balance integer)");
    Sql.run(observer, "insert into account values (1, 100), (2, 100)");
    one = DriverManager.getConnection(URL);
    two = DriverManager.getConnection(URL);
  }

  @AfterEach
  void shutDown() throws SQLException {
    Sql.run(observer, "shutdown");
    one.close();
    two.close();
    observer.close();
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = observer.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" | ", row));
      }
    }
    return rows;
  }

  /** Asks until there is an answer. */
  private List<String> someRows(String query) throws Exception {
    List<String> rows = rows(query);
    while (rows.isEmpty()) {
      Thread.sleep(1);
      rows = rows(query);
    }
    return rows;
  }

  @Test
  void aWaitingStatementIsSeenByAThirdConnection() throws Exception {
    one.setAutoCommit(false);
    Sql.run(one, "update account set balance = 0 where id = 1");
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              Sql.run(two, "update account set balance = 1 where id = 1");
              return true;
            });
    new Thread(waiting, "the one who waits").start();

    assertThat(someRows("select waiter, waits_for, holder from pydb.locks"))
        .containsExactly("connection 3 | row (1) of table \"account\" | connection 2");
    assertThat(rows("select session, statement, waits_for from pydb.statements order by 1"))
        .contains(
            "connection 3 | update account set balance = 1 where id = 1"
                + " | row (1) of table \"account\"");
    assertThat(rows("select session, state from pydb.sessions order by 1"))
        .containsExactly(
            "connection 1 | active", "connection 2 | idle in transaction", "connection 3 | active");
    assertThat(rows("select session, isolation, read_only from pydb.transactions"))
        .containsExactly("connection 2 | read committed | false");

    one.commit();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(rows("select * from pydb.locks")).isEmpty();
    assertThat(rows("select * from pydb.transactions")).isEmpty();
  }

  @Test
  void aTransactionSeesItsOwnDefinitionsAndOthersDoNot() throws SQLException {
    String question = "select count(*) from information_schema.tables where table_name = 'draft'";
    one.setAutoCommit(false);
    Sql.run(one, "create table draft (a integer)");
    try (Statement statement = one.createStatement();
        ResultSet own = statement.executeQuery(question)) {
      assertThat(own.next()).isTrue();
      assertThat(own.getInt(1)).isEqualTo(1);
    }
    assertThat(rows(question)).containsExactly("0");
    one.commit();
    assertThat(rows(question)).containsExactly("1");
  }

  @Test
  void aPreparedQuestionFollowsWhatIsDefined() throws SQLException {
    String sql = "select column_name from information_schema.columns where table_name = ?";
    try (PreparedStatement question = observer.prepareStatement(sql)) {
      question.setString(1, "account");
      assertThat(count(question)).isEqualTo(2);
      Sql.run(one, "alter table account add column note text");
      assertThat(count(question)).isEqualTo(3);
    }
  }

  /** A prepared statement goes on counting where it was forgotten, and all connections count. */
  @Test
  void endedStatementsOfAllConnectionsAreCounted() throws SQLException {
    String sql = "select balance from account where id = ?";
    String question =
        "select calls, row_count from pydb.statement_statistics where statement = '" + sql + "'";
    try (PreparedStatement ofOne = one.prepareStatement(sql);
        PreparedStatement ofTwo = two.prepareStatement(sql)) {
      for (int id = 1; id <= 3; id++) {
        ofOne.setInt(1, id);
        ofTwo.setInt(1, id);
        int unused = count(ofOne) + count(ofTwo);
      }
      assertThat(rows(question)).containsExactly("6 | 4");
      assertThat(rows("select pg_stat_statements_reset()")).containsExactly("");
      assertThat(rows(question)).isEmpty();
      int unused = count(ofOne);
      assertThat(rows(question)).containsExactly("1 | 0");
    }
  }

  /** A result that is closed early has given what was read of it. */
  @Test
  void rowsAreCountedThatWereReadAndChanged() throws SQLException {
    Sql.run(observer, "create table many as select n from generate_series(1, 5000) as g (n)");
    try (Statement statement = one.createStatement();
        ResultSet some = statement.executeQuery("select n from many")) {
      for (int i = 0; i < 1500; i++) {
        assertThat(some.next()).isTrue();
      }
    }
    try (PreparedStatement batch = one.prepareStatement("update many set n = -n where n <= ?")) {
      for (int i = 1; i <= 3; i++) {
        batch.setInt(1, i);
        batch.addBatch();
      }
      assertThat(batch.executeBatch()).containsExactly(1, 2, 3);
    }
    assertThat(
            rows(
                "select statement, calls, row_count from pydb.statement_statistics"
                    + " where statement like '%many%' and statement not like 'create%'"
                    + " order by 1"))
        .containsExactly(
            "select n from many | 1 | 1500", "update many set n = -n where n <= ? | 1 | 6");
  }

  private static int count(PreparedStatement question) throws SQLException {
    int count = 0;
    try (ResultSet rows = question.executeQuery()) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void moreRowsThanABatchHolds() throws SQLException {
    for (int i = 0; i < 300; i++) {
      Sql.run(observer, "create table many_" + i + " (a integer, b text, c date, d numeric)");
    }
    assertThat(
            rows(
                "select count(*), count(distinct table_name), min(column_name), max(column_name)"
                    + " from information_schema.columns where table_name like 'many%'"))
        .containsExactly("1200 | 300 | a | d");
  }
}
