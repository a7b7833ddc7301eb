package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * Words that users give to columns and tables, and that many a database reserves: all of them name
 * columns, tables, aliases, and what INSERT and UPDATE change, without quotes. PostgreSQL reserves
 * one of them.
 */
class EverydayNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value",
        "date",
        "time",
        "timestamp",
        "position",
        "result",
        "start",
        "method",
        "count",
        "year",
        "month",
        "day",
        "rank",
        "language",
        "period",
        "key",
        "type",
        "name",
        "status",
        "data",
        "level",
        "comment",
        "session",
        "system",
        "hour",
        "minute",
        "second",
        "row",
        "rows",
        "sum",
        "min",
        "max",
        "avg",
        "current",
        "text",
        "role",
        "groups",
        "match",
        "trigger"
      })
  void namesWithoutQuotes(String word) {
    try (SqlDatabase database =
            SqlDatabases.open(DatabaseLocation.memory("names"), Map.of("memory", "16m"));
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      String[][] statementsAndResults = {
        {"create table t (W int, other int)", "ok"},
        {"insert into t (W, other) values (1, 2)", "1 rows"},
        {"update t set W = W + 1 where W = 1", "1 rows"},
        {"select W from t group by W having W > 1 order by W", "W\n2"},
        {"select t.W as W from t where t.W in (select W from t)", "W\n2"},
        {"with W as (select 3 as W) select W.W from W", "W\n3"},
        {"create table W (W int)", "ok"},
        {"insert into W select W from t", "1 rows"},
        {"select x.W + W.W as sum from W join t as x on x.W = W.W", "sum\n4"},
        {"delete from W where W = 2", "1 rows"}
      };
      for (String[] pair : statementsAndResults) {
        String statement = pair[0].replace("W", word);
        String lines = client.run(statement).replaceAll(" *\n", "\n").strip();
        assertThat(lines).as(statement).isEqualTo(pair[1].replace("W", word));
      }
    }
  }

  @Test
  void userIsReserved() {
    try (SqlDatabase database =
            SqlDatabases.open(DatabaseLocation.memory("names"), Map.of("memory", "16m"));
        SqlSession session = database.connect()) {
      assertThat(new Client(session).run("create table t (user int)")).startsWith("42601");
      assertThat(new Client(session).run("create table t (\"user\" int)")).isEqualTo("ok");
    }
  }
}
