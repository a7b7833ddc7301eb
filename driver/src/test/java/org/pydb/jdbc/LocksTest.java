package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydb.jdbc.testkit.Sql;

/** Connections that want the same rows: who waits, what ends a wait, and what is said about it. */
@Timeout(120)
class LocksTest {
  private static final String URL = "jdbc:pydb:mem:locks";

  private final List<Connection> connections = new ArrayList<>();

  /** Looks on. */
  private Connection observer;

  private Connection one;
  private Connection two;

  @BeforeEach
  void makeTables() throws SQLException {
    observer = connect(URL);
    Sql.run(observer, "create table account (id integer primary key, balance integer)");
    Sql.run(observer, "insert into account values (1, 100), (2, 100), (3, 100)");
    one = connect(URL);
    two = connect(URL);
    one.setAutoCommit(false);
    two.setAutoCommit(false);
  }

  @AfterEach
  void closeAll() throws SQLException {
    Sql.run(observer, "shutdown");
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private Connection connect(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connections.add(connection);
    return connection;
  }

  // ------------------------------------------------------------------ waiting

  /** Runs something on a thread of its own. */
  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "the one who waits");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static FutureTask<Boolean> start(Connection connection, String sql) {
    return start(
        () -> {
          Sql.run(connection, sql);
          return true;
        });
  }

  /** Waits until so many statements wait for locks; tells who waits for what. */
  private List<String> lockWaits(int count) throws Exception {
    while (true) {
      List<String> waits = new ArrayList<>();
      try (Statement statement = observer.createStatement();
          ResultSet rows = statement.executeQuery("show lock_waits")) {
        while (rows.next()) {
          waits.add(rows.getString(1));
        }
      }
      if (waits.size() == count) {
        return waits;
      }
      Thread.sleep(1);
    }
  }

