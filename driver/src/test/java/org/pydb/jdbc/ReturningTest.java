package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Changes that give rows: by RETURNING, and as generated keys. */
@Timeout(120)
class ReturningTest {
  private static final String URL = "jdbc:pydb:mem:returning";
  private static final String INSERT = "insert into song (id, title) values (?, ?)";

  private Connection connection;
  private Statement statement;
  private Connection other;

  @BeforeEach
  void makeTables() throws SQLException {
    connection = DriverManager.getConnection(URL);
    other = DriverManager.getConnection(URL);
    statement = connection.createStatement();
    statement.execute(
        "create table song (id integer primary key, title text not null, seconds integer default 180)");
    statement.execute("create table note (text varchar(10), n integer)");
    statement.execute("insert into song values (1, 'Hey', 425), (2, 'Help', 139)");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.run(other, "shutdown");
    connection.close();
    other.close();
  }

  private static List<String> read(ResultSet rows) throws SQLException {
    List<String> read = new ArrayList<>();
    int width = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        row.add(rows.getString(i));
      }
      read.add(String.join(" ", row));
    }
    rows.close();
    return read;
  }

  private static List<String> labels(ResultSet rows) throws SQLException {
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      labels.add(rows.getMetaData().getColumnLabel(i));
    }
    return labels;
  }

  // ------------------------------------------------------------------ RETURNING

  @Test
  void executeQueryGivesTheRows() throws SQLException {
    ResultSet rows =
        statement.executeQuery("update song set seconds = seconds + 1 returning id, seconds as s");
    assertThat(labels(rows)).containsExactly("id", "s");
    assertThat(rows.getMetaData().getTableName(1)).isEqualTo("song");
    assertThat(read(rows)).containsExactly("1 426", "2 140");
    assertThat(statement.execute("delete from song where id = 2 returning title")).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(read(statement.getResultSet())).containsExactly("Help");
    assertThat(Sql.number(other, "select count(*) from song")).isEqualTo(1);
  }

  @Test
  void executeUpdateRefusesItAndChangesNothing() throws SQLException {
    assertThatThrownBy(() -> statement.executeUpdate("delete from song returning id"))
        .hasMessageContaining("yields rows, so it was not run");
    assertThat(Sql.number(connection, "select count(*) from song")).isEqualTo(2);
  }

  @Test
  void inAutocommitTheChangesAreThereBeforeTheRowsAreRead() throws SQLException {
    ResultSet rows = statement.executeQuery("insert into song values (3, 'C', 1) returning id");
    assertThat(Sql.number(other, "select count(*) from song")).isEqualTo(3);
    Sql.run(other, "update song set seconds = 2 where id = 3"); // Nobody holds a lock.
    Sql.run(connection, "begin");
    Sql.run(connection, "commit"); // It is not theirs to close the rows.
    assertThat(read(rows)).containsExactly("3");
  }

  @Test
  void inTransactionTheyRollBack() throws SQLException {
    connection.setAutoCommit(false);
    ResultSet rows = statement.executeQuery("delete from song returning id");
    assertThat(rows.next()).isTrue();
    connection.rollback();
    assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "24000");
    assertThat(Sql.number(connection, "select count(*) from song")).isEqualTo(2);
  }

  @Test
  void aStatementThatFailsChangesNothing() throws SQLException {
    statement.execute("create table part (id integer references song)");
    statement.execute("insert into part values (2)");
    assertThatThrownBy(() -> statement.executeQuery("delete from song returning id"))
        .hasFieldOrPropertyWithValue("SQLState", "23503");
    assertThatThrownBy(
            () ->
                statement.executeQuery(
                    "insert into song values (5, 'E', 1) returning 1 / (id - 5)"))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(Sql.number(connection, "select count(*) from song")).isEqualTo(2);
    assertThat(read(statement.executeQuery("delete from song where id = 1 returning id")))
        .containsExactly("1");
  }

  @Test
  void preparedItRunsAgainAndAgain() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT + " returning id, title || ?")) {
      assertThat(insert.getMetaData().getColumnLabel(1)).isEqualTo("id");
      for (int id = 10; id < 13; id++) {
        insert.setInt(1, id);
        insert.setString(2, "n" + id);
        insert.setString(3, "!");
        assertThat(read(insert.executeQuery())).containsExactly(id + " n" + id + "!");
      }
    }
  }

  @Test
  void manyRowsComeInTheOrderOfTheChanges() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("insert into note values (?, ?)")) {
      for (int i = 0; i < 5000; i++) {
        insert.setString(1, "n" + i);
        insert.setInt(2, i * 7919 % 5000);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    ResultSet rows =
        statement.executeQuery(
            "insert into song (id, title) select n + 10, text from note order by n returning id, title");
    for (int i = 0; i < 5000; i++) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(i + 10);
    }
    assertThat(rows.next()).isFalse();
  }

  @Test
  void aRowThatOthersChangedMeanwhileIsReturnedAsItIsNow() throws Exception {
    other.setAutoCommit(false);
    Sql.run(other, "update song set seconds = 1000 where id = 1");
    List<String> read = new ArrayList<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                read.addAll(
                    read(
                        statement.executeQuery(
                            "update song set seconds = seconds + 1 where id = 1 returning seconds")));
              } catch (SQLException e) {
                read.add(e.toString());
              }
            });
    waiting.start();
    while (connection.unwrap(PydbConnection.class).lockWaits().isEmpty()) {
      Thread.onSpinWait();
    }
    other.commit();
    waiting.join();
    assertThat(read).containsExactly("1001");
  }

  @Test
  void aReadOnlyTransactionRefusesIt() throws SQLException {
    connection.setReadOnly(true);
    assertThatThrownBy(() -> statement.executeQuery("delete from song returning id"))
        .hasFieldOrPropertyWithValue("SQLState", "25006");
  }

  // ------------------------------------------------------------------ generated keys

  @Test
  void theKeyIsWhatIsGeneratedUnlessOthersAreNamed() throws SQLException {
    int count =
        statement.executeUpdate(
            "insert into song (id, title) values (3, 'C'), (4, 'D'); -- two",
            Statement.RETURN_GENERATED_KEYS);
    assertThat(count).isEqualTo(2);
    assertThat(statement.getResultSet()).isNull();
    ResultSet keys = statement.getGeneratedKeys();
    assertThat(labels(keys)).containsExactly("id");
    assertThat(read(keys)).containsExactly("3", "4");

    statement.executeUpdate(
        "insert into song (id, title) values (5, 'E')", new String[] {"SECONDS", "id"});
    assertThat(read(statement.getGeneratedKeys())).containsExactly("180 5");

    statement.executeUpdate("insert into song (id, title) values (6, 'F')", new int[] {3});
    assertThat(read(statement.getGeneratedKeys())).containsExactly("180");

    statement.execute("update song as s set title = 'x' where id > 4", new String[] {"id"});
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(read(statement.getGeneratedKeys())).containsExactly("5", "6");

    // Without a key, the whole row tells it apart.
    statement.executeUpdate("insert into note values ('a', 1)", Statement.RETURN_GENERATED_KEYS);
    assertThat(read(statement.getGeneratedKeys())).containsExactly("a 1");

    // What RETURNING says goes first.
    statement.executeUpdate(
        "delete from song where id = 6 returning title, id", Statement.RETURN_GENERATED_KEYS);
    assertThat(read(statement.getGeneratedKeys())).containsExactly("x 6");
  }

  @Test
  void whoDoesNotAskGetsNone() throws SQLException {
    statement.executeUpdate("insert into song (id, title) values (3, 'C')");
    assertThat(statement.getGeneratedKeys().next()).isFalse();
    statement.executeUpdate(
        "insert into song (id, title) values (4, 'D')", Statement.NO_GENERATED_KEYS);
    assertThat(statement.getGeneratedKeys().next()).isFalse();
    assertThat(statement.getGeneratedKeys().getMetaData().getColumnCount()).isZero();
    assertThat(statement.execute("select 1", Statement.RETURN_GENERATED_KEYS)).isTrue();
    assertThat(statement.getGeneratedKeys().next()).isFalse();
    assertThat(statement.executeUpdate("create table z (a int)", Statement.RETURN_GENERATED_KEYS))
        .isZero();
  }

  @Test
  void whatIsWrongIsTold() {
    assertThatThrownBy(
            () -> statement.executeUpdate("insert into song values (3, 'C', 1)", new int[] {4}))
        .hasFieldOrPropertyWithValue("SQLState", "42703")
        .hasMessageContaining("there are id, title, seconds");
    assertThatThrownBy(
            () ->
                statement.executeUpdate("insert into song values (3, 'C', 1)", new String[] {"no"}))
        .hasFieldOrPropertyWithValue("SQLState", "42703");
    assertThatThrownBy(
            () ->
                statement.executeUpdate(
                    "insert into gone values (3)", Statement.RETURN_GENERATED_KEYS))
        .hasFieldOrPropertyWithValue("SQLState", "42P01");
    assertThatThrownBy(() -> statement.executeUpdate("insert into song values (3, 'C', 1)", 77))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void keysOutliveTheirTransaction() throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
      insert.setInt(1, 7);
      insert.setString(2, "G");
      assertThat(insert.executeUpdate()).isEqualTo(1);
      assertThat(insert.getMetaData()).isNull();
      connection.commit();
      assertThat(read(insert.getGeneratedKeys())).containsExactly("7");
    }
  }

  @Test
  void aBatchGivesTheKeysOfAllItsEntries() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT, new String[] {"id", "title"})) {
      List<String> expected = new ArrayList<>();
      for (int id = 100; id < 1100; id++) {
        insert.setInt(1, id);
        insert.setString(2, "t" + id);
        insert.addBatch();
        expected.add(id + " t" + id);
      }
      assertThat(insert.executeBatch()).hasSize(1000).containsOnly(1);
      assertThat(read(insert.getGeneratedKeys())).isEqualTo(expected);

      insert.setInt(1, 2000);
      insert.setString(2, "a");
      insert.addBatch();
      insert.setInt(1, 100);
      insert.addBatch();
      assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
      assertThat(insert.getGeneratedKeys().next()).isFalse();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update song set seconds = seconds + 1 where id between ? and ?",
            Statement.RETURN_GENERATED_KEYS)) {
      update.setInt(1, 100);
      update.setInt(2, 102);
      update.addBatch();
      update.setInt(2, 101);
      update.addBatch();
      assertThat(update.executeBatch()).containsExactly(3, 2);
      assertThat(read(update.getGeneratedKeys()))
          .containsExactly("100", "101", "102", "100", "101");
    }
    assertThat(Sql.number(other, "select max(seconds) from song where id >= 100")).isEqualTo(182);
  }

  @Test
  void mergeAndJoinedChangesGiveThemToo() throws SQLException {
    statement.execute("insert into note values ('Hey', 1), ('New', 7)");
    assertThat(
            statement.executeUpdate(
                "merge into song s using note on note.n = s.id"
                    + " when matched then update set seconds = 1"
                    + " when not matched then insert (id, title) values (n, text)",
                Statement.RETURN_GENERATED_KEYS))
        .isEqualTo(2);
    assertThat(read(statement.getGeneratedKeys())).containsExactlyInAnyOrder("1", "7");
    statement.executeUpdate(
        "update song as s set seconds = n from note where text = title", new String[] {"title"});
    assertThat(read(statement.getGeneratedKeys())).containsExactly("Hey", "New");
    statement.executeUpdate(
        "delete from song using note where text = title", Statement.RETURN_GENERATED_KEYS);
    assertThat(read(statement.getGeneratedKeys())).containsExactly("1", "7");
    ResultSet rows =
        statement.executeQuery(
            "merge into song using note on n = id when not matched then insert (id, title)"
                + " values (n, text) returning merge_action(), id");
    assertThat(labels(rows)).containsExactly("merge_action", "id");
    assertThat(read(rows)).containsExactlyInAnyOrder("INSERT 1", "INSERT 7");
  }

  @Test
  void keysNotReadTakeNoMemoryWhenTheStatementIsGone() throws SQLException {
    for (int run = 0; run < 50; run++) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into note values (?, 1)", Statement.RETURN_GENERATED_KEYS)) {
        insert.setString(1, "r" + run);
        insert.addBatch();
        insert.executeBatch();
        insert.addBatch();
        insert.executeBatch();
      }
    }
    assertThat(Sql.number(connection, "select count(*) from note")).isEqualTo(100);
  }
}
