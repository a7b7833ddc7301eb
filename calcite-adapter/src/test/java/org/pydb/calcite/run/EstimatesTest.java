package org.pydb.calcite.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;

/**
 * The rows that plans expect, beside those that come, for values that are spread in known ways:
 * evenly, by Zipf's law, with NULLs that depend on another column, as texts.
 */
class EstimatesTest {
  private static final Pattern ROWS = Pattern.compile("\\(rows=(\\d+)\\)");

  private final SqlDatabase database =
      SqlDatabases.open(
          DatabaseLocation.memory("estimates"), Map.of("memory", "64m", "statistics", "manual"));

  private final SqlSession session = database.connect();
  private final Client client = new Client(session);

  @BeforeEach
  void makeTables() {
    client.run(
        "create table t (id int primary key, even int, zipf int, half int, word text, day date)");
    client.run("create index t_even on t (even, id)");
    client.run("create index t_zipf on t (zipf)");
    // 7919 is prime: the rows come in no order that the page of a row would tell.
    for (int part = 0; part < 4; part++) {
      client.run(
          "insert into t select n * 4 + "
              + part
              + ", mod(n * 7919, 1000),"
              + " cast(floor(power(cast(1000 as double precision), cast(mod(n * 7919, 10000) as double precision) / 10000)) as int),"
              + " case when mod(n * 7919, 1000) < 500 then mod(n, 10) end,"
              + " 'word ' || mod(n * 7919, 2000), date '2020-01-01'"
              + " + cast(mod(n, 1000) as int) * interval '1' day from "
              + StatisticsTest.NUMBERS);
    }
    client.run("create table few (zipf int, name text)");
    client.run("insert into few select distinct zipf, 'name ' || zipf from t where zipf < 200");
    assertThat(client.run("analyze")).isEqualTo("ok");
    assertThat(client.run("select count(*) from t")).contains("40000");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private double expected(String query) {
    return rowsOf(client.run("explain " + query));
  }

  private double expectedOf(String query) {
    return rowsOf(client.run("explain " + query + "\n$ 1"));
  }

  private static double rowsOf(String plan) {
    Matcher rows = ROWS.matcher(plan);
    assertThat(rows.find()).as(plan).isTrue();
    return Double.parseDouble(rows.group(1));
  }

  /** That as many rows are expected as come, up to a factor, and up to a few rows. */
  private void check(String query, double factor) {
    String counted = client.run("select count(*) from (" + query + ") as q");
    double actual = Double.parseDouble(counted.lines().skip(1).findFirst().orElseThrow().strip());
    double expected = expected(query);
    double ratio = (expected + 10) / (actual + 10);
    assertThat(ratio)
        .as("%s: %s rows expected, %s came", query, expected, actual)
        .isBetween(1 / factor, factor);
  }

  @Test
  void singleConditions() {
    check("select * from t where even = 17", 1.3);
    check("select word from t where even < 100", 1.1);
    check("select word from t where even >= 100 and even < 300", 1.1);
    check("select word from t where even between 100 and 300 and id < 20000", 1.3);
    check("select * from t where zipf = 1", 1.1);
    check("select * from t where zipf = 900", 1.5);
    check("select * from t where zipf > 100", 1.1);
    check("select * from t where zipf in (1, 2, 500)", 1.1);
    check("select * from t where zipf <> 1", 1.1);
    check("select * from t where half is null", 1.1);
    check("select * from t where half is not null", 1.1);
    check("select * from t where half = 3", 1.3);
    check("select * from t where half <> 3", 1.2);
    check("select * from t where not half < 5", 1.2);
    check("select * from t where half = 3 or zipf = 1", 1.3);
    check("select * from t where day < date '2020-04-01'", 1.2);
    check("select * from t where day >= date '2021-01-01' and day < date '2021-02-01'", 1.3);
  }

  @Test
  void texts() {
    check("select * from t where word = 'word 17'", 1.5);
    check("select * from t where word like 'word 1%'", 1.2);
    check("select * from t where word like 'word 17%'", 2);
    check("select * from t where word like '%7'", 5); // By chance few of the sample end so.
    check("select * from t where word not like 'word 1%'", 1.2);
    check("select * from t where word < 'word 5'", 1.2);
    check("select * from t where word like 'none%'", 30);
  }

  @Test
  void trees() {
    // Nothing but the index itself knows that.
    client.run("update t set even = 5000 where id between 100 and 139");
    check("select * from t where even = 5000", 1.2);
    check("select * from t where even > 2000", 1.2);
    check("select * from t where even = 5000 and id < 110", 1.5);
    check("select * from t where id between 1000 and 1999", 1.1);
  }

  @Test
  void parameters() {
    assertThat(expectedOf("select * from t where even = ?")).isBetween(30.0, 50.0);
    assertThat(expectedOf("select * from t where id = ?")).isEqualTo(1);
    assertThat(expectedOf("select * from t where half = ?")).isBetween(1_500.0, 2_500.0);
  }

  @Test
  void joinsAndGroups() {
    // The most common values are all in the smaller table, where they are no more common than
    // others.
    check("select t.id, few.name from t join few on t.zipf = few.zipf", 5);
    check("select a.id from t a join t b on a.zipf = b.zipf where b.id < 400", 1.5);
    check("select a.id from t a join t b on a.id = b.id", 1.1);
    check("select a.id from t a join t b on a.even = b.even where b.id < 400", 1.5);
    // A fifth of the values is in the smaller table, of which nobody knows that they are the common
    // ones.
    check("select id from t where zipf in (select zipf from few)", 5);
    check("select id from t where not exists (select 1 from few where few.zipf = t.zipf)", 5);
    check("select even, count(*) from t group by even", 1.1);
    check("select half, count(*) from t group by half", 1.5);
    check("select even, word, count(*) from t where id < 4000 group by even, word", 4);
  }

  @Test
  void plansFollowTheData() {
    client.run("create table job (id int primary key, state text)");
    client.run("create index job_state on job (state)");
    client.run("insert into job select n, 'done' from " + StatisticsTest.NUMBERS);
    client.run("update job set state = 'new' where id < 10");
    client.run("analyze job");
    SqlStatement few = session.prepare("explain select * from job where state = 'new'");
    SqlStatement any = session.prepare("explain select * from job where state = ?");
    assertThat(rows(few)).contains("Index Only Scan on job using job_state (rows=10)");
    String ofAny = rows(any);
    assertThat(ofAny).contains("Scan on job");
    client.run("update job set state = 'new' where id < 9000");
    client.run("analyze job");
    assertThat(rows(few))
        .startsWith("Scan on job (rows=")
        .contains("Not Taken: job_state, 90 % of rows match, a scan is cheaper");
    client.run("update job set state = 'state ' || id");
    client.run("analyze job");
    assertThat(rows(any)).contains("Index Only Scan on job using job_state (rows=1)");
  }

  private static String rows(SqlStatement statement) {
    StringBuilder lines = new StringBuilder();
    ParameterValues values = new ParameterValues(statement.parameters().size());
    for (int i = 0; i < statement.parameters().size(); i++) {
      values.setText(i, "new");
    }
    try (SqlResult result = statement.execute(values, 60_000)) {
      while (result.next()) {
        lines
            .append(new String(result.bytes(0), result.bytesStart(0), result.bytesLength(0), UTF_8))
            .append('\n');
      }
    }
    return lines.toString();
  }

  @Test
  void explainAnalyzeTellsWhatCame() {
    String plan =
        client.run(
            "explain (analyze, timing off) select count(*) from t join few on t.zipf = few.zipf"
                + " where t.even < 10");
    assertThat(plan)
        .contains("Aggregate (rows=1) (actual rows=1)")
        .contains("Scan on few (rows=199) (actual rows=199")
        .contains("(actual rows=400");
    assertThat(client.run("explain (analyze) select * from few where zipf = 3"))
        .containsPattern("actual rows=1 time=\\d+\\.\\d+ ms");
    assertThat(client.run("explain (analyze, format json, timing off) select * from few"))
        .contains("\"Node Type\": \"Scan on few\"")
        .contains("\"Actual Rows\": 199");
    assertThat(client.run("explain (format dot, costs off) select * from few limit 3"))
        .contains("digraph plan {")
        .contains("s1 -> s0");
    assertThat(client.run("explain (nonsense) select 1"))
        .startsWith("42601: unrecognized EXPLAIN option \"nonsense\"");
    assertThat(client.run("explain (format xml) select 1")).startsWith("22023: ");
    assertThat(client.run("explain analyze delete from few")).startsWith("0A000: EXPLAIN ANALYZE");
    assertThat(client.run("explain (analyze) select * from few where zipf = cast('x' as int)"))
        .startsWith("22P02: ");
  }
}
