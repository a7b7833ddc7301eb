package org.pydb.jdbc.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.jdbc.testkit.Sql;

/** JDBC's escapes that are written as plain SQL, and all that only looks like one. */
class EscapesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "select {fn rand()} ~ select random()",
        "select {fn DAYNAME({fn curdate()})} ~ select to_char({fn curdate()}, 'FMDay')",
        "select {fn dayname({fn dayname(d)})} ~ select to_char(to_char(d, 'FMDay'), 'FMDay')",
        "select {fn ucase({fn database()})} ~ select {fn ucase(current_database())}",
        "select a from t {limit 2} ~ select a from t  limit 2",
        "select a from t {limit ? offset {fn user()}} ~ select a from t  limit ? offset current_user",
        "{call now()} ~ SELECT now()",
        "{call now} ~ SELECT now()",
        "{ call f(?, {fn user()}) } ~ SELECT f(?, current_user)",
      })
  void escapeIsWritten(String escaped, String plain) {
    assertThat(Escapes.translate(escaped).strip()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '{fn rand()}'",
        "select 'it''s {fn rand()}'",
        "select E'it\\'s {fn rand()}'",
        "select \"{fn rand()}\" from t -- {fn rand()}",
        "select /* {fn rand()} */ $${fn rand()}$$, $a${limit 1}$a$",
        "select {fn ucase('a')}, {d '2024-02-29'}, {ts '2024-02-29 10:00:00'}",
        "select * from {oj a left join b on a.x = b.x} where y like 'a' {escape '!'}",
        "select '{\"k\": [1, 2]}'::jsonb, '{1,2}'::int[]",
        "select {fn dayname(",
        "select {fn timestampdiff(1)}",
        "{? = call abs(?)}",
      })
  void othersAreLeftAlone(String sql) {
    assertThat(Escapes.translate(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource({
    "SQL_TSI_SECOND, 2024-02-29 10:00:00, 2024-02-29 10:01:01.9, 61",
    "SQL_TSI_SECOND, 2024-02-29 10:01:01.9, 2024-02-29 10:00:00, -61",
    "SQL_TSI_MINUTE, 2024-02-29 10:00:00, 2024-02-29 10:01:59, 1",
    "SQL_TSI_HOUR, 2024-02-28 10:00:00, 2024-02-29 09:59:59, 23",
    "SQL_TSI_DAY, 2024-02-28 10:00:00, 2024-03-01 10:00:00, 2",
    "SQL_TSI_WEEK, 2024-02-01 00:00:00, 2024-02-29 00:00:00, 4",
    "SQL_TSI_MONTH, 2023-12-15 00:00:00, 2024-02-14 00:00:00, 1",
    "SQL_TSI_QUARTER, 2023-01-01 00:00:00, 2024-01-01 00:00:00, 4",
    "SQL_TSI_YEAR, 2024-01-01 00:00:00, 2022-01-02 00:00:00, -1",
    "SQL_TSI_FRAC_SECOND, 2024-01-01 00:00:00, 2024-01-01 00:00:00.000001, 1000",
  })
  void differenceCountsWholeUnits(String unit, String from, String to, long expected)
      throws Exception {
    String sql =
        String.format("select {fn TIMESTAMPDIFF(%s, {ts '%s'}, {ts '%s'})}", unit, from, to);
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      assertThat(Sql.number(connection, sql)).isEqualTo(expected);
    }
  }

  @Test
  void limitAndCallsRun() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      String series = "select count(*) from (select * from generate_series(1, 9) {limit 4}) as t";
      assertThat(Sql.number(connection, series)).isEqualTo(4);
      assertThat(Sql.number(connection, "{call abs(-5)}")).isEqualTo(5);
      assertThat(connection.nativeSQL("select {fn rand()}")).isEqualTo("select random()");
    }
  }
}
