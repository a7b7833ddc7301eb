package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Statements given as text. */
class StatementTest {

  /** Counts long enough to be stopped. */
  private static final String ENDLESS = "select count(*) from n a, n b, n c, n d";

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    statement = connection.createStatement();
    statement.execute("create table t (a integer primary key, b text)");
    statement.execute("insert into t values (1, 'x'), (2, 'y'), (3, null)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void makeManyRows() throws SQLException {
    statement.execute("create table n (i integer)");
    StringBuilder rows = new StringBuilder("insert into n values (0)");
    for (int i = 1; i < 2000; i++) {
      rows.append(",(").append(i).append(')');
    }
    statement.execute(rows.toString());
  }

  // ------------------------------------------------------------------ what a run yields

  @Test
  void executeTellsRowsFromCounts() throws SQLException {
    assertThat(statement.execute("select a from t")).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.getResultSet().next()).isTrue();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getResultSet()).isNull();

    assertThat(statement.execute("update t set b = 'z' where a < 3")).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getLargeUpdateCount()).isEqualTo(2);
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);

    assertThat(statement.execute("create table u (a integer)")).isFalse();
    assertThat(statement.getUpdateCount()).isZero();
  }

  /** Frameworks take locks so: they execute the query, and never look at its row. */
  @Test
  void aQueryRunsWhenItIsExecuted() throws SQLException {
    statement.execute("create sequence s");
    statement.execute("select nextval('s')");
    connection.prepareStatement("select nextval('s')").executeQuery();
    assertThat(Sql.number(connection, "select nextval('s')")).isEqualTo(3);
    assertThatThrownBy(() -> statement.execute("select 1 / (a - 1) from t"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
  }

  @Test
  void aChangeRunAsAQueryChangesNothing() throws SQLException {
    assertThatThrownBy(() -> statement.executeQuery("delete from t"))
        .hasFieldOrPropertyWithValue("SQLState", "07005")
        .hasMessageContaining("not run");
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(3);
  }

  @Test
  void aQueryRunAsAChangeIsRefused() {
    assertThatThrownBy(() -> statement.executeUpdate("select 1"))
        .hasFieldOrPropertyWithValue("SQLState", "07003");
  }

  @Test
  void semicolonAtTheEndIsNoOtherStatement() throws SQLException {
    statement.execute("delete from t; -- with a comment");
    assertThat(statement.getUpdateCount()).isEqualTo(3);
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
  }

  /** All of them have run when {@code execute} returns; their results are asked for in turn. */
  @Test
  void severalStatementsGiveAResultEach() throws SQLException {
    assertThat(
            statement.execute(
                "create table s (a integer); insert into s values (1), (2);"
                    + " select ';' as n; select a from s order by a; delete from s"))
        .isFalse();
    assertThat(Sql.number(connection, "select count(*) from s")).isZero();
    assertThat(statement.getUpdateCount()).isZero();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getMoreResults()).isTrue();
    ResultSet first = statement.getResultSet();
    assertThat(first.next()).isTrue();
    assertThat(first.getString("n")).isEqualTo(";");
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
    ResultSet second = statement.getResultSet();
    assertThat(second.next()).isTrue();
    assertThat(second.next()).isTrue();
    assertThat(second.getInt("a")).isEqualTo(2);
    assertThat(first.getString("n")).isEqualTo(";");
    assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
  }

  @Test
  void sameStatementTwiceGivesTwoResults() throws SQLException {
    assertThat(statement.execute("select a from t order by a; select a from t order by a"))
        .isTrue();
    ResultSet first = statement.getResultSet();
    assertThat(first.next()).isTrue();
    assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
    ResultSet second = statement.getResultSet();
    assertThat(second.next()).isTrue();
    assertThat(first.next()).isTrue();
    assertThat(first.getInt(1)).isGreaterThan(second.getInt(1));
    statement.execute("select 1");
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  /** As in PostgreSQL, a text is one transaction in autocommit. */
  @Test
  void whatWentBeforeAStatementThatFailsIsUndone() throws SQLException {
    assertThatThrownBy(
            () -> statement.execute("delete from t; create table s (x integer); select 1 / 0"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(3);
    statement.execute("create table s (x integer unique deferrable initially deferred)");
    assertThatThrownBy(
            () -> statement.executeUpdate("insert into s values (1); insert into s values (1)"))
        .hasFieldOrPropertyWithValue("SQLState", "23505");
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(Sql.number(connection, "select count(*) from s")).isZero();
    assertThat(connection.getAutoCommit()).isTrue();
    statement.execute("insert into s values (1)");
    assertThat(Sql.number(connection, "select count(*) from s")).isEqualTo(1);
  }

  /** COMMIT makes what went before durable; BEGIN takes it into its own transaction. */
  @Test
  void textMayBeginAndEndTransactionsItself() throws SQLException {
    statement.execute("create table s (x integer)");
    assertThatThrownBy(
            () ->
                statement.execute(
                    "insert into s values (1); begin; insert into s values (2); commit;"
                        + " insert into s values (3); select 1 / 0"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(Sql.number(connection, "select sum(x) from s")).isEqualTo(3);
    statement.execute("insert into s values (4); begin; insert into s values (8)");
    assertThat((Throwable) statement.getWarnings()).isNull();
    statement.execute("rollback");
    assertThat(Sql.number(connection, "select sum(x) from s")).isEqualTo(3);
    connection.setAutoCommit(false);
    assertThatThrownBy(() -> statement.execute("insert into s values (16); select 1 / 0"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    connection.commit();
    assertThat(Sql.number(connection, "select sum(x) from s")).isEqualTo(19);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @Test
  void countOfSeveralChangesIsTheFirstOnes() throws SQLException {
    assertThat(statement.executeUpdate("update t set a = a + 10; delete from t where a = 11"))
        .isEqualTo(3);
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(1);
    assertThatThrownBy(() -> statement.executeUpdate("delete from t; select 1"))
        .hasFieldOrPropertyWithValue("SQLState", "07003");
  }

  @Test
  void statementClosesWithItsLastResult() throws SQLException {
    statement.closeOnCompletion();
    statement.execute("select 1; select 2");
    assertThat(statement.getMoreResults()).isTrue();
    assertThat(statement.isClosed()).isFalse();
    statement.getResultSet().close();
    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void parametersNeedAPreparedStatement() {
    assertThatThrownBy(() -> statement.executeQuery("select a from t where a = ?"))
        .hasFieldOrPropertyWithValue("SQLState", "07001");
  }

  @Test
  void theNextRunClosesTheResult() throws SQLException {
    ResultSet rows = statement.executeQuery("select a from t");
    statement.executeQuery("select 1");
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "24000");
  }

  // ------------------------------------------------------------------ limits

  @Test
  void maxRowsEndsTheResult() throws SQLException {
    statement.setMaxRows(2);
    assertThat(statement.getLargeMaxRows()).isEqualTo(2);
    ResultSet rows = statement.executeQuery("select a from t order by a");
    assertThat(rows.next()).isTrue();
    assertThat(rows.next()).isTrue();
    assertThat(rows.next()).isFalse();
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isTrue();
  }

  @Test
  void settingsAreChecked() throws SQLException {
    statement.setFetchSize(100);
    assertThat(statement.getFetchSize()).isEqualTo(100);
    assertThatThrownBy(() -> statement.setFetchSize(-1)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> statement.setMaxRows(-1)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> statement.setQueryTimeout(-1)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> statement.setMaxFieldSize(-1)).isInstanceOf(SQLException.class);
  }

  /** Characters stay whole, and what is no text or bytes is not cut. */
  @Test
  void fieldsAreCutWhereThatIsWanted() throws SQLException {
    String sql =
        "select 'a\u00e4b' as t, cast('ab' as char(4)) as c, bytea '\\x010203' as b, 12345";
    statement.setMaxFieldSize(2);
    ResultSet rows = statement.executeQuery(sql);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getString(1)).isEqualTo("a");
    assertThat(rows.getObject(2)).isEqualTo("ab");
    assertThat(rows.getBytes(3)).containsExactly(1, 2);
    assertThat((byte[]) rows.getObject(3)).containsExactly(1, 2);
    assertThat(rows.getString(4)).isEqualTo("12345");
    statement.setMaxFieldSize(3);
    rows = statement.executeQuery(sql);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getString("t")).isEqualTo("a\u00e4");
    statement.setMaxFieldSize(0);
    rows = statement.executeQuery(sql);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getString("t")).isEqualTo("a\u00e4b");
    assertThat(rows.getString("c")).isEqualTo("ab  ");
  }

  @Test
  void aTimeLimitStopsAQuery() throws SQLException {
    makeManyRows();
    statement.setQueryTimeout(1);
    assertThatThrownBy(
            () -> {
              ResultSet rows = statement.executeQuery(ENDLESS);
              rows.next();
            })
        .isInstanceOf(SQLTimeoutException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014")
        .hasMessageContaining("1000 ms");
    assertThat(Sql.number(connection, "select 1")).isEqualTo(1);
  }

  @Test
  void anotherThreadCancelsAQuery() throws Exception {
    makeManyRows();
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    SQLException.class, () -> Sql.firstRow(statement.executeQuery(ENDLESS))));
    while (!failure.isDone()) {
      statement.cancel();
      Thread.sleep(1);
    }
    assertThat((Throwable) failure.get(60, TimeUnit.SECONDS))
        .isNotInstanceOf(SQLTimeoutException.class)
        .hasFieldOrPropertyWithValue("SQLState", "57014")
        .hasMessageContaining("user request");
    assertThat(Sql.number(connection, "select 1")).isEqualTo(1);
  }

  /** The tables hold next to nothing: only to find the plan takes long. */
  @Test
  void anotherThreadCancelsTheSearchForAPlan() throws Exception {
    StringBuilder joins = new StringBuilder("select * from t t0");
    for (int i = 1; i < 60; i++) {
      joins.append(" join t t%1$d on t%1$d.a = t%2$d.a + 1".formatted(i, i / 2));
    }
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    SQLException.class, () -> statement.executeQuery(joins.toString())));
    while (!failure.isDone()) {
      statement.cancel();
      Thread.sleep(1);
    }
    assertThat((Throwable) failure.get(60, TimeUnit.SECONDS))
        .hasFieldOrPropertyWithValue("SQLState", "57014")
        .hasMessageContaining("user request")
        .rootCause()
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace())
                    .extracting(StackTraceElement::getClassName)
                    .anyMatch(name -> name.endsWith("PlanCancellation")));
  }

  @Test
  void closingTheConnectionStopsAQuery() throws Exception {
    makeManyRows();
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    SQLException.class, () -> Sql.firstRow(statement.executeQuery(ENDLESS))));
    Thread.sleep(50);
    connection.close();
    assertThat(failure.get(60, TimeUnit.SECONDS).getSQLState()).isIn("57014", "08003");
  }

  // ------------------------------------------------------------------ batches

  @Test
  void aBatchRunsOneAfterTheOther() throws SQLException {
    statement.addBatch("insert into t values (4, 'a')");
    statement.addBatch("update t set b = 'b'");
    statement.addBatch("create table v (a integer)");
    assertThat(statement.executeBatch()).containsExactly(1, 4, 0);
    assertThat(statement.executeBatch()).isEmpty();
  }

  @Test
  void aFailingBatchTellsWhatWasDone() throws SQLException {
    statement.addBatch("insert into t values (4, 'a')");
    statement.addBatch("insert into t values (4, 'b')");
    statement.addBatch("insert into t values (5, 'c')");
    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
    assertThat(failure.getUpdateCounts()).containsExactly(1);
    assertThat(failure.getSQLState()).isEqualTo("23505");
    assertThat((Throwable) failure).hasMessageContaining("entry 1").hasMessageContaining("(a)=(4)");
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(4);
  }

  @Test
  void queriesAreNotForBatches() throws SQLException {
    statement.addBatch("select 1");
    assertThatThrownBy(statement::executeBatch)
        .isInstanceOf(BatchUpdateException.class)
        .hasFieldOrPropertyWithValue("SQLState", "07003");
  }

  // ------------------------------------------------------------------ closing

  @Test
  void closedStatementsRefuseEverythingElse() throws SQLException {
    ResultSet rows = statement.executeQuery("select a from t");
    statement.close();
    statement.close();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(() -> statement.execute("select 1"))
        .hasFieldOrPropertyWithValue("SQLState", "55000")
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> statement.setMaxRows(1))
        .hasFieldOrPropertyWithValue("SQLState", "55000");
    assertThat(connection.isClosed()).isFalse();
  }

  @Test
  void closesWithItsResultIfAsked() throws SQLException {
    statement.closeOnCompletion();
    ResultSet rows = statement.executeQuery("select a from t");
    statement.executeQuery("select 1").close();
    assertThat(rows.isClosed()).isTrue();
    assertThat(statement.isClosed()).isTrue();
  }

  // ------------------------------------------------------------------ warnings

  @Test
  void warningsBelongToOneRun() throws SQLException {
    statement.execute("commit");
    assertThat((Throwable) statement.getWarnings()).hasMessageContaining("no transaction");
    statement.execute("create table w (a integer)");
    assertThat((Throwable) statement.getWarnings()).isNull();
    statement.execute("rollback");
    statement.clearWarnings();
    assertThat((Throwable) statement.getWarnings()).isNull();
  }
}
