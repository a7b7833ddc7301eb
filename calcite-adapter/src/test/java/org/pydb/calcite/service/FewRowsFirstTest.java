package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Semi-joins that leave few rows go below joins and groups. Whether they do is seen in plans; that
 * nothing is lost or doubled, by comparing with plans without them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FewRowsFirstTest {
  private final SqlDatabase database = DatabaseInMemory.open(64L << 20, Map.of());
  private final SqlSession session = database.connect();

  FewRowsFirstTest() {
    rows("create table part (p bigint primary key, kind int, name text)");
    rows("create table offer (p bigint, s bigint, cost numeric, primary key (p, s))");
    rows("create table maker (s bigint primary key, land int)");
    rows("create table line (o bigint, n int, p bigint, amount int, primary key (o, n))");
    rows(
        "insert into part select g, case when g % 7 = 0 then null else g % 150 end, 'part ' || g"
            + " from ("
            + numbers(2000)
            + ") as t(g)");
    rows("insert into maker select g, g % 5 from (" + numbers(50) + ") as t(g)");
    rows("insert into offer select g / 4, g % 50, g % 11 from (" + numbers(8000) + ") as t(g)");
    rows(
        "insert into line select g / 5, g % 5, case when g % 13 = 0 then null else g % 1900 end,"
            + " g % 40 + 1 from ("
            + numbers(9000)
            + ") as t(g)");
    rows("analyze");
  }

  private static String numbers(int count) {
    return "with recursive r(g) as (select 0 union all select g + 1 from r where g < "
        + (count - 1)
        + ") select g from r";
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select part.p, offer.s from part, offer, maker where part.p = offer.p and kind = 15"
            + " and maker.s = offer.s and land = 1 and cost = (select min(o.cost) from offer o,"
            + " maker m where o.p = part.p and o.s = m.s and m.land = 1)",
        "select part.p, (select sum(o.cost) from offer o join maker m on m.s = o.s"
            + " where o.p = part.p) from part where kind = 15",
        "select part.p, offer.s, g.n from part join offer on offer.p = part.p join"
            + " (select o.p, m.land, count(*) as n from offer o join maker m on m.s = o.s"
            + " group by o.p, m.land) as g on g.p = part.p where part.name like 'part 19_'",
        "select l.o, sum(l.amount) from line l join part on part.p = l.p where l.o in"
            + " (select o from line group by o having sum(amount) > 170) group by l.o",
        "select l.o, l.n, part.kind from line l left join part on part.p = l.p where l.o in"
            + " (select o from line group by o having sum(amount) > 170)",
        "select l.o, l.n, part.kind from part left join line l on part.p = l.p where l.o in"
            + " (select o from line group by o having sum(amount) > 170)",
        "select l.o, l.n from line l join part on part.p = l.p where l.o in"
            + " (select p from part where kind = 15) and part.kind between 75 and 79",
        "select l.o, l.n, part.p from line l join part on part.p = l.p where part.kind in"
            + " (select kind from part where p between 11 and 14)",
        "select l.o, l.n from line l join part on part.p = l.p where (l.p, part.kind) in"
            + " (select p, kind from part where p < 50)",
        "select l.o, l.n from line l join part on part.p = l.p where exists (select * from offer o"
            + " where o.p = l.p and o.cost > 9 and o.s < 3)",
      })
  void nothingIsLostOrDoubled(String sql) {
    rows("set plan_rules_off = 'semi_joins, decorrelation'");
    List<String> expected = sorted(sql);
    assertThat(expected).isNotEmpty();
    rows("set plan_rules_off = none");
    assertThat(sorted(sql)).isEqualTo(expected);
  }

  @Test
  void onlyTheGroupsAreMadeThatAreWanted() {
    String plan =
        plan(
            "select part.p, offer.s from part, offer where part.p = offer.p and kind = 15"
                + " and cost = (select min(o.cost) from offer o, maker m"
                + " where o.p = part.p and o.s = m.s)");
    String groups = plan.substring(plan.indexOf("Aggregate"));
    assertThat(groups).contains("Bounds: p = outer.p");
    assertThat(plan).doesNotContain("-> Scan on offer", "-> Parallel Scan on offer");
  }

  /** The rows of a table are looked up from the few groups that HAVING is expected to leave. */
  @Test
  void aSemiJoinThatLeavesLittleGoesBelowAJoin() {
    String plan =
        plan(
            "select l.o, part.name from line l join part on part.p = l.p where l.o in"
                + " (select o from line group by o having sum(amount) > 300)");
    assertThat(plan).contains("Streaming Aggregate", "Bounds: o = outer.o");
    assertThat(plan).doesNotContain("-> Scan on part", "-> Parallel Scan on part");
  }

  @Test
  void havingIsExpectedByTheSpreadOfValues() {
    assertThat(plan("select o, sum(amount) from line group by o having sum(amount) > 300"))
        .containsPattern("Filter \\(rows=[1-9]?[0-9]\\)"); // of 1800 groups, about 100 on average
    assertThat(plan("select o, sum(amount) from line group by o having sum(amount) < 300"))
        .containsPattern("Filter \\(rows=1[0-9]{3}\\)");
    assertThat(plan("select p, count(*) from line group by p having count(*) > 12"))
        .containsPattern("Filter \\(rows=[0-9]\\)"); // of 1900 groups of 4 to 5 rows
  }

  private String plan(String sql) {
    rows("set plan_rules_off = none");
    return String.join("\n", rows("explain " + sql));
  }

  private List<String> sorted(String sql) {
    return rows(sql).stream().sorted().toList();
  }

  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    SqlStatement statement = session.prepare(sql);
    try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
      while (statement.kind() == SqlStatement.Kind.QUERY && result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < statement.columns().size(); i++) {
          row.append(i == 0 ? "" : "|").append(value(statement, result, i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static Object value(SqlStatement statement, SqlResult result, int column) {
    if (result.isNull(column)) {
      return "null";
    }
    return switch (statement.columns().get(column).type().kind()) {
      case DECIMAL, NUMERIC -> String.valueOf(result.getDecimal(column));
      case TEXT ->
          new String(
              result.bytes(column),
              result.bytesStart(column),
              result.bytesLength(column),
              StandardCharsets.UTF_8);
      default -> result.getLong(column);
    };
  }
}
