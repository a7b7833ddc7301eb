package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.connection.PydbConnection;
import org.pydb.jdbc.testkit.Sql;

/** Columns whose seconds keep fewer digits than six round what they are given in any way. */
class TimeDigitsTest {
  private static final String TABLE =
      "create table t (id int primary key, ti time(0), ts timestamp(3), tz timestamptz(1), "
          + "plain timestamp)";
  private static final LocalTime HALF = LocalTime.of(9, 59, 59, 500_000_000);
  private static final LocalDateTime NEARLY = LocalDateTime.of(2020, 1, 1, 0, 0, 0, 1_500_000);
  private static final OffsetDateTime INSTANT = OffsetDateTime.parse("2020-01-01T00:00:00.25Z");
  private static final String ROUNDED = "10:00:00 2020-01-01 00:00:00.002 2020-01-01 00:00:00.3+00";

  @TempDir Path directory;

  private static Connection connect() throws SQLException {
    return open("jdbc:pydb:mem:");
  }

  private static Connection open(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    Sql.run(connection, "set time zone 'UTC'");
    return connection;
  }

  private static List<String> rows(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select ti, ts, tz from t order by id")) {
      while (row.next()) {
        rows.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
      }
    }
    return rows;
  }

  @Test
  void preparedInsertsAndUpdatesRound() throws SQLException {
    try (Connection connection = connect()) {
      Sql.run(connection, TABLE);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into t (id, ti, ts, tz) values (?, ?, ?, ?)")) {
        insert.setInt(1, 1);
        insert.setObject(2, HALF);
        insert.setObject(3, NEARLY);
        insert.setObject(4, INSTANT);
        insert.executeUpdate();
        insert.setInt(1, 2);
        insert.setObject(2, "09:59:59.5", Types.OTHER);
        insert.setString(3, "2020-01-01 00:00:00.0015");
        insert.setString(4, "2020-01-01 00:00:00.25+00");
        insert.executeUpdate();
        for (int id = 3; id < 2000; id++) {
          insert.setInt(1, id);
          insert.setObject(2, HALF);
          insert.setTimestamp(3, Timestamp.valueOf(NEARLY));
          insert.setObject(4, INSTANT);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      assertThat(rows(connection)).hasSize(1999).containsOnly(ROUNDED);
      Sql.run(connection, "update t set ti = '01:00:00', ts = '2021-01-01', tz = '2021-01-01'");
      try (PreparedStatement update =
          connection.prepareStatement("update t set ti = ?, ts = ?, tz = ? where id >= ?")) {
        update.setObject(1, HALF);
        update.setObject(2, NEARLY);
        update.setObject(3, INSTANT);
        update.setInt(4, 1);
        update.executeUpdate();
      }
      assertThat(rows(connection)).hasSize(1999).containsOnly(ROUNDED);
    }
  }

  @Test
  void parametersAreComparedWithAllTheirDigits() throws SQLException {
    try (Connection connection = connect()) {
      Sql.run(connection, TABLE);
      Sql.run(connection, "create index t_ts on t (ts)");
      Sql.run(connection, "insert into t (id, ts) values (1, '2020-01-01 00:00:00.0015')");
      try (PreparedStatement query =
          connection.prepareStatement("select count(*) from t where ts = ?")) {
        for (int micros : new int[] {1_500, 2_000}) {
          query.setObject(1, NEARLY.withNano(micros * 1000));
          try (ResultSet row = query.executeQuery()) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(micros == 2_000 ? 1 : 0);
          }
        }
        ParameterMetaData parameter = query.getParameterMetaData();
        assertThat(parameter.getParameterType(1)).isEqualTo(Types.TIMESTAMP);
        assertThat(parameter.getScale(1)).isEqualTo(6);
      }
    }
  }

  @Test
  void copiedRowsAndScriptsRound() throws SQLException {
    StringWriter script = new StringWriter();
    try (Connection connection = connect()) {
      Sql.run(connection, TABLE);
      PydbConnection pydb = connection.unwrap(PydbConnection.class);
      pydb.copyIn(
          "copy t (id, ti, ts, tz) from stdin csv",
          new StringReader("1,09:59:59.5,2020-01-01 00:00:00.0015,2020-01-01 00:00:00.25+00\n"));
      assertThat(rows(connection)).containsExactly(ROUNDED);
      Sql.run(connection, "alter table t add column spans time(2)[] default '{10:00:00.126}'");
      pydb.dump(script, rows -> {});
    }
    assertThat(script.toString())
        .contains(
            "time(0) without time zone",
            "timestamp(3) without time zone",
            "timestamp(1) with time zone",
            "time(2) without time zone[]");
    try (Connection connection = connect()) {
      PydbConnection pydb = connection.unwrap(PydbConnection.class);
      pydb.runScript(new StringReader(script.toString()));
      assertThat(rows(connection)).containsExactly(ROUNDED);
      StringWriter again = new StringWriter();
      pydb.dump(again, rows -> {});
      assertThat(again.toString().lines().skip(1))
          .isEqualTo(script.toString().lines().skip(1).toList());
    }
  }

  @Test
  void digitsAreKeptInFiles() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("digits");
    try (Connection connection = open(url)) {
      Sql.run(connection, TABLE);
    }
    try (Connection connection = open(url)) {
      Sql.run(
          connection,
          "insert into t (id, ti, ts, tz) values (1, '09:59:59.5', '2020-01-01 00:00:00.0015',"
              + " '2020-01-01 00:00:00.25+00')");
      assertThat(rows(connection)).containsExactly(ROUNDED);
    }
  }

  @Test
  void metadataTellsTheDigits() throws SQLException {
    try (Connection connection = connect()) {
      Sql.run(connection, TABLE);
      List<String> columns = new ArrayList<>();
      try (ResultSet row = connection.getMetaData().getColumns(null, null, "t", "t%")) {
        while (row.next()) {
          columns.add(
              row.getString("COLUMN_NAME")
                  + " "
                  + row.getString("TYPE_NAME")
                  + " "
                  + row.getInt("COLUMN_SIZE")
                  + " "
                  + row.getInt("DECIMAL_DIGITS"));
        }
      }
      assertThat(columns)
          .containsExactly("ti time 8 0", "ts timestamp 26 3", "tz timestamptz 30 1");
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("select ti, ts, tz, plain from t")) {
        ResultSetMetaData types = result.getMetaData();
        assertThat(List.of(types.getScale(1), types.getScale(2), types.getScale(3)))
            .containsExactly(0, 3, 1);
        assertThat(types.getScale(4)).isEqualTo(6);
        assertThat(types.getPrecision(1)).isEqualTo("10:00:00".length());
        assertThat(types.getColumnDisplaySize(4) - types.getColumnDisplaySize(2)).isEqualTo(3);
        assertThat(types.getColumnClassName(1)).isEqualTo(Time.class.getName());
      }
    }
  }
}
