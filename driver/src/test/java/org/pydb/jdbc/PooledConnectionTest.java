package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** What a pool of an application server keeps, and what it is told. */
class PooledConnectionTest {
  private final List<String> events = new ArrayList<>();
  private PooledConnection pooled;

  private final ConnectionEventListener listener =
      new ConnectionEventListener() {
        @Override
        public void connectionClosed(ConnectionEvent event) {
          events.add("closed " + (event.getSource() == pooled));
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
          events.add("error " + event.getSQLException().getSQLState());
        }
      };

  private final StatementEventListener statementListener =
      new StatementEventListener() {
        @Override
        public void statementClosed(StatementEvent event) {
          events.add("statement closed");
        }

        @Override
        public void statementErrorOccurred(StatementEvent event) {
          events.add("statement error " + event.getSQLException().getSQLState());
        }
      };

  @BeforeEach
  void pool() throws SQLException {
    pooled = new PydbConnectionPoolDataSource("jdbc:pydb:mem:").getPooledConnection();
    pooled.addConnectionEventListener(listener);
    pooled.addStatementEventListener(statementListener);
  }

  @AfterEach
  void close() throws SQLException {
    pooled.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The database stays while nobody has a connection, also one in memory that has no name. */
  @Test
  void connectionsThatAreLentMeetTheSameDatabase() throws SQLException {
    try (Connection first = pooled.getConnection()) {
      run(first, "create table t (x integer)");
    }
    try (Connection second = pooled.getConnection()) {
      run(second, "insert into t values (1)");
    }
    assertThat(events).containsExactly("closed true", "closed true");
  }

  @Test
  void whatAUserLeavesBehindIsGone() throws SQLException {
    Connection first = pooled.getConnection();
    run(first, "create table t (x integer)");
    run(first, "create temporary table secret (x integer)");
    run(first, "create schema s");
    run(first, "set lock_timeout = '5s'");
    run(first, "select pg_advisory_lock(1)");
    first.setClientInfo("ApplicationName", "shop");
    first.setSchema("s");
    first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    first.setAutoCommit(false);
    Statement statement = first.createStatement();
    statement.execute("insert into public.t values (1)");
    ResultSet rows = statement.executeQuery("select * from public.t");
    first.close();
    first.close();

    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(first::createStatement).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThat(events).containsExactly("closed true");
    try (Connection second = pooled.getConnection()) {
      assertThat(second.getAutoCommit()).isTrue();
      assertThat(second.getSchema()).isEqualTo("public");
      assertThat(second.getClientInfo()).isEmpty();
      assertThat(second.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      assertThat(Sql.number(second, "select count(*) from t")).isZero();
      assertThat(Sql.text(second, "show lock_timeout")).isEqualTo("0");
      assertThat(Sql.text(second, "select pg_try_advisory_lock(1)::text")).isEqualTo("true");
      assertThatThrownBy(() -> run(second, "select * from secret"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
    }
  }

  /** As the Javadoc has it: whoever still has the first one loses it, and no event is sent. */
  @Test
  void oneConnectionIsLentAtATime() throws SQLException {
    Connection first = pooled.getConnection();
    first.setAutoCommit(false);
    run(first, "create table t (x integer)");
    Connection second = pooled.getConnection();

    assertThat(first.isClosed()).isTrue();
    assertThatThrownBy(() -> run(second, "select * from t"))
        .hasFieldOrPropertyWithValue("SQLState", "42P01");
    first.close();
    assertThat(second.isClosed()).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void preparedStatementsAreToldOf() throws SQLException {
    try (Connection connection = pooled.getConnection()) {
      connection.prepareStatement("select 1").close();
      connection.createStatement().close();
      assertThat(events).containsExactly("statement closed");
      pooled.removeStatementEventListener(statementListener);
      connection.prepareStatement("select 1").close();
      assertThat(events).hasSize(1);
    }
  }

  @Test
  void errorAfterWhichNothingWorksIsToldOfAndOthersAreNot() throws SQLException {
    Connection connection = pooled.getConnection();
    PreparedStatement select = connection.prepareStatement("select 1");
    assertThatThrownBy(() -> run(connection, "select 1 / 0"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(events).isEmpty();
    run(connection, "shutdown");
    assertThatThrownBy(select::executeQuery).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThat(events).containsExactly("statement error 08003", "error 08003");
  }

  @Test
  void pooledConnectionEndsWhatIsLentAndTellsNobody() throws SQLException {
    Connection connection = pooled.getConnection();
    pooled.close();
    pooled.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(events).isEmpty();
    assertThatThrownBy(pooled::getConnection).hasFieldOrPropertyWithValue("SQLState", "08003");
  }
}
