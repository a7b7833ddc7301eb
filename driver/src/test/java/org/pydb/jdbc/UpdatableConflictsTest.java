package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** Changing rows through a result set, of which others change some meanwhile. */
class UpdatableConflictsTest extends UpdatableSongs {

  @Test
  void whatOthersChangedIsNotOverwritten() throws SQLException {
    ResultSet rows = song();
    Sql.run(other, "update song set seconds = 101 where id = 1");
    rows.updateString(2, "mine");
    assertThatThrownBy(rows::updateRow)
        .hasFieldOrPropertyWithValue("SQLState", "40001")
        .hasMessageContaining("song")
        .hasMessageContaining("refreshRow");
    fails(rows::deleteRow, "40001");
    assertThat(rows.getInt(3)).isEqualTo(100);
    rows.refreshRow();
    assertThat(rows.getInt(3)).isEqualTo(101);
    rows.updateRow(); // Nothing waits any more.
    rows.updateString(2, "mine");
    rows.updateRow();
    assertThat(songs().get(0)).isEqualTo("1|mine|101");
    assertThat(rows.next()).isTrue();
    Sql.run(other, "update song set seconds = 200 where id = 2");
    rows.updateString(2, "mine"); // It was NULL.
    fails(rows::updateRow, "40001");
    assertThat(rows.next()).isTrue();
    Sql.run(other, "delete from song where id = 3");
    rows.updateString(2, "mine");
    fails(rows::updateRow, "40001");
    fails(rows::deleteRow, "40001");
    fails(rows::refreshRow, "24000");
    assertThat(songs()).containsExactly("1|mine|101", "2|two|200");
  }

  /** Columns that were not selected are neither looked at nor touched. */
  @Test
  void otherColumnsAreLeftAlone() throws SQLException {
    ResultSet rows = rows("select id, title from song where id = 1");
    assertThat(rows.next()).isTrue();
    Sql.run(other, "update song set seconds = 101 where id = 1");
    rows.updateString(2, "mine");
    rows.updateRow();
    assertThat(songs().get(0)).isEqualTo("1|mine|101");
  }

  @Test
  void changesOfAllTypesAreNoticed() throws SQLException {
    run("create table every (" + ALL_TYPES + ")");
    run(
        "insert into every values (1, true, 1, 1, 1, 1, 1, 1.0, 'a', 'a', 'a', '\\x00',"
            + " '2024-01-01', '10:00', '2024-01-01 10:00', '2024-01-01 10:00Z',"
            + " '00000000-0000-0000-0000-000000000001', '30 days', '{\"a\":1}', '{\"a\":1}',"
            + " '{1,null}', 1)");
    String[] others = {
      "b = false",
      "i2 = 2",
      "i8 = null",
      "f4 = 'NaN'",
      "f8 = 1.0000000001",
      "d = 1.01",
      "n = 1.001",
      "c = 'b'",
      "v = 'A'",
      "t = ''",
      "x = ''",
      "da = '2024-01-02'",
      "ti = '10:01'",
      "ts = '2024-01-01 10:01'",
      "tz = '2024-01-01 10:01Z'",
      "u = null",
      "iv = '1 mon'",
      "j = '{\"a\":  1}'",
      "jb = '{\"a\":2}'",
      "a = '{null,1}'",
      "big = null"
    };
    for (String change : others) {
      ResultSet rows = rows("select * from every");
      assertThat(rows.next()).isTrue();
      rows.updateInt("id", 1);
      rows.updateRow();
      Sql.run(other, "update every set " + change);
      rows.updateInt("id", 2);
      SQLException failure = catchThrowableOfType(SQLException.class, rows::updateRow);
      assertThat((Throwable) failure).as(change).isNotNull();
      assertThat(failure.getSQLState()).as(change).isEqualTo("40001");
    }
  }

  @Test
  void transactionsHoldWhatIsChanged() throws SQLException {
    connection.setAutoCommit(false);
    ResultSet rows = song();
    rows.updateString(2, "undone");
    rows.updateRow();
    assertThat(songs().get(0)).isEqualTo("1|one|100");
    connection.rollback();
    assertThat(rows.isClosed()).isTrue();
    fails(() -> rows.updateInt(1, 1), "24000");
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    ResultSet again = song();
    Sql.run(other, "update song set seconds = 1 where id = 1");
    again.updateString(2, "mine");
    fails(again::updateRow, "40001");
    connection.rollback();
    assertThat(songs().get(0)).isEqualTo("1|one|1");
  }

  /** Who locks what it reads cannot come too late. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lockedRowsAreUpdated(boolean autoCommit) throws SQLException {
    connection.setAutoCommit(autoCommit);
    ResultSet rows =
        rows(ResultSet.TYPE_FORWARD_ONLY, "select id, title from song order by id for update");
    assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_UPDATABLE);
    while (rows.next()) {
      rows.updateString(2, "song " + rows.getInt(1));
      rows.updateRow();
    }
    if (!autoCommit) {
      connection.commit();
    }
    assertThat(songs()).containsExactly("1|song 1|100", "2|song 2|null", "3|song 3|300");
  }

  @Test
  void waitingForALockIsCancelled() throws Exception {
    other.setAutoCommit(false);
    Sql.run(other, "update song set seconds = 1");
    ResultSet rows = song();
    rows.updateString(2, "mine");
    var executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> change =
          executor.submit(
              () -> {
                rows.updateRow();
                return null;
              });
      while (!change.isDone()) {
        rows.getStatement().cancel();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThatThrownBy(change::get).cause().hasFieldOrPropertyWithValue("SQLState", "57014");
    } finally {
      executor.shutdownNow();
    }
    other.rollback();
    rows.updateRow();
    assertThat(songs().get(0)).isEqualTo("1|mine|100");
  }
}
