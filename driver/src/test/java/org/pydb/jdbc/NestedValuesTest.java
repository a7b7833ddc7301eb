package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.jdbc.testkit.Sql;

/** Arrays and JSON through JDBC, and in files. */
class NestedValuesTest {
  @TempDir Path directory;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void elementsAreReadAsRows() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select array['a', null, 'it''s {x,\"y\"}'], array[1.50, 2.5], array[]::date[]")) {
      rows.next();
      try (ResultSet elements = rows.getArray(1).getResultSet()) {
        assertThat(elements.getMetaData().getColumnLabel(1)).isEqualTo("INDEX");
        elements.next();
        assertThat(elements.getInt(1) + elements.getString("VALUE")).isEqualTo("1a");
        elements.next();
        assertThat(elements.getString(2)).isNull();
        elements.next();
        assertThat(elements.getInt(1) + elements.getString(2)).isEqualTo("3it's {x,\"y\"}");
        assertThat(elements.next()).isFalse();
      }
      Array numbers = (Array) rows.getObject(2);
      try (ResultSet elements = numbers.getResultSet(2, 1)) {
        elements.next();
        assertThat(elements.getInt(1)).isEqualTo(2);
        assertThat(elements.getBigDecimal(2)).isEqualByComparingTo("2.5");
        assertThat(elements.next()).isFalse();
      }
      assertThatThrownBy(() -> numbers.getResultSet(2, 2))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
      assertThat(rows.getObject(3, Array.class).getResultSet().next()).isFalse();
      Array made = connection.createArrayOf("integer", new Object[] {7});
      try (ResultSet elements = made.getResultSet()) {
        elements.next();
        assertThat(elements.getInt(2)).isEqualTo(7);
      }
    }
  }

  @Test
  void arraysComeAsArraysOfTheirElementsClass() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "select array[1, null, 3], array['a', 'b \"'], array[1.50],"
                    + " array[date '2020-01-02'], '{}'::int[], null::int[]");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      Array numbers = rows.getArray(1);
      assertThat(numbers.getBaseType()).isEqualTo(Types.INTEGER);
      assertThat(numbers.getBaseTypeName()).isEqualTo("int4");
      assertThat(numbers.getArray()).isEqualTo(new Integer[] {1, null, 3});
      assertThat(numbers.getArray(2, 2)).isEqualTo(new Integer[] {null, 3});
      assertThat(rows.getObject(1)).isInstanceOf(Array.class).hasToString("{\"1\",NULL,\"3\"}");
      assertThat(rows.getObject(2, String[].class)).containsExactly("a", "b \"");
      assertThat(rows.getString(2)).isEqualTo("{a,\"b \\\"\"}");
      assertThat(rows.getObject(3, BigDecimal[].class)).containsExactly(new BigDecimal("1.50"));
      assertThat((Object[]) rows.getArray(4).getArray())
          .containsExactly(java.sql.Date.valueOf("2020-01-02"));
      assertThat((Object[]) rows.getArray(5).getArray()).isEmpty();
      assertThat(rows.getArray(6)).isNull();
      assertThatThrownBy(() -> rows.getObject(1, String[].class))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("_int4");
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnType(1)).isEqualTo(Types.ARRAY);
      assertThat(columns.getColumnTypeName(1)).isEqualTo("_int4");
    }
  }

  @Test
  void arraysAreBoundInEveryFormAndAskedForWithAny() throws SQLException {
    Sql.run(connection, "create table item (id int primary key, tags text[], n bigint[])");
    Object[] forms = {
      connection.createArrayOf("text", new Object[] {"a", null, "b, {\"}"}),
      new String[] {"a", null, "b, {\"}"},
      new Object[] {"a", null, "b, {\"}"}
    };
    try (PreparedStatement insert =
        connection.prepareStatement("insert into item values (?, ?, ?)")) {
      for (int i = 0; i < forms.length; i++) {
        insert.setInt(1, i);
        insert.setObject(2, forms[i]);
        insert.setObject(3, new int[] {i, 10 * i});
        insert.addBatch();
      }
      insert.executeBatch();
      insert.setInt(1, 7);
      insert.setArray(2, null);
      insert.setArray(3, connection.createArrayOf("bigint", new Long[] {}));
      insert.executeUpdate();
    }
    assertThat(Sql.text(connection, "select count(distinct tags) from item")).isEqualTo("1");
    assertThat(Sql.text(connection, "select n from item where id = 2")).isEqualTo("{2,20}");
    assertThat(Sql.text(connection, "select n from item where id = 7")).isEqualTo("{}");
    assertThat(any(connection.createArrayOf("integer", new Object[] {0, 2, 99}))).isEqualTo(2);
    assertThat(any(new int[] {1})).isEqualTo(1);
    assertThat(any(new Integer[] {})).isZero();
    assertThat(any(new Long[] {7L, null})).isEqualTo(1);
  }

  private int any(Object ids) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select count(*) from item where id = any(?)")) {
      query.setObject(1, ids);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  @Test
  void anArrayTellsItsTypeWhereNoPlaceAsksForOne() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select ?, to_jsonb(?)")) {
      query.setObject(1, new UUID[] {new UUID(1, 2)});
      query.setObject(2, new LocalDate[] {LocalDate.EPOCH, null});
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("{00000000-0000-0001-0000-000000000002}");
        assertThat(rows.getString(2)).isEqualTo("[\"1970-01-01\", null]");
      }
    }
  }

  @Test
  void jsonIsBoundAsText() throws SQLException {
    Sql.run(connection, "create table doc (id int primary key, j jsonb, k json)");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into doc values (1, ?, ?)")) {
      insert.setString(1, "{\"b\":1,\"a\":2}");
      insert.setObject(2, "[1, 2]", Types.OTHER);
      insert.executeUpdate();
      insert.setString(1, "{");
      assertThatThrownBy(insert::executeUpdate)
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22P02");
    }
    try (PreparedStatement query =
        connection.prepareStatement("select j, j ->> ?, k -> ? from doc where j @> ?")) {
      query.setString(1, "b");
      query.setInt(2, 1);
      query.setString(3, "{\"a\": 2.0}");
      assertThat(JDBCType.valueOf(query.getMetaData().getColumnType(1))).isEqualTo(JDBCType.OTHER);
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject(1)).isEqualTo("{\"a\": 2, \"b\": 1}");
        assertThat(rows.getString(2)).isEqualTo("1");
        assertThat(rows.getString(3)).isEqualTo("2");
      }
    }
  }

  @Test
  void intervalsComeAsTextDurationOrPeriod() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select timestamp '2024-01-31 10:00' + ?, cast(? as interval), interval '1 mon 2 days',"
                + " interval '1 mon 1 sec'")) {
      query.setObject(1, Period.of(0, 1, 1));
      query.setObject(2, Duration.ofHours(25).plusNanos(1500));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("2024-03-01 10:00:00");
        assertThat(rows.getObject(2)).isEqualTo("25:00:00.000002");
        assertThat(rows.getObject(2, Duration.class))
            .isEqualTo(Duration.ofHours(25).plusNanos(2000));
        assertThat(rows.getObject(3, Period.class)).isEqualTo(Period.of(0, 1, 2));
        assertThatThrownBy(() -> rows.getObject(3, Duration.class))
            .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> rows.getObject(4, Period.class)).isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void filesKeepThem() throws SQLException {
    String url = "jdbc:pydb:" + directory.resolve("nested");
    List<String> statements =
        List.of(
            "create table nested (id int primary key, j jsonb default '{}', k json, n numeric(9,3)[],"
                + " t varchar(5)[] not null, i interval)",
            "insert into nested values (1, '{\"a\":1.0}', ' [] ', '{1,NULL,2.5}', '{abc,NULL}',"
                + " '1 mon -1 sec')",
            "insert into nested (id, t) values (2, '{}')");
    try (Connection file = DriverManager.getConnection(url)) {
      for (String statement : statements) {
        Sql.run(file, statement);
      }
    }
    try (Connection file = DriverManager.getConnection(url)) {
      assertThat(Sql.text(file, "select j || to_jsonb(n) from nested where id = 1"))
          .isEqualTo("[{\"a\": 1.0}, 1.000, null, 2.500]");
      assertThat(Sql.text(file, "select k from nested where id = 1")).isEqualTo(" [] ");
      assertThat(Sql.text(file, "select t from nested where j = '{}'")).isEqualTo("{}");
      assertThat(Sql.text(file, "select i from nested where i < '30 days'"))
          .isEqualTo("1 mon -00:00:01");
      Sql.run(file, "update nested set n = n || 1 where id = 1");
      assertThat(Sql.text(file, "select n from nested where id = 1"))
          .isEqualTo("{1.000,NULL,2.500,1.000}");
      assertThatThrownBy(() -> Sql.run(file, "update nested set t = array_append(t, 'sixsix')"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("22001");
      assertThat(Sql.text(file, "check database")).isEqualTo("ok");
    }
  }
}
