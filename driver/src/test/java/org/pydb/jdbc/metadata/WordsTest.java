package org.pydb.jdbc.metadata;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.parser.generated.PydbSqlParser;

/** The words that metadata lists work, and its limits hold. */
class WordsTest {

  /** A call of each function that JDBC defines and pydb has, and what it gives. */
  private static final Map<String, String> CALLS =
      Map.ofEntries(
          entry("ABS(-1)", "1"),
          entry("ACOS(1)", "0"),
          entry("ASIN(0)", "0"),
          entry("ATAN(0)", "0"),
          entry("ATAN2(0, 1)", "0"),
          entry("CEILING(1.5)", "2"),
          entry("COS(0)", "1"),
          entry("COT(1)", "0.6420926159343306"),
          entry("DEGREES(0)", "0"),
          entry("EXP(0)", "1"),
          entry("FLOOR(1.5)", "1"),
          entry("LOG(1)", "0"),
          entry("LOG10(100)", "2"),
          entry("MOD(7, 4)", "3"),
          entry("PI()", "3.141592653589793"),
          entry("POWER(2, 3)", "8"),
          entry("RADIANS(0)", "0"),
          entry("ROUND(1.256, 2)", "1.26"),
          entry("SIGN(-3)", "-1"),
          entry("SIN(0)", "0"),
          entry("SQRT(9)", "3"),
          entry("TAN(0)", "0"),
          entry("TRUNCATE(1.256, 2)", "1.25"),
          entry("ASCII('a')", "97"),
          entry("CHAR(65)", "A"),
          entry("CHAR_LENGTH('äb ')", "3"),
          entry("CHARACTER_LENGTH('äb ')", "3"),
          entry("CONCAT('a', 'b')", "ab"),
          entry("INSERT('abcdef', 2, 3, 'XY')", "aXYef"),
          entry("LCASE('AbC')", "abc"),
          entry("LEFT('abc', 2)", "ab"),
          entry("LENGTH('äb ')", "2"),
          entry("LOCATE('b', 'abcb', 3)", "4"),
          entry("LTRIM('  a ')", "a "),
          entry("OCTET_LENGTH('äb ')", "4"),
          entry("POSITION('b' IN 'abc')", "2"),
          entry("REPEAT('ab', 2)", "abab"),
          entry("REPLACE('abcb', 'b', 'x')", "axcx"),
          entry("RIGHT('abc', 2)", "bc"),
          entry("RTRIM(' a  ')", " a"),
          entry("SPACE(3)", "   "),
          entry("SUBSTRING('abcdef', 2, 3)", "bcd"),
          entry("UCASE('aBc')", "ABC"),
          entry("DAYOFMONTH(date '2024-02-29')", "29"),
          entry("DAYOFWEEK(date '2024-02-25')", "1"),
          entry("DAYOFYEAR(date '2024-02-29')", "60"),
          entry("EXTRACT(YEAR FROM date '2024-02-29')", "2024"),
          entry("HOUR(time '10:11:12')", "10"),
          entry("MINUTE(time '10:11:12')", "11"),
          entry("MONTH(date '2024-02-29')", "2"),
          entry("QUARTER(date '2024-12-01')", "4"),
          entry("SECOND(timestamp '2024-02-29 10:11:12.9')", "12"),
          entry(
              "TIMESTAMPADD(SQL_TSI_DAY, 1, timestamp '2024-02-28 10:11:12')",
              "2024-02-29 10:11:12"),
          entry("DAYNAME(date '2024-02-29')", "Thursday"),
          entry("MONTHNAME({fn CONVERT('2024-02-29', SQL_DATE)})", "February"),
          entry("TIMESTAMPDIFF(SQL_TSI_MONTH, date '2024-01-30', {ts '2024-03-29 10:00:00'})", "1"),
          entry("RAND() < 1", "true"),
          entry("DATABASE()", ""),
          entry("USER()", ""),
          entry("WEEK(date '2024-02-29')", "9"),
          entry("YEAR(date '2024-02-29')", "2024"),
          entry("IFNULL(null, 'x')", "x"));

