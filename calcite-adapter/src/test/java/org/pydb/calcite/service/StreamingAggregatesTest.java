package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;

/**
 * Rows that come group by group are grouped as they come: by one thread or several, of which none
 * may be given a part of a group, with hardly any memory. Groups by a hash table are what they are
 * compared with.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingAggregatesTest {
  private static final int ROWS = 12_000;

  private final SqlDatabase database = DatabaseInMemory.open(24L << 20, Map.of());
  private final SqlSession session = database.connect();

  StreamingAggregatesTest() {
    long seed = Long.getLong("pydb.seed", System.nanoTime());
    System.out.println("StreamingAggregatesTest: -Dpydb.seed=" + seed);
    Random random = new Random(seed);
    run(
        "create table t (a int, b text, c numeric, d double precision, x bigint, y text,"
            + " primary key (a, b, x))");
    run("create index t_cd on t (c desc, d nulls first)");
    run("create index t_y on t (y)");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      rows.append(rows.isEmpty() ? "" : ", ").append(row(random, i));
      if (i % 1000 == 999) {
        run("insert into t values " + rows);
        rows.setLength(0);
      }
    }
    run("analyze t");
    run("set parallel_rows_min = 0");
  }

  /** Small groups and such that fill many leaves; numbers that are equal but written otherwise. */
  private static String row(Random random, int i) {
    int a = random.nextInt(10) < 3 ? 7 : random.nextInt(2000);
    String c = random.nextInt(4) == 0 ? "null" : random.nextInt(20) + (i % 2 == 0 ? ".5" : ".50");
    String d =
        switch (random.nextInt(5)) {
          case 0 -> "null";
          case 1 -> "cast('NaN' as double precision)";
          default -> random.nextInt(3) - 1 + ".25";
        };
    String y = random.nextInt(3) == 0 ? "null" : "'word " + random.nextInt(3000) + "'";
    return "(" + a + ", 'b" + random.nextInt(3) + "', " + c + ", " + d + ", " + i + ", " + y + ")";
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select a, count(*), sum(x), min(y), avg(d), sum(d) from t group by a",
        "select a, b, count(*), sum(c), max(x) filter (where y is not null) from t group by a, b",
        "select b, a, count(*) from t group by b, a",
        "select a, b, count(*) from t where a = 7 group by a, b",
        "select a, count(*) from t where a > 50 and x % 3 = 0 group by a having count(*) > 1",
        "select a, count(*) from t group by a order by a desc limit 5",
        "select a, b, x, sum(d) from t group by a, b, x",
        "select y, count(*), min(y) from t group by y",
        "select c, d, count(*) from t group by c, d",
        "select c, count(*) from t group by c",
        "select n, count(*) from (select a, count(*) as n from t group by a) as g group by n",
        "select count(*), sum(g.s) from (select a, sum(x) as s from t group by a) as g",
        "select distinct a from t",
        "select u.a, u.n, t.x from t join (select a, count(*) as n from t group by a) as u"
            + " on u.a = t.a where t.x < 300",
      })
  void groupsAreThoseOfAHashTable(String sql) {
    run("set plan_rules_off = 'streaming_aggregates'");
    List<String> expected = sorted(sql);
    for (String threads : List.of("1", "2", "5")) {
      run("set parallelism = " + threads);
      run("set plan_rules_off = none");
      assertThat(sorted(sql)).as("%s threads", threads).isEqualTo(expected);
      run("set plan_rules_off = 'table_scans, direct_plans'");
      assertThat(sorted(sql)).as("%s threads, by an index", threads).isEqualTo(expected);
    }
  }

  @Test
  void whatComesGroupByGroupIsNotHashed() {
    run("set parallelism = 2");
    run("set plan_rules_off = none");
    assertThat(plan("select a, count(*) from t group by a"))
        .contains("Streaming Aggregate")
        .doesNotContain("Hash Aggregate");
    assertThat(plan("select b, a, sum(d) from t group by b, a")).contains("Streaming Aggregate");
    run("set plan_rules_off = 'table_scans'");
    assertThat(plan("select y, count(*) from t group by y"))
        .contains("Streaming Aggregate", "Index Only Scan on t using t_y");
    run("set plan_rules_off = none");
    assertThat(plan("select b, count(*) from t group by b")).contains("Hash Aggregate");
    assertThat(plan("select a, count(distinct y) from t group by a")).contains("Hash Aggregate");
  }

  /** Only the first rows are made of which the first groups consist. */
  @Test
  void theFirstGroupsDoNotWaitForTheOthers() {
    run("set parallelism = 1");
    run("set plan_rules_off = none");
    SqlStatement groups = session.prepare("select a, count(*) from t group by a limit 3");
    try (SqlResult result = groups.execute(new ParameterValues(0), 0)) {
      assertThat(result.next()).isTrue();
      assertThat(database.runningStatements().get(0).rowsRead()).isLessThan(ROWS / 2);
    }
  }

  private String plan(String sql) {
    return String.join("\n", rows("explain " + sql));
  }

  private List<String> sorted(String sql) {
    return rows(sql).stream().sorted().toList();
  }

  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    SqlStatement statement = session.prepare(sql);
    try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < statement.columns().size(); i++) {
          row.append(i == 0 ? "" : "|").append(value(statement, result, i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** A value; of numbers that are equal any may stand for the others. */
  private static Object value(SqlStatement statement, SqlResult result, int column) {
    if (result.isNull(column)) {
      return "null";
    }
    return switch (statement.columns().get(column).type().kind()) {
      case FLOAT64 -> result.getDouble(column);
      case DECIMAL, NUMERIC ->
          Objects.requireNonNull(result.getDecimal(column)).stripTrailingZeros();
      case TEXT ->
          new String(
              result.bytes(column),
              result.bytesStart(column),
              result.bytesLength(column),
              StandardCharsets.UTF_8);
      default -> result.getLong(column);
    };
  }

  private void run(String sql) {
    try (SqlResult result = session.prepare(sql).execute(new ParameterValues(0), 0)) {
      assertThat(result.isClosed()).isIn(true, false);
    }
  }
}
