package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Errors as they reach a user of JDBC: class, SQLSTATE, and a text that says what to do. */
class ErrorsTest {
  private static final String URL = "jdbc:pydb:mem:errors";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(URL);
    Sql.run(connection, "create table artist (id integer primary key, name varchar(10) not null)");
    Sql.run(
        connection,
        "create table album (id integer primary key, artist_id integer"
            + " references artist (id), price decimal(5, 2) check (price > 0))");
    Sql.run(connection, "insert into artist values (1, 'AC/DC')");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(connection, "shutdown");
    connection.close();
  }

  private <T extends SQLException> void assertFails(
      Class<T> type, String state, String sql, String... words) {
    T failure = catchThrowableOfType(type, () -> Sql.run(connection, sql));
    assertThat((Throwable) failure).as(sql).isNotNull();
    assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(state);
    assertThat(failure.getErrorCode()).isZero();
    assertThat(failure.getMessage()).contains(words);
  }

  @Test
  void syntaxErrorsShowThePlace() {
    assertFails(
        SQLSyntaxErrorException.class,
        "42601",
        "select id,\n  from artist",
        "line 2, column 3",
        "  from artist\n",
        "^");
  }

  /** It had 500 lines: the words that the generated parser would have taken instead. */
  @Test
  void theStackTraceOfASyntaxErrorFitsIntoALog() {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> Sql.run(connection, "create table t (id integer, by text)"));
    StringWriter log = new StringWriter();
    failure.printStackTrace(new PrintWriter(log));
    assertThat(log.toString()).contains("line 1, column 29");
    assertThat(log.toString().lines()).hasSizeLessThan(200);
  }

  @Test
  void unknownNamesSuggestTheNearest() {
    assertFails(
        SQLSyntaxErrorException.class,
        "42P01",
        "select * from artits",
        "relation \"artits\" does not exist",
        "did you mean \"artist\"?",
        "line 1, column 15");
    assertFails(
        SQLSyntaxErrorException.class, "42703", "select nam from artist", "\"name\"", "column 8");
  }

  @Test
  void violationsNameConstraintTableAndKey() {
    assertFails(
        SQLIntegrityConstraintViolationException.class,
        "23505",
        "insert into artist values (1, 'Accept')",
        "artist_pkey",
        "(id)=(1)");
    assertFails(
        SQLIntegrityConstraintViolationException.class,
        "23502",
        "insert into artist values (2, null)",
        "name");
    assertFails(
        SQLIntegrityConstraintViolationException.class,
        "23503",
        "insert into album values (1, 7, 1)",
        "artist_id",
        "7");
    assertFails(
        SQLIntegrityConstraintViolationException.class,
        "23514",
        "insert into album values (1, 1, -1)",
        "album");
  }

  @Test
  void valuesThatDoNotFitAreNeverCut() {
    assertFails(
        SQLDataException.class,
        "22001",
        "insert into artist values (2, 'Antônio Carlos Jobim')",
        "character varying(10)");
    assertFails(
        SQLDataException.class, "22003", "select 2147483647 + id from artist", "out of range");
    assertFails(SQLDataException.class, "22012", "select id / (id - 1) from artist", "zero");
    assertFails(SQLDataException.class, "22P02", "select cast('x' as integer)", "x");
  }

  @Test
  void conflictsAskToTryAgain() throws SQLException {
    try (Connection other = DriverManager.getConnection(URL)) {
      other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      other.setAutoCommit(false);
      Sql.text(other, "select name from artist where id = 1");
      Sql.run(connection, "update artist set name = 'one' where id = 1");
      assertThatThrownBy(() -> Sql.run(other, "update artist set name = 'two' where id = 1"))
          .isInstanceOf(SQLTransactionRollbackException.class)
          .hasFieldOrPropertyWithValue("SQLState", "40001")
          .hasMessageContaining("row (1) of table \"artist\" was changed");
      other.rollback();
      assertThat(Sql.text(other, "select name from artist")).isEqualTo("one");
    }
  }

  @Test
  void aFailedStatementLeavesTheTransactionUsable() throws SQLException {
    connection.setAutoCommit(false);
    Sql.run(connection, "insert into artist values (2, 'Accept')");
    assertThatThrownBy(() -> Sql.run(connection, "insert into artist values (3, 'a'), (1, 'b')"))
        .hasFieldOrPropertyWithValue("SQLState", "23505");
    connection.commit();
    assertThat(Sql.number(connection, "select count(*) from artist")).isEqualTo(2);
    connection.setAutoCommit(true);
  }
}
