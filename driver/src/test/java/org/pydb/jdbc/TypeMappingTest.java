package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydb.jdbc.testkit.Sql;

/** The table of types in docs/jdbc.md, row by row: what is stored comes back as it says. */
class TypeMappingTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:pydb:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean          | bool        | BOOLEAN                 | java.lang.Boolean        | true
          smallint         | int2        | SMALLINT                | java.lang.Integer        | -32768
          integer          | int4        | INTEGER                 | java.lang.Integer        | 2147483647
          bigint           | int8        | BIGINT                  | java.lang.Long           | -9223372036854775808
          real             | float4      | REAL                    | java.lang.Float          | 0.1
          double precision | float8      | DOUBLE                  | java.lang.Double         | 0.1
          decimal(12, 2)   | numeric     | NUMERIC                 | java.math.BigDecimal     | 1234567890.12
          decimal(38, 10)  | numeric     | NUMERIC                 | java.math.BigDecimal     | 1234567890123456789012345678.0123456789
          numeric          | numeric     | NUMERIC                 | java.math.BigDecimal     | 1.2300
          char(3)          | bpchar      | CHAR                    | java.lang.String         | abc
          varchar(10)      | varchar     | VARCHAR                 | java.lang.String         | Grüße
          text             | text        | VARCHAR                 | java.lang.String         | 世界
          bytea            | bytea       | VARBINARY               | [B                       | \\x00ff
          date             | date        | DATE                    | java.sql.Date            | 2024-02-29
          time             | time        | TIME                    | java.sql.Time            | 13:04:05.25
          timestamp        | timestamp   | TIMESTAMP               | java.sql.Timestamp       | 2024-02-29 13:04:05.123456
          timestamptz      | timestamptz | TIMESTAMP_WITH_TIMEZONE | java.time.OffsetDateTime | 2024-02-29 13:04:05.123456+00
          uuid             | uuid        | OTHER                   | java.util.UUID           | 550e8400-e29b-41d4-a716-446655440000
          interval         | interval    | OTHER                   | java.lang.String         | 1 year 2 mons -3 days +04:05:06.7
          json             | json        | OTHER                   | java.lang.String         | {"b": 1,  "a":null}
          jsonb            | jsonb       | OTHER                   | java.lang.String         | {"a": [1.50, "x"]}
          """)
  void typesAreWhatTheTableSays(
      String type, String name, JDBCType jdbcType, String javaClass, String text) throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "jdbc.md")))
        .contains(rowOf(type, name, jdbcType.name(), javaClass));
    Sql.run(connection, "set timezone = 'UTC'");
    Sql.run(connection, "create table t (v " + type + ")");
    Sql.run(connection, "insert into t values (cast('" + text + "' as " + type + "))");
    try (PreparedStatement select = connection.prepareStatement("select v from t");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      ResultSetMetaData column = rows.getMetaData();
      assertThat(column.getColumnTypeName(1)).isEqualTo(name);
      assertThat(JDBCType.valueOf(column.getColumnType(1))).isEqualTo(jdbcType);
      assertThat(column.getColumnClassName(1)).isEqualTo(javaClass);
      assertThat(rows.getString(1)).isEqualTo(text);
      assertThat(rows.getString(1).length()).isLessThanOrEqualTo(column.getColumnDisplaySize(1));
      Object value = rows.getObject(1);
      assertThat(value.getClass().getName()).isEqualTo(javaClass);
      assertThat(storedAgain(value)).isEqualTo(text);
    }
  }

  private static String rowOf(String type, String name, String jdbcType, String javaClass) {
    String shown = type.replaceAll("\\(\\d+\\)", "(n)").replaceAll("\\(\\d+, \\d+\\)", "(p, s)");
    String shownClass =
        javaClass.equals("[B")
            ? "byte[]"
            : javaClass.replaceAll("java\\.(lang|math|time|util)\\.", "");
    return "| `" + String.join("` | `", shown, name, jdbcType, shownClass) + "` |";
  }

  /** What getObject gave, bound by setObject, is the same value. */
  private String storedAgain(Object value) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("update t set v = ?")) {
      insert.setObject(1, value);
      insert.executeUpdate();
    }
    return Sql.text(connection, "select v from t");
  }
}
