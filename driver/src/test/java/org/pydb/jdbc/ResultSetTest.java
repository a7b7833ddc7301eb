package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading rows: values, NULLs, labels, positions. */
class ResultSetTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private ResultSet row(String sql) throws SQLException {
    ResultSet rows = statement.executeQuery(sql);
    assertThat(rows.next()).isTrue();
    return rows;
  }

  /** A result with one value. */
  private ResultSet value(String expression) throws SQLException {
    return row("select " + expression + " as v");
  }

  // ------------------------------------------------------------------ numbers

  @Test
  void wholeNumbersNeverWrap() throws SQLException {
    assertThat(value("127").getByte(1)).isEqualTo((byte) 127);
    assertOutOfRange("128", rows -> rows.getByte(1), "128", "byte");
    assertOutOfRange("-32769", rows -> rows.getShort(1), "-32769", "short");
    assertOutOfRange("2147483648", rows -> rows.getInt(1), "2147483648", "int");
    assertOutOfRange("9223372036854775808", rows -> rows.getLong(1), "9223372036854775808");
    assertOutOfRange("cast(1e19 as double precision)", rows -> rows.getLong(1), "long");
    assertOutOfRange("cast('NaN' as double precision)", rows -> rows.getInt(1), "NaN");
    assertOutOfRange("1e300", rows -> rows.getFloat(1), "float");
    assertOutOfRange("2", rows -> rows.getBoolean(1), "boolean");
    assertOutOfRange("cast('Infinity' as real)", rows -> rows.getBigDecimal(1), "Infinity");
  }

  @Test
  void wholePartsAreGivenOfFractions() throws SQLException {
    assertThat(value("1.5").getInt(1)).isEqualTo(1);
    assertThat(value("cast(-1.9 as real)").getLong(1)).isEqualTo(-1);
    assertThat(value("'7.9'").getShort(1)).isEqualTo((short) 7);
    assertOutOfRange("128.5", rows -> rows.getByte(1), "128", "byte");
    assertOutOfRange("0.5", rows -> rows.getBoolean(1), "0.5", "boolean");
    assertThat(value("cast(3 as double precision)").getInt(1)).isEqualTo(3);
    assertThat(value("3.000").getInt(1)).isEqualTo(3);
  }

  private void assertOutOfRange(String expression, Read read, String... words) throws SQLException {
    ResultSet rows = value(expression);
    assertThatThrownBy(() -> read.from(rows))
        .as(expression)
        .hasFieldOrPropertyWithValue("SQLState", "22003")
        .hasMessageContaining("column 1 (v)")
        .hasMessageContainingAll(words);
  }

  @FunctionalInterface
  private interface Read {
    Object from(ResultSet rows) throws SQLException;
  }

  @Test
  void numbersConvertWhereNothingIsLost() throws SQLException {
    assertThat(value("true").getInt(1)).isEqualTo(1);
    assertThat(value("1").getBoolean(1)).isTrue();
    assertThat(value("'yes'").getBoolean(1)).isTrue();
    assertThat(value("'42'").getInt(1)).isEqualTo(42);
    assertThat(value("'2.50'").getBigDecimal(1)).isEqualTo(new BigDecimal("2.50"));
    assertThat(value("cast(0.1 as real)").getBigDecimal(1)).isEqualTo(new BigDecimal("0.1"));
    assertThat(value("cast(0.1 as real)").getFloat(1)).isEqualTo(0.1f);
    assertThat(value("12345678901234567890.123").getBigDecimal(1))
        .isEqualTo(new BigDecimal("12345678901234567890.123"));
    assertThat(value("1.50").getDouble(1)).isEqualTo(1.5);
    assertThat(value("9007199254740993").getLong(1)).isEqualTo(9007199254740993L);
    assertThat(value("1.50").getString(1)).isEqualTo("1.50");
    assertThat(value("cast(1.50 as decimal(30, 20))").getString(1))
        .isEqualTo("1.50000000000000000000");
  }

  @Test
  void textThatIsNoNumberIsAnError() throws SQLException {
    ResultSet rows = value("'many'");
    assertThatThrownBy(() -> rows.getInt(1))
        .hasFieldOrPropertyWithValue("SQLState", "22P02")
        .hasMessageContaining("column 1 (v)")
        .hasMessageContaining("many");
  }

  @Test
  void typesThatNeverFitAreNamed() throws SQLException {
    ResultSet rows = row("select current_date as d, 1 as n");
    assertThatThrownBy(() -> rows.getInt("d"))
        .hasFieldOrPropertyWithValue("SQLState", "07006")
        .hasMessage("column 1 (d) is of type date, which cannot be had as int");
    assertThatThrownBy(() -> rows.getDate("n")).hasFieldOrPropertyWithValue("SQLState", "07006");
    assertThatThrownBy(() -> rows.getBytes("n")).hasFieldOrPropertyWithValue("SQLState", "07006");
    assertThatThrownBy(() -> rows.getObject("n", UUID.class))
        .hasFieldOrPropertyWithValue("SQLState", "07006");
    assertThatThrownBy(() -> rows.getObject("n", Thread.class))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> rows.getArray(1)).hasFieldOrPropertyWithValue("SQLState", "07006");
  }

  @Test
  void classesAreConvertedTo() throws SQLException {
    Map<Class<?>, Object> expected =
        Map.of(
            String.class,
            "7",
            Integer.class,
            7,
            Long.class,
            7L,
            Short.class,
            (short) 7,
            Byte.class,
            (byte) 7,
            Double.class,
            7.0,
            Float.class,
            7f,
            BigDecimal.class,
            new BigDecimal(7),
            BigInteger.class,
            BigInteger.valueOf(7),
            Object.class,
            7);
    ResultSet rows = value("7");
    for (Map.Entry<Class<?>, Object> entry : expected.entrySet()) {
      assertThat(rows.getObject("v", entry.getKey())).isEqualTo(entry.getValue());
    }
  }

  // ------------------------------------------------------------------ NULL

  @Test
  void nullIsTold() throws SQLException {
    ResultSet rows = row("select cast(null as integer) as n, 0 as z, cast(null as text) as t");
    assertThat(rows.getInt("n")).isZero();
    assertThat(rows.wasNull()).isTrue();
    assertThat(rows.getInt("z")).isZero();
    assertThat(rows.wasNull()).isFalse();
    assertThat(rows.getBoolean("n")).isFalse();
    assertThat(rows.getDouble("n")).isZero();
    assertThat(rows.getBigDecimal("n")).isNull();
    assertThat(rows.getString("t")).isNull();
    assertThat(rows.getObject("n")).isNull();
    assertThat(rows.getObject("n", Integer.class)).isNull();
    assertThat(rows.getTimestamp("t")).isNull();
    assertThat(rows.getBinaryStream("t")).isNull();
    assertThat(rows.wasNull()).isTrue();
  }

  // ------------------------------------------------------------------ bytes and text

  @Test
  void charIsPaddedToItsLength() throws SQLException {
    statement.execute("create table c (c char(5), v varchar(5))");
    statement.execute("insert into c values ('ab', 'ab')");
    ResultSet rows = row("select c, v from c");
    assertThat(rows.getString("c")).isEqualTo("ab   ");
    assertThat(rows.getObject("c")).isEqualTo("ab   ");
    assertThat(rows.getString("v")).isEqualTo("ab");
  }

  @Test
  void bytesAreCopies() throws Exception {
    statement.execute("create table b (b bytea, u uuid)");
    statement.execute("insert into b values ('\\x0102', '550e8400-e29b-41d4-a716-446655440000')");
    ResultSet rows = row("select b, u from b");
    rows.getBytes(1)[0] = 9;
    assertThat(rows.getBytes(1)).containsExactly(1, 2);
    assertThat((byte[]) rows.getObject(1)).containsExactly(1, 2);
    assertThat(rows.getString(1)).isEqualTo("\\x0102");
    assertThat(rows.getBinaryStream(1).readAllBytes()).containsExactly(1, 2);
    assertThat(rows.getBlob(1).getBytes(2, 10)).containsExactly(2);
    assertThat(rows.getObject(2))
        .isEqualTo(UUID.fromString("550e8400-e29b-41d4-a716-446655440000"));
    assertThat(rows.getBytes(2)).hasSize(16).startsWith(0x55, 0x0e);
  }

  // ------------------------------------------------------------------ labels and positions

  @Test
  void labelsAreFoundWhateverTheirCase() throws SQLException {
    ResultSet rows = row("select 1 as \"Price\", 2 as price, 3 as other");
    assertThat(rows.getInt("PRICE")).as("the first match").isEqualTo(1);
    assertThat(rows.getInt("price")).isEqualTo(1);
    assertThat(rows.findColumn("Other")).isEqualTo(3);
    assertThatThrownBy(() -> rows.getInt("prise"))
        .hasFieldOrPropertyWithValue("SQLState", "42703")
        .hasMessageContaining("Price, price, other");
    assertThatThrownBy(() -> rows.getInt(4))
        .hasFieldOrPropertyWithValue("SQLState", "07009")
        .hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> rows.getInt(0)).hasFieldOrPropertyWithValue("SQLState", "07009");
  }

  @Test
  void positionsAreTold() throws SQLException {
    ResultSet rows = statement.executeQuery("values (1), (2)");
    assertThat(rows.isBeforeFirst()).isTrue();
    assertThat(rows.getRow()).isZero();
    assertThatThrownBy(() -> rows.getInt(1))
        .hasFieldOrPropertyWithValue("SQLState", "24000")
        .hasMessageContaining("call next");
    rows.next();
    assertThat(rows.getInt(1)).isEqualTo(1);
    assertThat(rows.isFirst()).isTrue();
    assertThat(rows.getRow()).isEqualTo(1);
    rows.next();
    assertThat(rows.getInt(1)).isEqualTo(2);
    assertThat(rows.isFirst()).isFalse();
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isTrue();
    assertThat(rows.getRow()).isZero();
    assertThat(rows.isClosed()).isFalse();
    assertThatThrownBy(() -> rows.getInt(1))
        .hasFieldOrPropertyWithValue("SQLState", "24000")
        .hasMessageContaining("after its last row");
    rows.close();
    rows.close();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(rows::getRow).hasFieldOrPropertyWithValue("SQLState", "24000");
  }

  @Test
  void anEmptyResultIsNeitherBeforeNorAfterItsRows() throws SQLException {
    ResultSet rows = statement.executeQuery("select * from (values (1)) as v (a) where a = 0");
    assertThat(rows.isBeforeFirst()).isFalse();
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isFalse();
  }

  @Test
  void otherMovesAndChangesAreRefused() throws SQLException {
    ResultSet rows = value("1");
    for (Read refused :
        new Read[] {
          ResultSet::previous,
          ResultSet::first,
          r -> r.absolute(1),
          ResultSet::isLast,
          r -> {
            r.updateInt(1, 2);
            return null;
          },
          r -> {
            r.deleteRow();
            return null;
          }
        }) {
      assertThatThrownBy(() -> refused.from(rows))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
  }

  @Test
  void metadataNamesWhatColumnsStemFrom() throws SQLException {
    statement.execute("create table m (id bigint primary key, name varchar(20))");
    ResultSetMetaData columns =
        statement.executeQuery("select id as key, x.name, 1 + 1 from m x").getMetaData();
    assertThat(columns.getColumnCount()).isEqualTo(3);
    assertThat(columns.getColumnLabel(1)).isEqualTo("key");
    assertThat(columns.getColumnName(1)).isEqualTo("id");
    assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
    assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
    assertThat(columns.getTableName(2)).isEqualTo("m");
    assertThat(columns.getPrecision(2)).isEqualTo(20);
    assertThat(columns.getColumnDisplaySize(2)).isEqualTo(20);
    assertThat(columns.isCaseSensitive(2)).isTrue();
    assertThat(columns.getTableName(3)).isEmpty();
    assertThat(columns.getColumnName(3)).isEqualTo("?column?");
    assertThat(columns.isReadOnly(3)).isTrue();
    assertThat(columns.isSigned(3)).isTrue();
    assertThat(columns.isAutoIncrement(1)).isFalse();
  }
}