  private static Throwable failure(FutureTask<?> task) throws Exception {
    try {
      Object result = task.get(60, TimeUnit.SECONDS);
      throw new AssertionError("it did not fail but gave " + result);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private static void get(FutureTask<?> task) throws Exception {
    assertThat(task.get(60, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aWriterWaitsAndThenSeesWhatTheOtherWrote() throws Exception {
    Sql.run(one, "update account set balance = balance - 10 where id = 1");
    FutureTask<Boolean> waiting =
        start(two, "update account set balance = balance * 2 where id = 1");
    assertThat(lockWaits(1).get(0))
        .matches(
            "connection \\d+ \\(running: update account set balance = balance \\* 2 where id = 1\\)"
                + " waits for row \\(1\\) of table \"account\", blocked by connection \\d+");
    one.commit();
    get(waiting);
    two.commit();
    assertThat(Sql.number(observer, "select balance from account where id = 1")).isEqualTo(180);
  }

  @Test
  void aRowThatNoLongerFitsIsLeftAlone() throws Exception {
    Sql.run(one, "update account set balance = 0 where id = 1");
    FutureTask<Integer> waiting =
        start(
            () -> {
              try (Statement statement = two.createStatement()) {
                return statement.executeUpdate("delete from account where balance = 100");
              }
            });
    lockWaits(1);
    one.commit();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    two.commit();
    assertThat(Sql.number(observer, "select count(*) from account")).isEqualTo(1);
  }

  @Test
  void underRepeatableReadTheFirstCommitterWins() throws Exception {
    two.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    assertThat(Sql.number(two, "select count(*) from account")).isEqualTo(3);
    Sql.run(one, "update account set balance = 1 where id = 1");
    FutureTask<Boolean> waiting = start(two, "update account set balance = 2 where id = 1");
    lockWaits(1);
    one.commit();
    assertThat(failure(waiting))
        .isInstanceOf(SQLTransactionRollbackException.class)
        .hasFieldOrPropertyWithValue("SQLState", "40001");
    two.rollback();
    Sql.run(two, "update account set balance = 3 where id = 1");
    two.commit();
    assertThat(Sql.number(observer, "select balance from account where id = 1")).isEqualTo(3);
  }

  @Test
  void inAutocommitNobodyMeetsAConflict() throws Exception {
    for (int level :
        new int[] {
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE
        }) {
      Sql.run(observer, "update account set balance = 0 where id = 1");
      List<FutureTask<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Connection client = connect(URL);
        client.setTransactionIsolation(level);
        clients.add(
            start(
                () -> {
                  for (int run = 0; run < 100; run++) {
                    Sql.run(client, "update account set balance = balance + 1 where id = 1");
                  }
                  return true;
                }));
      }
      for (FutureTask<Boolean> client : clients) {
        get(client);
      }
      assertThat(Sql.number(observer, "select balance from account where id = 1"))
          .as("level %d", level)
          .isEqualTo(400);
    }
  }

  // ------------------------------------------------------------------ select for update

  private static final String NEXT =
      "select id from account order by id limit 1 for update skip locked";

  @Test
  void workersOfAQueueGetARowEach() throws Exception {
    assertThat(Sql.number(one, NEXT)).isEqualTo(1);
    assertThat(Sql.number(two, NEXT)).isEqualTo(2);
    assertThat(Sql.number(observer, NEXT)).as("in autocommit").isEqualTo(3);
    Connection four = connect(URL);
    four.setAutoCommit(false);
    assertThat(Sql.number(four, NEXT)).as("what autocommit gave back").isEqualTo(3);
    try (Statement statement = observer.createStatement();
        ResultSet rows = statement.executeQuery(NEXT)) {
      assertThat(rows.next()).as("a row for the fourth").isFalse();
    }
    one.rollback();
    assertThat(Sql.number(observer, NEXT)).isEqualTo(1);
  }

  @Test
  void inAutocommitRowsAreLockedAsLongAsTheResultIsOpen() throws Exception {
    two.setAutoCommit(true);
    try (Statement statement = two.createStatement()) {
      ResultSet rows = statement.executeQuery("select id from account where id = 1 for update");
      assertThatThrownBy(() -> Sql.run(one, "select id from account for update nowait"))
          .hasFieldOrPropertyWithValue("SQLState", "55P03");
      rows.close();
      Sql.run(one, "select id from account for update nowait");
    }
  }

  @Test
  void whoLocksARowSeesItsNewestState() throws Exception {
    Sql.run(one, "update account set balance = 55 where id = 1");
    FutureTask<Long> waiting =
        start(() -> Sql.number(two, "select balance from account where id = 1 for update"));
    lockWaits(1);
    one.commit();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(55);
  }

  @Test
  void sharersShareAndKeepWritersAway() throws Exception {
    Sql.run(one, "select * from account where id = 1 for share");
    Sql.run(two, "select * from account where id = 1 for share");
    FutureTask<Boolean> waiting = start(two, "update account set balance = 0 where id = 1");
    lockWaits(1);
    one.commit();
    get(waiting);
  }

  @Test
  void nowaitSaysWhoIsInTheWay() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    assertThatThrownBy(() -> Sql.run(two, "select * from account for update nowait"))
        .isInstanceOf(SQLTransientException.class)
        .hasFieldOrPropertyWithValue("SQLState", "55P03")
        .hasMessageContaining("row (2) of table \"account\"")
        .hasMessageContaining("update account set balance = 7 where id = 2");
    assertThat(Sql.number(two, "select count(*) from account")).isEqualTo(3);
  }

  // ------------------------------------------------------------------ what ends a wait

  @Test
  void lockTimeoutsEndWaits() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    Sql.run(two, "set lock_timeout = '20ms'");
    assertTimesOut(two, "delete from account");
    Sql.run(two, "set lock_timeout = 0");
    Sql.run(two, "set local lock_timeout = 20");
    assertTimesOut(two, "select * from account for share");
    two.rollback();
    assertThat(Sql.text(two, "show lock_timeout")).isEqualTo("0");
    assertTimesOut(connect(URL + "?lock_timeout=20ms"), "update account set balance = 8");
  }

  /** The lesser of the session's limit and the statement's own ends it, and says which it was. */
  @Test
  void statementTimeoutsEndWaits() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    Sql.run(two, "set statement_timeout = '30ms'");
    assertThatThrownBy(() -> Sql.run(two, "delete from account"))
        .isInstanceOf(SQLTimeoutException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014")
        .hasMessageContaining("canceling statement due to statement_timeout of 30 ms");
    two.rollback();
    Sql.run(two, "set statement_timeout = '1h'");
    try (Statement statement = two.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("delete from account"))
          .isInstanceOf(SQLTimeoutException.class)
          .hasMessageContaining("canceling statement due to its timeout of 1000 ms");
    }
    two.rollback();
  }

  private static void assertTimesOut(Connection connection, String sql) {
    assertThatThrownBy(() -> Sql.run(connection, sql))
        .isInstanceOf(SQLTransientException.class)
        .hasFieldOrPropertyWithValue("SQLState", "55P03")
        .hasMessageContaining("account")
        .hasMessageContaining("update account set balance = 7 where id = 2");
  }

  @Test
  void queryTimeoutsEndWaitsOfChangesAndDefinitions() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    for (String sql :
        List.of("delete from account", "select * from account for update", "drop table account")) {
      try (Statement statement = two.createStatement()) {
        statement.setQueryTimeout(1);
        assertThatThrownBy(() -> statement.execute(sql))
            .as(sql)
            .isInstanceOf(SQLTimeoutException.class)
            .hasFieldOrPropertyWithValue("SQLState", "57014");
      }
    }
    assertThat(Sql.number(two, "select count(*) from account")).isEqualTo(3);
  }