  /** Calls whose answer is another each time, but the same within one statement. */
  private static final Map<String, String> MOMENTS =
      Map.of(
          "CURDATE()", "current_date",
          "CURRENT_DATE", "current_date",
          "CURRENT_TIME()", "current_time",
          "CURRENT_TIMESTAMP()", "current_timestamp",
          "CURTIME()", "current_time",
          "NOW()", "current_timestamp");

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void functionsThatAreListedWork() throws SQLException {
    DatabaseMetaData words = connection.getMetaData();
    Set<String> listed = new TreeSet<>(Schema.words(words.getNumericFunctions()));
    listed.addAll(Schema.words(words.getStringFunctions()));
    listed.addAll(Schema.words(words.getTimeDateFunctions()));
    listed.addAll(Schema.words(words.getSystemFunctions()));
    Set<String> tried = new TreeSet<>();
    for (Map.Entry<String, String> call : CALLS.entrySet()) {
      tried.add(name(call.getKey()));
      assertThat(value("select {fn " + call.getKey() + "}"))
          .as(call.getKey())
          .isEqualTo(call.getValue());
    }
    for (Map.Entry<String, String> call : MOMENTS.entrySet()) {
      tried.add(name(call.getKey()));
      assertThat(value("select {fn " + call.getKey() + "} = " + call.getValue())).isEqualTo("true");
    }
    assertThat(tried).isEqualTo(listed);
  }

  private static String name(String call) {
    int parenthesis = call.indexOf('(');
    return parenthesis < 0 ? call : call.substring(0, parenthesis);
  }

