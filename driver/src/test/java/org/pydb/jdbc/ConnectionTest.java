package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Transactions, settings and the end of connections. */
class ConnectionTest {
  private static final String URL = "jdbc:pydb:mem:connections";

  private Connection connection;
  private Connection other;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(URL);
    other = DriverManager.getConnection(URL);
    Sql.run(connection, "create table t (a integer primary key)");
  }

  @AfterEach
  void shutDown() throws SQLException {
    try (Connection last = DriverManager.getConnection(URL)) {
      Sql.run(last, "shutdown");
    }
    connection.close();
    other.close();
  }

  private long rowsSeenByOthers() throws SQLException {
    return Sql.number(other, "select count(*) from t");
  }

  // ------------------------------------------------------------------ transactions

  @Test
  void eachStatementCommitsAtFirst() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    Sql.run(connection, "insert into t values (1)");
    assertThat(rowsSeenByOthers()).isEqualTo(1);
  }

  @Test
  void nobodySeesWhatIsNotCommitted() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    assertThat(rowsSeenByOthers()).isZero();
    connection.commit();
    assertThat(rowsSeenByOthers()).isEqualTo(1);
  }

  @Test
  void turningAutocommitOnCommits() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    connection.setAutoCommit(true);
    assertThat(rowsSeenByOthers()).isEqualTo(1);
  }

  @Test
  void closingRollsBack() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    connection.close();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(rowsSeenByOthers()).isZero();
  }

  @Test
  void endingWhatNeverBeganIsAnError() {
    assertThatThrownBy(connection::commit)
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "25P01")
        .hasMessageContaining("setAutoCommit(false)");
    assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "25P01");
    assertThatThrownBy(connection::setSavepoint).hasFieldOrPropertyWithValue("SQLState", "25P01");
  }

  @Test
  void beginAndCommitAsSqlDoTheSame() throws SQLException {
    Sql.run(connection, "begin");
    Sql.run(connection, "insert into t values (1)");
    assertThat(rowsSeenByOthers()).isZero();
    connection.commit();
    assertThat(rowsSeenByOthers()).isEqualTo(1);
  }

  @Test
  void savepointsUndoWhatCameAfter() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    Savepoint first = connection.setSavepoint();
    Sql.run(connection, "insert into t values (2)");
    Savepoint second = connection.setSavepoint("second");
    Sql.run(connection, "insert into t values (3)");

    connection.rollback(second);
    assertThat(Sql.number(connection, "select max(a) from t")).isEqualTo(2);
    connection.rollback(first);
    assertThat(Sql.number(connection, "select max(a) from t")).isEqualTo(1);
    assertThatThrownBy(() -> connection.rollback(second))
        .hasFieldOrPropertyWithValue("SQLState", "3B001");
    connection.releaseSavepoint(first);
    assertThatThrownBy(() -> connection.rollback(first))
        .hasFieldOrPropertyWithValue("SQLState", "3B001");
  }

  @Test
  void savepointsTellTheirNameOrNumber() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint unnamed = connection.setSavepoint();
    Savepoint named = connection.setSavepoint("before");
    assertThat(named.getSavepointName()).isEqualTo("before");
    assertThat(unnamed.getSavepointId()).isPositive();
    assertThatThrownBy(unnamed::getSavepointName).isInstanceOf(SQLException.class);
    assertThatThrownBy(named::getSavepointId).isInstanceOf(SQLException.class);
  }

  @Test
  void savepointsOfOthersAreRefused() throws SQLException {
    connection.setAutoCommit(false);
    other.setAutoCommit(false);
    Savepoint theirs = other.setSavepoint();
    connection.setSavepoint();
    assertThatThrownBy(() -> connection.rollback(theirs))
        .hasFieldOrPropertyWithValue("SQLState", "3B001");
  }

  @Test
  void aResultOfAnEndedTransactionSaysSo() throws SQLException {
    Sql.run(connection, "insert into t values (1), (2), (3)");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select a from t")) {
      rows.next();
      connection.commit();
      assertThat(rows.isClosed()).isTrue();
      assertThatThrownBy(rows::next)
          .hasFieldOrPropertyWithValue("SQLState", "24000")
          .hasMessageContaining("transaction ended");
      assertThatThrownBy(() -> rows.getInt(1)).hasFieldOrPropertyWithValue("SQLState", "24000");
    }
  }

  @Test
  void aResultOfAutocommitOutlivesOtherStatements() throws SQLException {
    Sql.run(connection, "insert into t values (1), (2), (3)");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select a from t order by a")) {
      rows.next();
      Sql.run(connection, "delete from t");
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  // ------------------------------------------------------------------ settings

  @Test
  void readOnlyRefusesChanges() throws SQLException {
    connection.setReadOnly(true);
    assertThat(connection.isReadOnly()).isTrue();
    assertThatThrownBy(() -> Sql.run(connection, "insert into t values (1)"))
        .hasFieldOrPropertyWithValue("SQLState", "25006");
    connection.setReadOnly(false);
    Sql.run(connection, "insert into t values (1)");
  }

  @Test
  void readOnlyIsNotChangedWithinATransaction() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    assertThatThrownBy(() -> connection.setReadOnly(true))
        .hasFieldOrPropertyWithValue("SQLState", "25001");
  }

  @Test
  void isolationIsWhatWasAskedFor() throws SQLException {
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    for (int level : new int[] {1, 2, 4, 8}) {
      connection.setTransactionIsolation(level);
      assertThat(connection.getTransactionIsolation()).isEqualTo(level);
    }
    assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @Test
  void isolationIsNotChangedWithinATransaction() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    Sql.run(connection, "insert into t values (1)");
    assertThatThrownBy(
            () -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED))
        .hasFieldOrPropertyWithValue("SQLState", "25001");
    connection.rollback();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  @Test
  void theLevelOfATransactionIsNotThatOfTheNext() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "set transaction isolation level serializable");
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.commit();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    Sql.run(connection, "set session characteristics as transaction isolation level serializable");
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
  }

  @Test
  void schemasMustBeThere() throws SQLException {
    assertThat(connection.getSchema()).isEqualTo("public");
    connection.setSchema("public");
    assertThatThrownBy(() -> connection.setSchema("nowhere"))
        .hasFieldOrPropertyWithValue("SQLState", "3F000")
        .hasMessageContaining("public");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pydb:mem:?schema=nowhere"))
        .hasFieldOrPropertyWithValue("SQLState", "3F000");
    assertThat(connection.getCatalog()).isNull();
    connection.setCatalog("ignored");
  }

  @Test
  void sensitiveResultSetsAreDowngradedWithAWarning() throws SQLException {
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_UPDATABLE);
    }
    SQLWarning warning = connection.getWarnings();
    assertThat((Throwable) warning).hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
    assertThat((Throwable) warning.getNextWarning()).isNull();
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
    assertThatThrownBy(() -> connection.createStatement(7, ResultSet.CONCUR_READ_ONLY))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
    assertThatThrownBy(() -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, 7))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
  }

  @Test
  void nothingIsAskedForAndNothingIsMeant() throws SQLException {
    Sql.run(connection, "create schema other");
    connection.setSchema("other");
    connection.setSchema(null);
    assertThat(connection.getSchema()).isEqualTo("public");
    assertThatThrownBy(() -> connection.abort(null))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
    assertThat(connection.isClosed()).isFalse();
  }

  /** Results close with their transaction, unless they are held over its commit. */
  @Test
  void cursorsAreHeldOverCommitWhereThatIsWanted() throws SQLException {
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThatThrownBy(() -> connection.setHoldability(7))
        .hasFieldOrPropertyWithValue("SQLState", "22023");
    connection.setAutoCommit(false);
    String rows = "select x, 10 / (x - 999) as y from generate_series(1, 900) as s (x)";
    try (Statement closing = connection.createStatement();
        Statement holding =
            connection.createStatement(
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY,
                ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
      ResultSet closed = closing.executeQuery(rows);
      ResultSet held = holding.executeQuery(rows);
      assertThat(held.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
      assertThat(closed.next() && held.next()).isTrue();
      connection.commit();
      assertThatThrownBy(closed::next).hasFieldOrPropertyWithValue("SQLState", "24000");
      assertThat(numbers(held)).isEqualTo(900L * 901 / 2 - 1);
      ResultSet undone = holding.executeQuery(rows);
      connection.rollback();
      assertThatThrownBy(undone::next).hasFieldOrPropertyWithValue("SQLState", "24000");
    }
  }

  @Test
  void rowsThatFailWhenTheyAreHeldFailTheCommit() throws SQLException {
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        Statement another = connection.createStatement()) {
      another.execute("create table undone (x integer)");
      ResultSet rows =
          statement.executeQuery("select 10 / (x - 2000) from generate_series(1, 3000) as s (x)");
      assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
      assertThat(rows.next()).isTrue();
      assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "22012");
      assertThatThrownBy(() -> another.execute("select x from undone"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
    }
  }

  private static long numbers(ResultSet rows) throws SQLException {
    long sum = 0;
    while (rows.next()) {
      sum += rows.getInt(1);
    }
    return sum;
  }

  @Test
  void clientInfoIsKeptOrWarnedOf() throws SQLException {
    connection.setClientInfo("ApplicationName", "shop");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
    connection.setClientInfo("Mood", "good");
    assertThat((Throwable) connection.getWarnings()).hasMessageContaining("Mood");
    assertThat(connection.getClientInfo()).containsOnlyKeys("ApplicationName");
  }

  @Test
  void callsOfWhatThereIsNotAreRefused() {
    assertThatThrownBy(() -> connection.prepareCall("{call f()}"))
        .isInstanceOf(SQLSyntaxErrorException.class)
        .hasMessageContaining("function f() does not exist");
  }

  @Test
  void escapesAreRead() throws SQLException {
    String escape = "select {fn upper('{fn x}')}";
    assertThat(connection.nativeSQL(escape)).isEqualTo(escape);
    assertThat(Sql.text(connection, "select {fn upper('{x}')} || {fn lower('Y')}"))
        .isEqualTo("{X}y");
    assertThat(Sql.text(connection, "select cast({ts '2024-01-31 10:11:12.5'} as text)"))
        .isEqualTo("2024-01-31 10:11:12.5");
  }

  @Test
  void errorsInPreparedTextShowThePlace() {
    assertThatThrownBy(() -> connection.prepareStatement("select {fn upper(b)} from t"))
        .isInstanceOf(SQLSyntaxErrorException.class)
        .hasFieldOrPropertyWithValue("SQLState", "42703")
        .hasMessageContaining("line 1, column 18");
  }

  @Test
  void unwrapsToItself() throws SQLException {
    assertThat(connection.isWrapperFor(PydbConnection.class)).isTrue();
    assertThat(connection.unwrap(PydbConnection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(String.class)).isFalse();
    assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
  }

  // ------------------------------------------------------------------ the end

  @Test
  void closedConnectionsRefuseEverythingElse() throws SQLException {
    Statement statement = connection.createStatement();
    connection.close();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(statement.isClosed()).isTrue();
    for (Sql.Action action :
        new Sql.Action[] {
          connection::createStatement,
          () -> connection.prepareStatement("select 1"),
          connection::commit,
          connection::getAutoCommit,
          connection::getSchema,
          () -> statement.execute("select 1")
        }) {
      assertThatThrownBy(action::run).hasFieldOrPropertyWithValue("SQLState", "08003");
    }
  }

  @Test
  void validAsLongAsTheDatabaseIsOpen() throws SQLException {
    assertThat(connection.isValid(0)).isTrue();
    Sql.run(other, "shutdown");
    assertThat(connection.isValid(5)).isFalse();
    assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
  }

  @Test
  void abortEndsTheConnectionAtOnce() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into t values (1)");
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
    assertThat(rowsSeenByOthers()).isZero();
    connection.abort(Runnable::run);
  }
}