  @Test
  void cancellingEndsWaitsOfChangesAndDefinitions() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    for (String sql :
        List.of("delete from account", "select * from account for update", "drop table account")) {
      try (Statement statement = two.createStatement()) {
        FutureTask<Boolean> waiting = start(() -> statement.execute(sql));
        lockWaits(1);
        statement.cancel();
        assertThat(failure(waiting))
            .as(sql)
            .hasFieldOrPropertyWithValue("SQLState", "57014")
            .hasMessageContaining("user request while it waited for")
            .hasMessageContaining("account")
            .hasMessageContaining("update account set balance = 7 where id = 2");
      }
    }
  }

  @Test
  void closingAConnectionEndsItsWait() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    FutureTask<Boolean> waiting = start(two, "delete from account");
    lockWaits(1);
    two.close();
    assertThat(failure(waiting)).isInstanceOf(SQLException.class);
    lockWaits(0);
  }

  @Test
  @SuppressWarnings("try") // what closing does is the point
  void closingAStatementEndsItsWait() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    try (Statement statement = two.createStatement();
        Statement other = two.createStatement()) {
      FutureTask<Integer> waiting = start(() -> statement.executeUpdate("delete from account"));
      lockWaits(1);
      other.close();
      lockWaits(1);
      statement.close();
      assertThat(failure(waiting)).hasFieldOrPropertyWithValue("SQLState", "57014");
    }
    assertThat(Sql.number(two, "select count(*) from account")).isEqualTo(3);
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() throws Exception {
    Sql.run(one, "update account set balance = 7 where id = 2");
    Thread[] thread = new Thread[1];
    FutureTask<Boolean> waiting =
        start(
            () -> {
              thread[0] = Thread.currentThread();
              assertThatThrownBy(() -> Sql.run(two, "delete from account"))
                  .hasFieldOrPropertyWithValue("SQLState", "57014")
                  .hasMessageContaining("interrupted");
              return Thread.currentThread().isInterrupted();
            });
    lockWaits(1);
    thread[0].interrupt();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).as("the interrupt is kept").isTrue();
    one.commit();
    Sql.run(two, "delete from account");
    two.commit();
  }

  // ------------------------------------------------------------------ deadlocks

  @Test
  void whoClosesACircleGivesWayAndMustRollBack() throws Exception {
    Sql.run(one, "update account set balance = 11 where id = 1");
    Sql.run(two, "update account set balance = 22 where id = 2");
    FutureTask<Boolean> waiting = start(one, "update account set balance = 12 where id = 2");
    lockWaits(1);
    assertThatThrownBy(() -> Sql.run(two, "update account set balance = 21 where id = 1"))
        .isInstanceOf(SQLTransactionRollbackException.class)
        .hasFieldOrPropertyWithValue("SQLState", "40P01")
        .hasMessageContaining("row (1) of table \"account\"")
        .hasMessageContaining("row (2) of table \"account\"")
        .hasMessageContaining("update account set balance = 12 where id = 2");
    get(waiting);
    assertThatThrownBy(() -> Sql.run(two, "update account set balance = 33 where id = 3"))
        .hasFieldOrPropertyWithValue("SQLState", "25P02")
        .hasMessageContaining("deadlock");
    assertThatThrownBy(two::commit).hasFieldOrPropertyWithValue("SQLState", "25P02");
    Sql.run(two, "update account set balance = 33 where id = 3");
    two.commit();
    one.commit();
    assertThat(Sql.number(observer, "select sum(balance) from account")).isEqualTo(11 + 12 + 33);
  }

  // ------------------------------------------------------------------ what others commit

  @Test
  void eachStatementSeesWhatIsCommittedAndAnOpenResultDoesNot() throws Exception {
    try (Statement statement = one.createStatement();
        ResultSet rows = statement.executeQuery("select balance from account order by id")) {
      assertThat(rows.next()).isTrue();
      Sql.run(observer, "update account set balance = 0");
      Sql.run(observer, "checkpoint");
      assertThat(Sql.number(one, "select sum(balance) from account")).isZero();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(100);
    }
    two.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    assertThat(Sql.number(two, "select sum(balance) from account")).isZero();
    Sql.run(observer, "update account set balance = 9");
    assertThat(Sql.number(two, "select sum(balance) from account")).isZero();
  }

  @Test
  void writeSkewIsRefusedAndWhatFollowsIsANewTransaction() throws Exception {
    for (Connection connection : List.of(one, two)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(Sql.number(connection, "select sum(balance) from account")).isEqualTo(300);
    }
    Sql.run(one, "update account set balance = -50 where id = 1");
    Sql.run(two, "update account set balance = -50 where id = 2");
    one.commit();
    assertThatThrownBy(two::commit)
        .isInstanceOf(SQLTransactionRollbackException.class)
        .hasFieldOrPropertyWithValue("SQLState", "40001")
        .hasMessageContaining("account");
    assertThat(Sql.number(two, "select sum(balance) from account")).isEqualTo(150);
    two.commit();
  }

  @Test
  void tablesThatOthersMakeAreSeen() throws Exception {
    assertThat(Sql.number(one, "select count(*) from account")).isEqualTo(3);
    Sql.run(observer, "create table news (line text)");
    assertThat(Sql.number(one, "select count(*) from news")).isZero();
    Sql.run(observer, "drop table news");
    assertThatThrownBy(() -> Sql.run(one, "select * from news"))
        .hasFieldOrPropertyWithValue("SQLState", "42P01");
  }
}
