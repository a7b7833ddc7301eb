package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.pydb.jdbc.testkit.Sql;

/** Three songs whose rows are changed through a result set, while somebody else looks on. */
abstract class UpdatableSongs {
  private static final String URL = "jdbc:pydb:mem:updatable";

  static final String ALL_TYPES =
      "id int primary key, b boolean, i2 smallint, i8 bigint, f4 real, f8 double precision,"
          + " d decimal(10, 2), n numeric, c char(4), v varchar(20), t text, x bytea, da date,"
          + " ti time, ts timestamp, tz timestamptz, u uuid, iv interval, j json, jb jsonb,"
          + " a int[], big decimal(30, 3)";

  /** What is changed through. */
  Connection connection;

  /** What looks on. */
  Connection other;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection(URL);
    other = DriverManager.getConnection(URL);
    run("create table song (id int primary key, title text not null, seconds int)");
    run("insert into song values (1, 'one', 100), (2, 'two', null), (3, 'three', 300)");
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    Sql.run(connection, "shutdown");
    connection.close();
  }

  final void run(String sql) throws SQLException {
    Sql.run(connection, sql);
  }

  final ResultSet rows(int type, String sql) throws SQLException {
    return connection.createStatement(type, ResultSet.CONCUR_UPDATABLE).executeQuery(sql);
  }

  final ResultSet rows(String sql) throws SQLException {
    return rows(ResultSet.TYPE_SCROLL_INSENSITIVE, sql);
  }

  /** The first row of all songs. */
  final ResultSet song() throws SQLException {
    ResultSet rows = rows("select * from song order by id");
    assertThat(rows.next()).isTrue();
    return rows;
  }

  static List<String> all(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
    }
    return lines;
  }

  final List<String> songs() throws SQLException {
    return all(other, "select * from song order by id");
  }

  static void fails(Sql.Action action, String state) {
    SQLException failure = catchThrowableOfType(SQLException.class, action::run);
    assertThat((Throwable) failure).isNotNull();
    assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(state);
  }
}
