package org.pydb.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.jdbc.testkit.Sql;

/** Statements with parameters. */
class PreparedStatementTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    Sql.run(
        connection,
        "create table t (a integer primary key, s smallint, l bigint, f real, d double precision,"
            + " n decimal(10, 2), t text, b bytea, u uuid, ok boolean)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** What a value becomes when it is bound in the place of one column. */
  private String stored(String column, Binding binding) throws SQLException {
    Sql.run(connection, "delete from t");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (a, " + column + ") values (1, ?)")) {
      binding.bind(insert);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    return Sql.text(connection, "select " + column + " from t");
  }

  @FunctionalInterface
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  // ------------------------------------------------------------------ setters

  @Test
  void plainSettersStoreWhatTheyAreGiven() throws SQLException {
    assertThat(stored("s", p -> p.setByte(1, (byte) -7))).isEqualTo("-7");
    assertThat(stored("s", p -> p.setShort(1, Short.MIN_VALUE))).isEqualTo("-32768");
    assertThat(stored("l", p -> p.setInt(1, Integer.MAX_VALUE))).isEqualTo("2147483647");
    assertThat(stored("l", p -> p.setLong(1, Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
    assertThat(stored("f", p -> p.setFloat(1, 0.1f))).isEqualTo("0.1");
    assertThat(stored("d", p -> p.setDouble(1, 0.1))).isEqualTo("0.1");
    assertThat(stored("n", p -> p.setBigDecimal(1, new BigDecimal("12345678.9"))))
        .isEqualTo("12345678.90");
    assertThat(stored("t", p -> p.setString(1, "Grüße, 世界 🎉"))).isEqualTo("Grüße, 世界 🎉");
    assertThat(stored("t", p -> p.setNString(1, "n"))).isEqualTo("n");
    assertThat(stored("b", p -> p.setBytes(1, new byte[] {0, (byte) 0xff}))).isEqualTo("\\x00ff");
    assertThat(stored("ok", p -> p.setBoolean(1, true))).isEqualTo("true");
    assertThat(stored("ok", p -> p.setNull(1, Types.BOOLEAN))).isNull();
  }

  @Test
  void nullIsNullWhateverTheSetter() throws SQLException {
    assertThat(stored("t", p -> p.setString(1, null))).isNull();
    assertThat(stored("n", p -> p.setBigDecimal(1, null))).isNull();
    assertThat(stored("b", p -> p.setBytes(1, null))).isNull();
    assertThat(stored("b", p -> p.setBinaryStream(1, null))).isNull();
    assertThat(stored("t", p -> p.setCharacterStream(1, null))).isNull();
    assertThat(stored("l", p -> p.setObject(1, null))).isNull();
    assertThat(stored("l", p -> p.setObject(1, null, Types.BIGINT))).isNull();
  }

  @Test
  void objectsAreBoundByTheirClass() throws SQLException {
    UUID uuid = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
    assertThat(stored("u", p -> p.setObject(1, uuid))).isEqualTo(uuid.toString());
    assertThat(stored("u", p -> p.setString(1, uuid.toString()))).isEqualTo(uuid.toString());
    assertThat(stored("l", p -> p.setObject(1, BigInteger.TEN.pow(18))))
        .isEqualTo("1000000000000000000");
    assertThat(stored("l", p -> p.setObject(1, (byte) 3))).isEqualTo("3");
    assertThat(stored("d", p -> p.setObject(1, 2.5f))).isEqualTo("2.5");
    assertThat(stored("t", p -> p.setObject(1, 'c'))).isEqualTo("c");
    assertThat(stored("ok", p -> p.setObject(1, false))).isEqualTo("false");
    assertThatThrownBy(() -> stored("t", p -> p.setObject(1, new Thread())))
        .hasFieldOrPropertyWithValue("SQLState", "07006")
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void targetTypesConvert() throws SQLException {
    assertThat(stored("l", p -> p.setObject(1, " 42 ", Types.BIGINT))).isEqualTo("42");
    assertThat(stored("l", p -> p.setObject(1, 42.0, Types.INTEGER))).isEqualTo("42");
    assertThat(stored("l", p -> p.setObject(1, true, JDBCType.INTEGER))).isEqualTo("1");
    assertThat(stored("ok", p -> p.setObject(1, 1, Types.BOOLEAN))).isEqualTo("true");
    assertThat(stored("ok", p -> p.setObject(1, "no", Types.BIT))).isEqualTo("false");
    assertThat(stored("n", p -> p.setObject(1, "1.255", Types.DECIMAL, 2))).isEqualTo("1.26");
    assertThat(stored("t", p -> p.setObject(1, 42, Types.VARCHAR))).isEqualTo("42");
    assertThat(stored("t", p -> p.setObject(1, new BigDecimal("1E+3"), Types.VARCHAR)))
        .isEqualTo("1000");
    assertThat(stored("d", p -> p.setObject(1, "1e3", Types.DOUBLE))).isEqualTo("1000");
    assertThat(stored("u", p -> p.setObject(1, UUID.fromString("0-0-0-0-1"), Types.OTHER)))
        .endsWith("0001");
  }

  /** What stands alone in a select list is of the type of what is bound to it, at each run. */
  @Test
  void parameterThatStandsAloneHasTheTypeOfItsValue() throws SQLException {
    for (String sql : List.of("select ? as n", "select n from (select ? as n) q", "values (?)")) {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setInt(1, 5);
        assertThat(first(select)).isEqualTo(5);
        assertThat(first(select)).isEqualTo(5);
        select.setBigDecimal(1, new BigDecimal("1.5"));
        assertThat(first(select)).isEqualTo(new BigDecimal("1.5"));
        select.setString(1, "five");
        assertThat(first(select)).isEqualTo("five");
      }
    }
  }

  private static Object first(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getObject(1);
    }
  }

  @Test
  void targetTypesLoseNothing() {
    assertThatThrownBy(() -> stored("l", p -> p.setObject(1, 1.5, Types.INTEGER)))
        .hasFieldOrPropertyWithValue("SQLState", "22003");
    assertThatThrownBy(() -> stored("l", p -> p.setObject(1, 1L << 40, Types.INTEGER)))
        .hasFieldOrPropertyWithValue("SQLState", "22003");
    assertThatThrownBy(() -> stored("l", p -> p.setObject(1, "many", Types.INTEGER)))
        .hasFieldOrPropertyWithValue("SQLState", "22P02")
        .hasMessageContaining("parameter 1");
    assertThatThrownBy(() -> stored("l", p -> p.setObject(1, 1, Types.ARRAY)))
        .hasFieldOrPropertyWithValue("SQLState", "07006")
        .hasMessageContaining("parameter 1");
  }

  @Test
  void placesLoseNothing() {
    assertThatThrownBy(() -> stored("s", p -> p.setInt(1, 40_000)))
        .hasFieldOrPropertyWithValue("SQLState", "22003");
    assertThatThrownBy(() -> stored("l", p -> p.setDouble(1, 1.5)))
        .hasFieldOrPropertyWithValue("SQLState", "22003");
    assertThatThrownBy(() -> stored("n", p -> p.setLong(1, 1L << 40)))
        .hasFieldOrPropertyWithValue("SQLState", "22003");
  }

  @Test
  void streamsAreReadAtOnce() throws SQLException {
    byte[] bytes = {1, 2, 3};
    assertThat(stored("b", p -> p.setBinaryStream(1, new ByteArrayInputStream(bytes))))
        .isEqualTo("\\x010203");
    assertThat(stored("b", p -> p.setBinaryStream(1, new ByteArrayInputStream(bytes), 2)))
        .isEqualTo("\\x0102");
    assertThat(stored("t", p -> p.setCharacterStream(1, new StringReader("text"))))
        .isEqualTo("text");
    assertThat(stored("t", p -> p.setCharacterStream(1, new StringReader("text"), 2L)))
        .isEqualTo("te");
    assertThat(
            stored(
                "t", p -> p.setAsciiStream(1, new ByteArrayInputStream("abc".getBytes(US_ASCII)))))
        .isEqualTo("abc");
    assertThatThrownBy(
            () -> stored("b", p -> p.setBinaryStream(1, new ByteArrayInputStream(bytes), 4)))
        .hasFieldOrPropertyWithValue("SQLState", "58030")
        .hasMessageContaining("after 3 of the 4");
  }

  @Test
  void largeObjectsGoThroughMemory() throws Exception {
    Blob blob = connection.createBlob();
    blob.setBytes(1, new byte[] {1, 2, 3});
    try (var out = blob.setBinaryStream(3)) {
      out.write(new byte[] {4, 5});
    }
    assertThat(blob.length()).isEqualTo(4);
    assertThat(stored("b", p -> p.setBlob(1, blob))).isEqualTo("\\x01020405");

    Clob clob = connection.createClob();
    clob.setString(1, "Hello");
    try (var out = clob.setCharacterStream(6)) {
      out.write(", shop");
    }
    assertThat(clob.position("shop", 1)).isEqualTo(8);
    assertThat(stored("t", p -> p.setClob(1, clob))).isEqualTo("Hello, shop");

    try (PreparedStatement select = connection.prepareStatement("select t, t from t");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      assertThat(rows.getClob(1).getSubString(1, 5)).isEqualTo("Hello");
      assertThat(rows.getCharacterStream(1).read()).isEqualTo('H');
    }
  }

  // ------------------------------------------------------------------ parameters

  @Test
  void aMissingParameterIsNamed() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (a, t) values (?, ?)")) {
      insert.setInt(1, 1);
      assertThatThrownBy(insert::executeUpdate)
          .hasFieldOrPropertyWithValue("SQLState", "07001")
          .hasMessageContaining("parameter 2 of 2");
      assertThatThrownBy(insert::addBatch).hasFieldOrPropertyWithValue("SQLState", "07001");
      insert.setString(2, "x");
      insert.executeUpdate();
      insert.clearParameters();
      assertThatThrownBy(insert::executeUpdate).hasMessageContaining("parameter 1 of 2");
      assertThatThrownBy(() -> insert.setInt(3, 1))
          .hasFieldOrPropertyWithValue("SQLState", "07009")
          .hasMessageContaining("1 to 2");
      assertThatThrownBy(() -> insert.setTimestamp(0, null))
          .hasFieldOrPropertyWithValue("SQLState", "07009");
    }
  }

  @Test
  void parametersStayBound() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (a, t) values (?, ?)")) {
      insert.setString(2, "same");
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.executeUpdate();
      }
    }
    assertThat(Sql.number(connection, "select count(*) from t where t = 'same'")).isEqualTo(3);
  }

  @Test
  void settingAParameterLeavesAnOpenResultAlone() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("insert into t (a) values (?)")) {
      for (int i = 0; i < 5000; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement select =
        connection.prepareStatement("select a + ? from t order by a + 0")) {
      select.setInt(1, 10);
      ResultSet rows = select.executeQuery();
      rows.next();
      select.setInt(1, 1000);
      int last = 0;
      while (rows.next()) {
        last = rows.getInt(1);
      }
      assertThat(last).isEqualTo(4999 + 10);
    }
  }

  @Test
  void changingABoundArrayChangesNothing() throws SQLException {
    byte[] bytes = {1};
    assertThat(
            stored(
                "b",
                p -> {
                  p.setBytes(1, bytes);
                  bytes[0] = 2;
                }))
        .isEqualTo("\\x01");
  }

  @Test
  void metadataTellsTypes() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select t, n as price from t where a = ? and n > ?")) {
      ParameterMetaData parameters = select.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(2);
      assertThat(parameters.getParameterType(1)).isEqualTo(Types.INTEGER);
      assertThat(parameters.getParameterTypeName(1)).isEqualTo("int4");
      assertThat(parameters.getParameterClassName(2)).isEqualTo("java.math.BigDecimal");
      assertThat(parameters.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);

      ResultSetMetaData columns = select.getMetaData();
      assertThat(columns.getColumnLabel(2)).isEqualTo("price");
      assertThat(columns.getColumnName(2)).isEqualTo("n");
      assertThat(columns.getTableName(2)).isEqualTo("t");
      assertThat(columns.getSchemaName(2)).isEqualTo("public");
      assertThat(columns.getPrecision(2)).isEqualTo(10);
      assertThat(columns.getScale(2)).isEqualTo(2);
      assertThatThrownBy(() -> columns.getColumnLabel(3))
          .hasFieldOrPropertyWithValue("SQLState", "07009");
    }
    try (PreparedStatement update = connection.prepareStatement("delete from t")) {
      assertThat(update.getMetaData()).isNull();
    }
  }

  // ------------------------------------------------------------------ running

  @Test
  void theWrongKindOfRunChangesNothing() throws SQLException {
    Sql.run(connection, "insert into t (a) values (1)");
    try (PreparedStatement delete = connection.prepareStatement("delete from t");
        PreparedStatement select = connection.prepareStatement("select a from t")) {
      assertThatThrownBy(delete::executeQuery).hasFieldOrPropertyWithValue("SQLState", "07005");
      assertThatThrownBy(select::executeUpdate).hasFieldOrPropertyWithValue("SQLState", "07003");
      assertThatThrownBy(select::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasFieldOrPropertyWithValue("SQLState", "07003");
      assertThatThrownBy(() -> delete.execute("delete from t"))
          .hasFieldOrPropertyWithValue("SQLState", "55000");
      assertThat(select.execute()).isTrue();
    }
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(1);
  }

  @Test
  void runsAgainAfterDefinitionsHaveChanged() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select * from t where a = ?")) {
      select.setInt(1, 1);
      assertThat(select.executeQuery().next()).isFalse();
      Sql.run(connection, "drop table t");
      assertThatThrownBy(select::executeQuery).hasFieldOrPropertyWithValue("SQLState", "42P01");
      Sql.run(connection, "create table t (x text, a integer primary key)");
      Sql.run(connection, "insert into t values ('new', 1)");
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
        assertThat(rows.getString("x")).isEqualTo("new");
      }
    }
  }

  // ------------------------------------------------------------------ batches

  @Test
  void aBatchIsOneTransactionInAutocommit() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("insert into t (a) values (?)")) {
      for (int key : new int[] {1, 2, 1}) {
        insert.setInt(1, key);
        insert.addBatch();
      }
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
      assertThat(failure.getUpdateCounts()).isEmpty();
      assertThat(failure.getSQLState()).isEqualTo("23505");
      assertThat((Throwable) failure).hasMessageContaining("entry 2");
      assertThat(Sql.number(connection, "select count(*) from t")).isZero();
      assertThat(insert.executeBatch()).as("a batch is forgotten once it ran").isEmpty();
    }
  }

  @Test
  void aBatchInATransactionKeepsWhatWasDone() throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("insert into t (a) values (?)")) {
      for (int key : new int[] {1, 2, 1, 3}) {
        insert.setInt(1, key);
        insert.addBatch();
      }
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
      assertThat(failure.getLargeUpdateCounts()).containsExactly(1, 1);
    }
    connection.commit();
    assertThat(Sql.number(connection, "select count(*) from t")).isEqualTo(2);
  }

  /** Entries run in groups; that must not show, wherever in its group an entry fails. */
  @Test
  void aLargeBatchInATransactionKeepsWhatWasDone() throws SQLException {
    Sql.run(connection, "create index by_text on t (t)");
    Sql.run(connection, "create index by_l on t (l desc)");
    Sql.run(connection, "insert into t (a) values (-1)");
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (a, t, l) values (?, ?, ?)")) {
      int rows = 0;
      for (int failing : new int[] {0, 1, 255, 256, 257, 700}) {
        for (int i = 0; i < 800; i++) {
          insert.setInt(1, i == failing ? -1 : 1000 * failing + i);
          insert.setString(2, "text " + i * 7919 % 800);
          insert.setLong(3, i);
          insert.addBatch();
        }
        BatchUpdateException failure =
            catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
        assertThat(failure.getMessage()).contains("batch entry " + failing + ":");
        assertThat(failure.getUpdateCounts()).hasSize(failing);
        rows += failing;
        assertThat(Sql.text(connection, "select count(*) from t where a >= 0"))
            .isEqualTo(String.valueOf(rows));
      }
    }
    connection.commit();
    assertThat(Sql.text(connection, "select count(*) from t where t >= 'text'"))
        .isEqualTo(Sql.text(connection, "select count(*) from t where a >= 0"));
    connection.setAutoCommit(true);
    assertThat(Sql.text(connection, "check database")).isEqualTo("ok");
  }

  /** Each entry is a statement of its own, at whose end its references must be there. */
  @Test
  void anEntryOfABatchDoesNotReferToALaterOne() throws SQLException {
    Sql.run(
        connection, "create table node (id integer primary key, up integer references node (id))");
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("insert into node values (?, ?)")) {
      int[][] nodes = {{1, 1}, {2, 1}, {3, 4}, {4, 1}};
      for (int[] node : nodes) {
        insert.setInt(1, node[0]);
        insert.setInt(2, node[1]);
        insert.addBatch();
      }
      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
      assertThat(failure.getSQLState()).isEqualTo("23503");
      assertThat(failure.getUpdateCounts()).hasSize(2);
      assertThat(Sql.text(connection, "select count(*) from node")).isEqualTo("2");
    }
  }

  /** Entries of a plain insert run together: what is computed for one must outlive the next. */
  @Test
  void entriesComputeTheirOwnValues() throws SQLException {
    Sql.run(connection, "create table made (id bigint primary key, a text, b text, c bytea)");
    int entries = 700;
    byte[] large = new byte[50_000];
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into made values (? + 1, upper(?), cast(cast(? as integer) as text), ?)")) {
      for (int i = 0; i < entries; i++) {
        large[0] = (byte) i;
        insert.setInt(1, i);
        insert.setString(2, i % 7 == 0 ? null : "name " + i);
        insert.setInt(3, -i);
        insert.setBytes(4, i % 5 == 0 ? large : new byte[] {(byte) i});
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(entries).containsOnly(1);
    }
    try (ResultSet row =
        connection.createStatement().executeQuery("select * from made order by id")) {
      for (int i = 0; i < entries; i++) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isEqualTo(i + 1);
        assertThat(row.getString(2)).isEqualTo(i % 7 == 0 ? null : "NAME " + i);
        assertThat(row.getString(3)).isEqualTo(i == 0 ? "0" : "-" + i);
        assertThat(row.getBytes(4)).hasSize(i % 5 == 0 ? large.length : 1).startsWith((byte) i);
      }
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void aBatchKeepsTheValuesOfEachEntry() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into t (a, t) values (?, ?)")) {
      insert.setString(2, "x");
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        if (i == 5) {
          insert.setString(2, "y");
        }
        insert.addBatch();
      }
      assertThat(insert.executeLargeBatch()).hasSize(10).containsOnly(1);
      insert.addBatch();
      insert.clearBatch();
      assertThat(insert.executeBatch()).isEmpty();
    }
    assertThat(Sql.number(connection, "select min(a) from t where t = 'y'")).isEqualTo(5);
  }
}
