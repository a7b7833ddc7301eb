package org.pydb.jdbc.methods;

import static java.sql.Statement.RETURN_GENERATED_KEYS;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import org.pydb.jdbc.statement.PydbStatement;

/** {@link Statement}. */
final class StatementTries {
  private static final String INSERT = "insert into pet (name) values ('Kim')";
  private static final int[] NUMBERS = {2};
  private static final String[] NAMES = {"name"};

  private StatementTries() {}

  static Tries<Statement> all(Fixture fixture) throws Exception {
    Tries<Statement> on =
        new Tries<>(
            Statement.class,
            fixture,
            c -> {
              c.setAutoCommit(false);
              return c.createStatement();
            });
    running(on);
    results(on);
    limits(on);
    hints(on);
    names(on);
    return on;
  }

  private static void running(Tries<Statement> on) throws Exception {
    on.call("execute(String)", s -> s.execute("select 1"));
    on.call(
        "execute(String, int)",
        s -> keys(s, !s.execute("insert into owner values (9, 'x')", RETURN_GENERATED_KEYS)));
    on.call("execute(String, int[])", s -> keys(s, !s.execute(INSERT, NUMBERS)));
    on.call("execute(String, String[])", s -> keys(s, !s.execute(INSERT, NAMES)));
    on.call("executeQuery(String)", s -> s.executeQuery("select name from pet order by name"));
    on.call("executeUpdate(String)", s -> s.executeUpdate("update pet set weight = 1"));
    on.call(
        "executeUpdate(String, int)",
        s ->
            keys(
                s,
                s.executeUpdate("insert into owner values (9, 'x')", RETURN_GENERATED_KEYS) == 1));
    on.call("executeUpdate(String, int[])", s -> keys(s, s.executeUpdate(INSERT, NUMBERS) == 1));
    on.call("executeUpdate(String, String[])", s -> keys(s, s.executeUpdate(INSERT, NAMES) == 1));
    on.call("executeLargeUpdate(String)", s -> s.executeLargeUpdate("update pet set weight = 1"));
    on.call(
        "executeLargeUpdate(String, int)",
        s ->
            keys(
                s,
                s.executeLargeUpdate("insert into owner values (9, 'x')", RETURN_GENERATED_KEYS)
                    == 1));
    on.call(
        "executeLargeUpdate(String, int[])",
        s -> keys(s, s.executeLargeUpdate(INSERT, NUMBERS) == 1));
    on.call(
        "executeLargeUpdate(String, String[])",
        s -> keys(s, s.executeLargeUpdate(INSERT, NAMES) == 1));
    on.call("addBatch(String)", s -> batch(s).executeBatch());
    on.call("executeBatch()", s -> batch(s).executeBatch());
    on.call("executeLargeBatch()", s -> batch(s).executeLargeBatch());
    on.call(
        "clearBatch()",
        s -> {
          batch(s).clearBatch();
          return "then a batch has counts " + Arrays.toString(s.executeBatch());
        });
    on.call(
        "cancel()",
        s -> {
          ResultSet rows = s.executeQuery("select * from generate_series(1, 1000000)");
          s.cancel();
          return "then reading on fails with "
              + Refusal.of(
                  () -> {
                    while (rows.next()) {
                      // Until the next batch of rows is asked for.
                    }
                  });
        });
  }

  private static Statement batch(Statement statement) throws Exception {
    statement.addBatch("update pet set weight = 1");
    statement.addBatch("delete from pet where id = 1");
    return statement;
  }

  private static ResultSet keys(Statement statement, boolean asExpected) throws Exception {
    if (!asExpected) {
      throw new AssertionError("another count than expected");
    }
    return statement.getGeneratedKeys();
  }

