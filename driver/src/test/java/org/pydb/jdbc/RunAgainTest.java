package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/**
 * A statement that runs again uses what its last run was made of. Nobody may notice: not who still
 * holds the old result, not who cancels the old run, not who reads beside it.
 */
class RunAgainTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    Sql.run(connection, "create table t (a int primary key, b text)");
    Sql.run(connection, "insert into t values (1, 'one'), (2, 'two'), (3, 'three')");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void anOldResultStaysClosed() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select b from t where a >= ?")) {
      select.setInt(1, 1);
      ResultSet left = select.executeQuery();
      assertThat(left.next()).isTrue();
      select.setInt(1, 3);
      ResultSet readToItsEnd = select.executeQuery();
      expectClosed(left);
      assertThat(readToItsEnd.next()).isTrue();
      assertThat(readToItsEnd.next()).isFalse();
      ResultSet closed = select.executeQuery();
      expectClosed(readToItsEnd);
      closed.close();
      select.setInt(1, 2);
      ResultSet last = select.executeQuery();
      expectClosed(closed);
      assertThat(last.next()).isTrue();
      closed.close();
      readToItsEnd.close();
      left.close();
      assertThat(last.getString(1)).isEqualTo("two");
      assertThat(last.next()).isTrue();
      expectClosed(left);
      expectClosed(readToItsEnd);
      expectClosed(closed);
    }
  }

  private static void expectClosed(ResultSet old) throws SQLException {
    assertThat(old.isClosed()).isTrue();
    assertThatThrownBy(old::next).hasMessageContaining("the result set is closed");
    assertThatThrownBy(() -> old.getString(1)).hasMessageContaining("the result set is closed");
  }

  /** Results of two statements are open at once, and each sees the moment when it was opened. */
  @Test
  void eachRunSeesWhatIsCommittedWhenItBegins() throws SQLException {
    try (PreparedStatement one = connection.prepareStatement("select b from t where a > 0");
        PreparedStatement other = connection.prepareStatement("select b from t where a = 1")) {
      assertThat(text(other)).isEqualTo("one");
      try (ResultSet open = one.executeQuery()) {
        Sql.run(connection, "update t set b = 'uno' where a = 1");
        assertThat(text(other)).isEqualTo("uno");
        Sql.run(connection, "update t set b = 'un' where a = 1");
        assertThat(text(other)).isEqualTo("un");
        assertThat(open.next()).isTrue();
        assertThat(open.getString(1)).isEqualTo("one");
      }
      assertThat(text(one)).isEqualTo("un");
    }
  }

  private static String text(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Once {@code cancel} has returned it does not touch any run that begins later. */
  @Test
  void cancelEndsNoLaterRun() throws Exception {
    try (PreparedStatement select =
        connection.prepareStatement("select count(*) from t where b <> ?")) {
      select.setString(1, "two");
      Canceler canceler = new Canceler(select);
      CompletableFuture<Void> canceling = CompletableFuture.runAsync(canceler::run);
      int canceledCount = 0;
      for (int i = 0; i < 20_000; i++) {
        canceler.allow(true);
        try {
          count(select);
        } catch (SQLException e) {
          assertThat(e.getSQLState()).isEqualTo("57014");
          canceledCount++;
        }
        canceler.allow(false);
        assertThat(count(select)).as("after %s canceled runs", canceledCount).isEqualTo(2);
      }
      canceler.end();
      canceling.get();
    }
  }

  private static long count(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Cancels a statement again and again while it may. */
  private static final class Canceler {
    private final PreparedStatement statement;
    private boolean isAllowed;
    private volatile boolean isOver;

    Canceler(PreparedStatement statement) {
      this.statement = statement;
    }

    /** When this returns with false, nobody is canceling. */
    synchronized void allow(boolean allowed) {
      isAllowed = allowed;
    }

    void end() {
      isOver = true;
    }

    void run() {
      while (!isOver) {
        cancelIfAllowed();
        Thread.onSpinWait();
      }
    }

    private synchronized void cancelIfAllowed() {
      try {
        if (isAllowed) {
          statement.cancel();
        }
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
  }
}