  @Test
  void keywordsAreThoseThatNeedQuotesAndThatNoStandardReserves() throws Exception {
    List<String> listed = Schema.words(connection.getMetaData().getSQLKeywords());
    SqlAbstractParserImpl.Metadata parser =
        PydbSqlParser.FACTORY.getParser(new StringReader("")).getMetadata();
    Set<String> standard = Set.of(Schema.resource("sql2003.txt").strip().split("\\s+"));
    assertThat(listed)
        .containsExactlyElementsOf(
            parser.getTokens().stream()
                .filter(word -> parser.isKeyword(word) && !parser.isNonReservedKeyword(word))
                .filter(word -> !standard.contains(word))
                .sorted()
                .toList());
    for (String word : listed) {
      assertThatThrownBy(() -> value("select 1 as x from (values (1)) as " + word))
          .as(word)
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void typesThatAreListedMakeColumnsAndTakeTheirLiterals() throws SQLException {
    try (ResultSet types = connection.getMetaData().getTypeInfo()) {
      while (types.next()) {
        String type = types.getString("TYPE_NAME");
        Schema.run(connection, "create table t_" + type + " (x " + type + ")");
        String prefix = types.getString("LITERAL_PREFIX");
        String literal =
            prefix == null
                ? sample(type, types.getInt("DATA_TYPE"))
                : prefix
                    + sample(type, types.getInt("DATA_TYPE"))
                    + types.getString("LITERAL_SUFFIX");
        Schema.run(connection, "insert into t_" + type + " values (" + literal + ")");
        assertThat(value("select count(x) from t_" + type)).isEqualTo("1");
        checkColumn(type, types.getInt("DATA_TYPE"));
      }
    }
  }

  private void checkColumn(String type, int dataType) throws SQLException {
    try (ResultSet column = connection.getMetaData().getColumns(null, null, "t\\_" + type, null)) {
      assertThat(column.next()).isTrue();
      assertThat(column.getInt("DATA_TYPE")).as(type).isEqualTo(dataType);
      String shown =
          switch (type) {
            case "varchar" -> "text"; // of any length
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> type;
          };
      assertThat(column.getString("TYPE_NAME")).isEqualTo(shown);
    }
  }

  private static String sample(String name, int type) {
    return switch (type) {
      case Types.BOOLEAN -> "true";
      case Types.DATE -> "2024-02-29";
      case Types.TIME -> "10:11:12";
      case Types.TIMESTAMP -> "2024-02-29 10:11:12.5";
      case Types.TIMESTAMP_WITH_TIMEZONE -> "2024-02-29 10:11:12.5+01";
      case Types.OTHER ->
          switch (name) {
            case "json", "jsonb" -> "{\"a\": 1}";
            case "interval" -> "1 month 2 days";
            default -> "01234567-89ab-cdef-0123-456789abcdef";
          };
      case Types.VARBINARY -> "\\x01ff";
      default -> "1";
    };
  }

  @Test
  void conversionsThatAreClaimedWork() throws SQLException {
    DatabaseMetaData claims = connection.getMetaData();
    Map<Integer, String> names =
        Map.ofEntries(
            entry(Types.BOOLEAN, "BOOLEAN"),
            entry(Types.TINYINT, "TINYINT"),
            entry(Types.SMALLINT, "SMALLINT"),
            entry(Types.INTEGER, "INTEGER"),
            entry(Types.BIGINT, "BIGINT"),
            entry(Types.REAL, "REAL"),
            entry(Types.FLOAT, "FLOAT"),
            entry(Types.DOUBLE, "DOUBLE"),
            entry(Types.NUMERIC, "NUMERIC"),
            entry(Types.DECIMAL, "DECIMAL"),
            entry(Types.CHAR, "CHAR"),
            entry(Types.VARCHAR, "VARCHAR"),
            entry(Types.BINARY, "BINARY"),
            entry(Types.VARBINARY, "VARBINARY"),
            entry(Types.DATE, "DATE"),
            entry(Types.TIME, "TIME"),
            entry(Types.TIMESTAMP, "TIMESTAMP"));
    List<String> failed = new ArrayList<>();
    for (int from : names.keySet()) {
      for (int to : names.keySet()) {
        boolean isText = from == Types.CHAR || from == Types.VARCHAR;
        String inner =
            "{fn convert('" + sample("", isText ? to : from) + "', SQL_" + names.get(from) + ")}";
        String sql = "select {fn convert(" + inner + ", SQL_" + names.get(to) + ")}";
        if (claims.supportsConvert(from, to)) {
          try {
            value(sql);
          } catch (SQLException e) {
            failed.add(sql + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(claims.supportsConvert(Types.BLOB, Types.VARCHAR)).isFalse();
    assertThat(claims.supportsConvert(Types.DATE, Types.INTEGER)).isFalse();
  }

  @Test
  void namesCanBeAsLongAsClaimed() throws SQLException {
    int length = connection.getMetaData().getMaxTableNameLength();
    assertThat(connection.getMetaData().getMaxColumnNameLength()).isEqualTo(length);
    String name = "n".repeat(length);
    Schema.run(connection, "create table " + name + " (" + name + " integer)");
    assertThatThrownBy(() -> value("select 1 as " + name + "n")).isInstanceOf(SQLException.class);
  }

  @Test
  void tablesCanBeAsWideAsClaimed() throws SQLException {
    int columns = connection.getMetaData().getMaxColumnsInTable();
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      definitions.add("c" + i + " integer");
    }
    Schema.run(connection, "create table wide (" + String.join(",", definitions) + ")");
    definitions.add("more integer");
    assertThatThrownBy(
            () -> Schema.run(connection, "create table w (" + String.join(",", definitions) + ")"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(String.valueOf(columns));
  }

  @Test
  void keysCanBeAsLongAsClaimed() throws SQLException {
    int length = connection.getMetaData().getMaxIndexLength();
    Schema.run(connection, "create table long_keys (x text primary key)");
    String insert = "insert into long_keys select repeat('k', ";
    assertThatCode(() -> Schema.run(connection, insert + (length - 16) + ")"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Schema.run(connection, insert + (length + 1) + ")"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void namesMayHoldTheExtraCharacters() throws SQLException {
    for (char extra : connection.getMetaData().getExtraNameCharacters().toCharArray()) {
      assertThat(value("select a" + extra + "b from (values (1)) as v (a" + extra + "b)"))
          .isEqualTo("1");
    }
  }

  private String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