  private static void results(Tries<Statement> on) throws Exception {
    on.call(
        "getResultSet()",
        s -> {
          s.execute("select 1 as n");
          return s.getResultSet();
        });
    on.call(
        "getUpdateCount()",
        s -> {
          s.execute("update pet set weight = 1");
          return s.getUpdateCount();
        });
    on.call(
        "getLargeUpdateCount()",
        s -> {
          s.execute("update pet set weight = 1");
          return s.getLargeUpdateCount();
        });
    on.call(
        "getMoreResults()",
        s -> {
          s.execute("select 1");
          return s.getMoreResults() + ", and the count is " + s.getUpdateCount();
        });
    on.call(
        "getMoreResults(int)",
        s -> {
          s.execute("select 1");
          ResultSet rows = s.getResultSet();
          return s.getMoreResults(Statement.KEEP_CURRENT_RESULT) + ", closed: " + rows.isClosed();
        });
    on.call(
        "getGeneratedKeys()",
        s -> {
          s.execute("update pet set weight = 1", new String[] {"id", "weight"});
          return s.getGeneratedKeys();
        });
    on.call("getConnection()", s -> s.getConnection().getAutoCommit());
    on.call("getWarnings()", Statement::getWarnings);
    on.call(
        "clearWarnings()",
        s -> {
          s.clearWarnings();
          return "then there is " + s.getWarnings();
        });
    on.call("isClosed()", Statement::isClosed);
    on.call(
        "close()",
        s -> {
          ResultSet rows = s.executeQuery("select 1");
          s.close();
          s.close();
          return "then its rows are closed, too: " + rows.isClosed();
        });
    on.call(
        "closeOnCompletion()",
        s -> {
          s.closeOnCompletion();
          s.executeQuery("select 1").close();
          return "closed with its rows: " + s.isClosed();
        });
    on.call("isCloseOnCompletion()", Statement::isCloseOnCompletion);
  }

  private static void limits(Tries<Statement> on) throws Exception {
    on.call("getMaxRows()", Statement::getMaxRows);
    on.call(
        "setMaxRows(int)",
        s -> {
          s.setMaxRows(1);
          return s.executeQuery("select name from pet order by name");
        });
    on.call("getLargeMaxRows()", Statement::getLargeMaxRows);
    on.call(
        "setLargeMaxRows(long)",
        s -> {
          s.setLargeMaxRows(1);
          return s.executeQuery("select name from pet order by name");
        });
    on.call("getMaxFieldSize()", Statement::getMaxFieldSize);
    on.call(
        "setMaxFieldSize(int)",
        s -> {
          s.setMaxFieldSize(0);
          s.setMaxFieldSize(2);
          return s.executeQuery("select 'abc' as cut");
        });
    on.call("getQueryTimeout()", Statement::getQueryTimeout);
    on.call(
        "setQueryTimeout(int)",
        s -> {
          s.setQueryTimeout(30);
          return "then it is " + s.getQueryTimeout();
        });
  }

  private static void hints(Tries<Statement> on) throws Exception {
    on.call("getFetchSize()", Statement::getFetchSize);
    on.call(
        "setFetchSize(int)",
        s -> {
          s.setFetchSize(50);
          return "then it is "
              + s.getFetchSize()
              + ", of rows, too: "
              + s.executeQuery("select 1").getFetchSize();
        });
    on.call("getFetchDirection()", Statement::getFetchDirection);
    on.call(
        "setFetchDirection(int)",
        s -> {
          s.setFetchDirection(ResultSet.FETCH_REVERSE);
          return "then it is " + s.getFetchDirection();
        });
    on.call("isPoolable()", Statement::isPoolable);
    on.call(
        "setPoolable(boolean)",
        s -> {
          s.setPoolable(true);
          return "then it is " + s.isPoolable();
        });
    on.call(
        "setEscapeProcessing(boolean)",
        s -> {
          s.setEscapeProcessing(true);
          return s.executeQuery("select {fn ucase('a')} as n");
        });
    on.call(
        "setCursorName(String)",
        s -> {
          s.setCursorName("c");
          return "ignored, as JDBC asks where there are no positioned updates";
        });
    on.call("getResultSetType()", Statement::getResultSetType);
    on.call("getResultSetConcurrency()", Statement::getResultSetConcurrency);
    on.call("getResultSetHoldability()", Statement::getResultSetHoldability);
  }

  private static void names(Tries<Statement> on) throws Exception {
    on.call("enquoteLiteral(String)", s -> s.enquoteLiteral("it's"));
    on.call("enquoteNCharLiteral(String)", s -> s.enquoteNCharLiteral("it's"));
    on.call(
        "enquoteIdentifier(String, boolean)",
        s ->
            s.enquoteIdentifier("plain", false)
                + " "
                + s.enquoteIdentifier("Mixed", false)
                + " "
                + s.enquoteIdentifier("select", false)
                + " "
                + s.enquoteIdentifier("plain", true));
    on.call(
        "isSimpleIdentifier(String)",
        s ->
            "plain: "
                + s.isSimpleIdentifier("plain")
                + ", Mixed: "
                + s.isSimpleIdentifier("Mixed")
                + ", select: "
                + s.isSimpleIdentifier("select"));
    on.call("isWrapperFor(Class)", s -> s.isWrapperFor(PydbStatement.class));
    on.call("unwrap(Class)", s -> s.unwrap(PydbStatement.class));
  }
}
