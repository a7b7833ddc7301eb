package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** Changing rows through a result set. */
class UpdatableResultSetTest extends UpdatableSongs {

  @ParameterizedTest
  @ValueSource(ints = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE})
  void rowsAreUpdatedDeletedAndInserted(int type) throws SQLException {
    ResultSet rows = rows(type, "select * from song order by id");
    assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_UPDATABLE);
    assertThat(rows.getType()).isEqualTo(type);
    assertThat(rows.next()).isTrue();
    rows.updateString("TITLE", "eins");
    rows.updateNull(3);
    assertThat(rows.getString(2)).isEqualTo("one");
    assertThat(rows.rowUpdated()).isFalse();
    rows.updateRow();
    assertThat(rows.getString(2)).isEqualTo("eins");
    assertThat(rows.getObject(3)).isNull();
    assertThat(rows.rowUpdated()).isTrue();
    assertThat(rows.next()).isTrue();
    assertThat(rows.rowUpdated()).isFalse();
    rows.deleteRow();
    assertThat(rows.rowDeleted()).isTrue();
    fails(() -> rows.getString(2), "24000");
    fails(() -> rows.updateInt(3, 1), "24000");
    fails(rows::deleteRow, "24000");
    rows.moveToInsertRow();
    assertThat(rows.getRow()).isZero();
    rows.updateInt("id", 4);
    rows.updateString("title", "vier");
    rows.insertRow();
    rows.moveToCurrentRow();
    assertThat(rows.rowDeleted()).isTrue();
    assertThat(rows.next()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(3);
    assertThat(rows.next()).isFalse();
    assertThat(rows.rowInserted()).isFalse();
    assertThat(songs()).containsExactly("1|eins|null", "3|three|300", "4|vier|null");
  }

  /** Each row of many is changed while the others are still to come. */
  @Test
  void manyRowsAreUpdatedInPassing() throws SQLException {
    run("create table many (id int primary key, v text)");
    run("insert into many select x, 'v' || x from generate_series(1, 3000) as s (x)");
    ResultSet rows = rows(ResultSet.TYPE_FORWARD_ONLY, "select * from many order by id");
    int count = 0;
    while (rows.next()) {
      count++;
      assertThat(rows.getString(2)).isEqualTo("v" + count);
      assertThat(rows.isLast()).isEqualTo(count == 3000);
      if (count % 7 == 0) {
        rows.deleteRow();
        assertThat(rows.rowDeleted()).isTrue();
      } else {
        rows.updateString(2, "w" + count);
        rows.updateRow();
        assertThat(rows.getString(2)).isEqualTo("w" + count);
      }
    }
    assertThat(rows.isAfterLast()).isTrue();
    assertThat(Sql.number(other, "select count(*) from many where v = 'w' || id"))
        .isEqualTo(3000 - 3000 / 7);
    assertThat(Sql.number(other, "select count(*) from many")).isEqualTo(3000 - 3000 / 7);
  }

  @Test
  void deletedRowsLeaveHoles() throws SQLException {
    ResultSet rows = song();
    rows.deleteRow();
    assertThat(rows.getRow()).isEqualTo(1);
    assertThat(rows.isFirst()).isTrue();
    assertThat(rows.last()).isTrue();
    rows.deleteRow();
    assertThat(rows.isLast()).isTrue();
    assertThat(rows.first()).isTrue();
    assertThat(rows.rowDeleted()).isTrue();
    assertThat(rows.absolute(2)).isTrue();
    assertThat(rows.getString(2)).isEqualTo("two");
    assertThat(rows.rowDeleted()).isFalse();
  }

  @Test
  void keysAreChanged() throws SQLException {
    ResultSet rows = song();
    rows.updateInt(1, 10);
    rows.updateRow();
    rows.updateString(2, "ten");
    rows.updateRow();
    assertThat(rows.getInt(1)).isEqualTo(10);
    rows.updateInt(1, 2);
    fails(rows::updateRow, "23505");
    assertThat(rows.getInt(1)).isEqualTo(10);
    rows.updateInt(1, 11); // What else waits is still there.
    rows.updateRow();
    assertThat(songs()).containsExactly("2|two|null", "3|three|300", "11|ten|100");
  }

  @Test
  void movingDropsWhatWaits() throws SQLException {
    ResultSet rows = song();
    rows.updateString(2, "lost");
    rows.cancelRowUpdates();
    rows.updateRow();
    rows.updateString(2, "lost");
    assertThat(rows.next()).isTrue();
    rows.updateRow();
    assertThat(rows.previous()).isTrue();
    rows.updateRow();
    rows.updateString(2, "lost");
    rows.moveToInsertRow();
    fails(rows::updateRow, "24000");
    fails(rows::deleteRow, "24000");
    fails(rows::cancelRowUpdates, "24000");
    fails(rows::refreshRow, "24000");
    assertThat(rows.getObject(1)).isNull();
    rows.updateInt(1, 9);
    assertThat(rows.getInt(1)).isEqualTo(9);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(2);
    fails(rows::insertRow, "24000");
    rows.beforeFirst();
    fails(() -> rows.updateInt(1, 3), "24000");
    fails(rows::updateRow, "24000");
    rows.moveToInsertRow();
    rows.moveToCurrentRow();
    assertThat(rows.isBeforeFirst()).isTrue();
    assertThat(songs()).containsExactly("1|one|100", "2|two|null", "3|three|300");
  }

  @Test
  void namesAreWhatTheTableCallsThem() throws SQLException {
    run("create schema \"My Shop\"");
    run("create table \"My Shop\".\"Odd \"\"Table\"\"\" (\"Key\" int primary key, \"a b\" text)");
    run("insert into \"My Shop\".\"Odd \"\"Table\"\"\" values (1, 'x'), (2, 'y')");
    ResultSet rows =
        rows(
            "select t.\"a b\" as \"Key\", upper(\"a b\") as u, \"Key\" as k, \"a b\""
                + " from \"My Shop\".\"Odd \"\"Table\"\"\" as t where \"Key\" > 0"
                + " order by \"Key\" desc limit 1");
    assertThat(rows.next()).isTrue();
    rows.updateString("Key", "new");
    fails(() -> rows.updateString("u", "NEW"), "0A000");
    fails(() -> rows.updateString("nothing", "NEW"), "42703");
    fails(() -> rows.updateString(5, "NEW"), "07009");
    rows.updateRow();
    assertThat(rows.getString(4)).isEqualTo("new");
    assertThat(rows.getString("u")).isEqualTo("Y"); // As it was read.
    rows.moveToInsertRow();
    rows.updateInt("k", 7);
    rows.updateString(4, "z");
    rows.insertRow();
    assertThat(all(other, "select * from \"My Shop\".\"Odd \"\"Table\"\"\" order by 1"))
        .containsExactly("1|x", "2|new", "7|z");
  }

  /** Getters on the insert row give what updaters were given, as values of the columns' types. */
  @Test
  void insertRowIsReadAsItWasGiven() throws SQLException {
    run(
        "create table every (id int primary key, b boolean, c char(3), v varchar(5), n numeric(8, 2),"
            + " d date, t time, ts timestamp, tz timestamptz, y bytea, u uuid, i interval, j jsonb,"
            + " a integer[])");
    ResultSet rows = rows("select every.*, id + 1 as computed from every");
    rows.moveToInsertRow();
    rows.updateInt("id", 7);
    rows.updateString("b", "true");
    rows.updateString("c", "x");
    rows.updateString("v", "text");
    rows.updateObject("n", "1.5");
    rows.updateObject("d", LocalDate.of(2024, 2, 29));
    rows.updateString("t", "10:11:12");
    rows.updateString("ts", "2024-02-29 10:11:12");
    rows.updateObject("tz", Instant.parse("2024-02-29T10:11:12Z"));
    rows.updateBytes("y", new byte[] {1, 2});
    rows.updateString("u", "11111111-2222-3333-4444-555555555555");
    rows.updateString("i", "1 day");
    rows.updateString("j", "{\"k\": 1}");
    rows.updateObject("a", new int[] {1, 2});
    assertThat(rows.getInt("id")).isEqualTo(7);
    assertThat(rows.getBoolean("b")).isTrue();
    assertThat(rows.getString("c").strip()).isEqualTo("x");
    assertThat(rows.getString("v")).isEqualTo("text");
    assertThat(rows.getBigDecimal("n")).isEqualByComparingTo("1.5");
    assertThat(rows.getObject("d", LocalDate.class)).isEqualTo("2024-02-29");
    assertThat(rows.getString("t")).isEqualTo("10:11:12");
    assertThat(rows.getString("ts")).isEqualTo("2024-02-29 10:11:12");
    assertThat(rows.getObject("tz", Instant.class)).isEqualTo("2024-02-29T10:11:12Z");
    assertThat(rows.getBytes("y")).containsExactly(1, 2);
    assertThat(rows.getString("u")).startsWith("11111111-2222");
    assertThat(rows.getString("i")).isEqualTo("1 day");
    assertThat(rows.getString("j")).isEqualTo("{\"k\": 1}");
    assertThat(rows.getArray("a").getArray()).isEqualTo(new Integer[] {1, 2});
    assertThat(rows.getObject("computed")).isNull();
    assertThat(rows.wasNull()).isTrue();
    rows.updateInt("id", 8);
    assertThat(rows.getInt("id")).isEqualTo(8);
    rows.insertRow();
    assertThat(rows.getObject("id")).isNull();
    rows.moveToCurrentRow();
    fails(() -> rows.getInt("id"), "24000");
    assertThat(all(other, "select id, v from every")).containsExactly("8|text");
  }

  @Test
  void valuesThatTheTableMakesAreRead() throws SQLException {
    run(
        "create table item (id int generated always as identity primary key, net int default 5,"
            + " gross int generated always as (net * 2) stored, note varchar(3))");
    run("insert into item (net) values (1)");
    ResultSet rows = rows("select * from item");
    assertThat(rows.next()).isTrue();
    rows.updateInt("net", 21);
    rows.updateRow();
    assertThat(rows.getInt("gross")).isEqualTo(42);
    rows.updateInt("gross", 1);
    fails(rows::updateRow, "428C9");
    rows.cancelRowUpdates();
    rows.updateString("note", "too long");
    fails(rows::updateRow, "22001");
    rows.moveToInsertRow();
    rows.insertRow();
    rows.updateString("note", "abc");
    rows.insertRow();
    assertThat(all(other, "select * from item order by id"))
        .containsExactly("1|21|42|null", "2|5|10|null", "3|5|10|abc");
  }

  @Test
  void allTypesAreChangedAndCompared() throws SQLException {
    run("create table every (" + ALL_TYPES + ")");
    run("insert into every (id) values (1)");
    ResultSet rows = rows("select * from every");
    assertThat(rows.next()).isTrue();
    for (String text : List.of("first", "other")) {
      boolean isFirst = text.equals("first");
      rows.updateBoolean("b", isFirst);
      rows.updateShort("i2", (short) 7);
      rows.updateLong("i8", 1L << 40);
      rows.updateFloat("f4", isFirst ? 0.1f : Float.NaN);
      rows.updateDouble("f8", isFirst ? 0.1 : Double.NEGATIVE_INFINITY);
      rows.updateBigDecimal("d", new BigDecimal("12.5"));
      rows.updateObject("n", new BigDecimal("1.005"), 2);
      rows.updateString("c", "ab");
      rows.updateNString("v", text);
      rows.updateCharacterStream("t", new StringReader(text), 5);
      rows.updateBinaryStream("x", new ByteArrayInputStream(new byte[] {1, 2, 3}));
      rows.updateDate("da", Date.valueOf("2024-02-29"));
      rows.updateTime("ti", Time.valueOf("10:11:12"));
      rows.updateTimestamp("ts", Timestamp.valueOf("2024-02-29 10:11:12.345678"));
      rows.updateObject("tz", OffsetDateTime.parse("2024-02-29T10:11:12Z"));
      rows.updateObject("u", new UUID(1, 2));
      rows.updateString("iv", "1 day 02:00:00");
      rows.updateString("j", "{\"a\":  1}");
      rows.updateObject("jb", "{\"b\":  2}");
      rows.updateArray("a", connection.createArrayOf("integer", new Object[] {1, null, 3}));
      rows.updateObject("big", "123456789012345678901234.125", JDBCType.DECIMAL);
      rows.updateRow();
      assertThat(rows.getString("t")).isEqualTo(text);
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(rows.getString(i));
      }
      assertThat(all(other, "select * from every")).containsExactly(String.join("|", values));
    }
    assertThat(rows.getBigDecimal("n")).isEqualTo(new BigDecimal("1.01"));
    rows.updateAsciiStream("t", new ByteArrayInputStream(new byte[] {'x', 'y'}), 2);
    rows.updateObject("x", null);
    rows.updateBytes("x", null);
    rows.updateRow();
    assertThat(rows.getString("t")).isEqualTo("xy");
    assertThat(rows.getBytes("x")).isNull();
    fails(() -> rows.updateCharacterStream("t", new StringReader("abc"), 5), "58030");
    fails(() -> rows.updateRowId(1, null), "0A000");
    rows.deleteRow();
    assertThat(all(other, "select * from every")).isEmpty();
  }

  /** Keys of all types that can be keys find their rows again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "boolean:true",
        "smallint:1",
        "bigint:1",
        "real:0.1",
        "double precision:NaN",
        "decimal(10,2):1.5",
        "decimal(30,2):12345678901234567890.5",
        "numeric:1.50",
        "char(5):ab",
        "text:Ä'?",
        "bytea:\\x00ff",
        "date:2024-02-29",
        "time:10:11:12.5",
        "timestamp:2024-02-29 10:11:12.000001",
        "timestamptz:2024-02-29 10:11:12+05",
        "uuid:00000000-0000-0001-0000-000000000002",
        "interval:1 mon 2 days"
      })
  void keysOfAllTypes(String typeAndValue) throws SQLException {
    int colon = typeAndValue.indexOf(':');
    String type = typeAndValue.substring(0, colon);
    String value = typeAndValue.substring(colon + 1).replace("'", "''");
    run("create table k (id " + type + " primary key, v int)");
    run("insert into k values (cast('" + value + "' as " + type + "), 1)");
    ResultSet rows = rows("select v, id from k");
    assertThat(rows.next()).isTrue();
    rows.updateInt(1, 2);
    rows.updateRow();
    rows.refreshRow();
    assertThat(rows.getInt(1)).isEqualTo(2);
    rows.deleteRow();
    assertThat(Sql.number(connection, "select count(*) from k")).isZero();
  }
}
