package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * Groups that are made for single rows, through an index, are those that are made of all rows: a
 * table with an index answers as its twin does that has none. Alternatives that are taken apart
 * answer alike as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupLookupsTest {
  private static final long SEED = Long.getLong("pydb.seed", 20261122);
  private static final int ROWS = 20_000;

  private final SqlDatabase database =
      SqlDatabases.open(
          DatabaseLocation.memory("group-lookups"),
          Map.of("memory", "64m", "statistics", "manual"));

  private final SqlSession session = database.connect();
  private final Client client = new Client(session);

  @BeforeAll
  void makeTables() {
    Random random = new Random(SEED);
    run("create table few (id int primary key, k int, m int, x int)");
    run("insert into few select * from (values " + few(random) + ") as v");
    for (String table : List.of("indexed", "plain")) {
      run("create table " + table + " (id int primary key, k int, m int, x int)");
    }
    for (int from = 0; from < ROWS; from += 1000) {
      StringBuilder rows = new StringBuilder();
      for (int id = from; id < from + 1000; id++) {
        rows.append(id > from ? ", " : "").append(row(random, id, 1000));
      }
      run("insert into indexed values " + rows);
      run("insert into plain values " + rows);
    }
    run("create index indexed_k on indexed (k, m)");
    run("analyze");
  }

  private static String few(Random random) {
    StringBuilder rows = new StringBuilder();
    for (int id = 0; id < 30; id++) {
      rows.append(id > 0 ? ", " : "").append(row(random, id, 1200));
    }
    return rows.toString();
  }

  /** A key that may be NULL, or one that the other table does not have. */
  private static String row(Random random, int id, int keys) {
    String key = random.nextInt(8) == 0 ? "null" : Integer.toString(random.nextInt(keys));
    String more = random.nextInt(8) == 0 ? "null" : Integer.toString(random.nextInt(3));
    return "(%d, %s, %s, %d)".formatted(id, key, more, random.nextInt(100));
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  private String run(String statement) {
    String result = client.run(statement);
    assertThat(result).as("seed %s: %s", SEED, statement).doesNotContainPattern("^[0-9A-Z]{5}: ");
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select f.id from few f where f.x < (select avg(t.x) from t where t.k = f.k) order by 1",
        "select f.id from few f where f.x < (select sum(t.x) from t where t.k = f.k and t.m = f.m)"
            + " order by 1",
        "select f.id, f.k, (select max(t.x) from t where t.k = f.k) from few f order by 1",
        "select f.id, n.k, n.c from few f left join (select k, count(*) c from t group by k) n"
            + " on n.k = f.k order by 1",
        "select f.id, n.k, n.m, n.s from few f join (select k, m, sum(x) s from t group by k, m) n"
            + " on n.k = f.k and n.s > f.x order by 1, 3, 4",
        "select f.id from few f where f.k in (select k from t group by k) order by 1",
        "select f.id from few f where not exists"
            + " (select 1 from (select k, m from t group by k, m) n where n.k = f.k) order by 1",
      })
  void groupsOfSingleRowsAreThoseOfAll(String query) {
    String indexed = query.replace("from t ", "from indexed t ");
    assertThat(run("explain " + indexed)).contains("Loop", "using indexed_k", "Aggregate");
    assertThat(run(indexed)).isEqualTo(run(query.replace("from t ", "from plain t ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"join", "left join"})
  void alternativesAreAskedOfEachSide(String join) {
    String condition =
        "(f.m = 1 and t.x < 10) or (f.x > 50 and t.m = 2) or (f.m is null and t.id > 3)";
    String query =
        "select count(*), sum(f.id), sum(t.id) from few f " + join + " t on f.k = t.k and ";
    String plain = query.replace(" t on", " plain t on");
    // Of a CASE no part is taken out.
    String whole = run(plain + "case when " + condition + " then true else false end");
    assertThat(run(query.replace(" t on", " indexed t on") + "(" + condition + ")"))
        .isEqualTo(whole);
    assertThat(run(plain + "(" + condition + ")")).isEqualTo(whole);
  }
}
