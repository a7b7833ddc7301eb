package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydb.jdbc.testkit.Sql;

/** Locks on numbers that two sessions know the meaning of. */
@Timeout(60)
class AdvisoryLocksTest {
  private Connection one;
  private Connection two;

  @BeforeEach
  void connect() throws SQLException {
    one = DriverManager.getConnection("jdbc:pydb:mem:advisory");
    two = DriverManager.getConnection("jdbc:pydb:mem:advisory");
  }

  @AfterEach
  void shutDown() throws SQLException {
    Sql.run(one, "shutdown");
    one.close();
    two.close();
  }

  private static boolean ask(Connection session, String function) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet answer = statement.executeQuery("select " + function)) {
      assertThat(answer.next()).isTrue();
      return answer.getBoolean(1);
    }
  }

  private boolean isFree(int key) throws SQLException {
    return ask(two, "pg_try_advisory_lock(" + key + ")")
        && ask(two, "pg_advisory_unlock(" + key + ")");
  }

  @Test
  void aTransactionsLocksEndWithIt() throws SQLException {
    one.setAutoCommit(false);
    assertThat(ask(one, "pg_try_advisory_xact_lock(1)")).isTrue();
    assertThat(isFree(1)).isFalse();
    assertThat(isFree(2)).isTrue();
    one.commit();
    assertThat(isFree(1)).isTrue();

    assertThat(ask(one, "pg_try_advisory_xact_lock(1)")).isTrue();
    one.rollback();
    assertThat(isFree(1)).isTrue();
  }

  @Test
  void inAutocommitTheyEndWithTheirStatement() throws SQLException {
    assertThat(ask(one, "pg_try_advisory_xact_lock(1)")).isTrue();
    assertThat(isFree(1)).isTrue();
    Sql.run(one, "create table done (yes boolean)");
    Sql.run(one, "insert into done values (pg_try_advisory_xact_lock(1))");
    assertThat(isFree(1)).isTrue();
  }

  /** A session may have a lock for itself and for its transaction; only its own it gives back. */
  @Test
  void theSessionsOwnLockStays() throws SQLException {
    one.setAutoCommit(false);
    assertThat(ask(one, "pg_try_advisory_lock(1)")).isTrue();
    assertThat(ask(one, "pg_try_advisory_xact_lock(1)")).isTrue();
    one.commit();
    assertThat(isFree(1)).isFalse();

    assertThat(ask(one, "pg_try_advisory_xact_lock(1)")).isTrue();
    assertThat(ask(one, "pg_advisory_unlock(1)")).isTrue();
    assertThat(ask(one, "pg_advisory_unlock(1)")).isFalse();
    assertThat(isFree(1)).isFalse();
    one.commit();
    assertThat(isFree(1)).isTrue();
  }

  @Test
  void whoWaitsGetsItWhenTheTransactionEnds() throws Exception {
    one.setAutoCommit(false);
    two.setAutoCommit(false);
    assertThat(ask(one, "pg_try_advisory_xact_lock(7, 8)")).isTrue();
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              Sql.run(two, "select pg_advisory_xact_lock(7, 8)");
              return true;
            });
    new Thread(waiting, "the one who waits").start();
    one.commit();
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ask(one, "pg_try_advisory_xact_lock(7, 8)")).isFalse();
    two.rollback();
    assertThat(ask(one, "pg_try_advisory_xact_lock(7, 8)")).isTrue();
  }
}
