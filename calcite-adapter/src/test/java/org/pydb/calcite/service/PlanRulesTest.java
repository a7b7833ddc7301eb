package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.option.PlanRule;

/** Rules and indexes that are switched off are not used, and answers stay the same. */
class PlanRulesTest {

  /** A query, or several, of which each rule makes another plan than there would be without it. */
  private static final Map<PlanRule, String> QUERIES =
      Map.ofEntries(
          Map.entry(PlanRule.DIRECT_PLANS, "select id from song where album = 3 and id < 90"),
          Map.entry(
              PlanRule.SEMI_JOINS, "select id from song where album in (select id from album)"),
          Map.entry(
              PlanRule.DECORRELATION,
              "select (select max(s.id) from song s where s.album = a.id) from album a"),
          Map.entry(
              PlanRule.COMMON_FACTORS,
              "select s.id from song s, album a"
                  + " where (a.id = s.album and s.id < 9) or (a.id = s.album and s.id > 90)"),
          Map.entry(
              PlanRule.FILTER_PUSHDOWN,
              "select s.id from song s join album a on a.id = s.album where a.name = 'n3'"),
          Map.entry(
              PlanRule.COLUMN_TRIMMING,
              "select a.name from song s"
                  + " join (select id, name, name || 'x' as x from album) a on a.id = s.album"),
          Map.entry(
              PlanRule.JOIN_ORDER,
              "select s.id from song s, song t, album a where a.id = s.album and a.name = t.title"),
          Map.entry(PlanRule.SCAN_FILTERS, "select id from song where album = 3"),
          Map.entry(PlanRule.TABLE_SCANS, "select album, title from song"),
          Map.entry(PlanRule.INDEX_SCANS, "select title from song where album = 3 and title > 'a'"),
          Map.entry(PlanRule.INDEX_ONLY_SCANS, "select id from song where album = 3"),
          Map.entry(PlanRule.BACKWARD_SCANS, "select * from song order by id desc limit 3"),
          Map.entry(
              PlanRule.HASH_JOINS, "select s.id from song s join song t on t.title = s.title"),
          Map.entry(
              PlanRule.MERGE_JOINS,
              "select s.id, t.title from song s join song t on t.id = s.id order by s.id"),
          Map.entry(
              PlanRule.LOOKUP_JOINS,
              "select t.title from song s join song t on t.id = s.album where s.id = 5"),
          Map.entry(PlanRule.LOOP_JOINS, "select b.name from album a join album b on b.id = a.id"),
          Map.entry(
              PlanRule.EXCHANGED_JOINS,
              "select a.name, s.title from album a join song s on s.title = a.name"),
          Map.entry(PlanRule.STREAMING_AGGREGATES, "select id, count(*) from song group by id"),
          Map.entry(PlanRule.TOP_N, "select title from song order by title limit 3"),
          Map.entry(PlanRule.FEW_ROWS_BY_ONE, "select album, count(*) from song group by album"));

  private final SqlDatabase database = DatabaseInMemory.open(64L << 20, Map.of());
  private final SqlSession session = database.connect();

  PlanRulesTest() {
    run("create table album (id int primary key, name text)");
    run("create table song (id int primary key, album int, title text)");
    run("create index song_album on song (album)");
    run("insert into album values (1, 'n1'), (2, 'n2'), (3, 'n3'), (4, 't4')");
    for (int i = 1; i <= 100; i++) {
      run("insert into song values (" + i + ", " + i % 7 + ", 't" + i % 30 + "')");
    }
    run("analyze");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private List<String> run(String sql) {
    List<String> rows = new ArrayList<>();
    var statement = session.prepare(sql);
    try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < statement.columns().size(); i++) {
          var type = statement.columns().get(i).type();
          row.add(
              result.isNull(i)
                  ? "null"
                  : type.isLong()
                      ? Long.toString(result.getLong(i))
                      : session
                          .text()
                          .print(
                              type, result.bytes(i), result.bytesStart(i), result.bytesLength(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private String plan(String sql) {
    return run("explain " + sql).stream().collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @EnumSource
  void answersStayTheSameWithoutARule(PlanRule rule) {
    String query = QUERIES.get(rule);
    assertThat(query).as("a query for %s", rule).isNotNull();
    String others =
        switch (rule) {
          case LOOP_JOINS -> "hash_joins, merge_joins";
          case MERGE_JOINS -> "hash_joins, lookup_joins";
          default -> "none";
        };
    run("set plan_rules_off = '" + others + "'");
    String plan = plan(query);
    List<String> rows = run(query);
    run(
        "set plan_rules_off = '"
            + rule.key()
            + (others.equals("none") ? "'" : ", " + others + "'"));
    // The same plan, found in another way, or run by other threads.
    if (rule != PlanRule.DIRECT_PLANS && rule != PlanRule.FEW_ROWS_BY_ONE) {
      assertThat(plan(query)).isNotEqualTo(plan);
    }
    List<String> rowsWithout = run(query);
    if (!query.contains("order by")) {
      Collections.sort(rows);
      Collections.sort(rowsWithout);
    }
    assertThat(rowsWithout).isEqualTo(rows);
    run("reset plan_rules_off");
    assertThat(run("show plan_rules_off")).containsExactly("none");
  }

  /** A bound beyond all that a column can hold was taken for its greatest or least value. */
  @Test
  void aBoundBeyondTheColumnIsNoValueOfIt() {
    run("create table price (id int primary key, d decimal(8, 2))");
    run("create index price_d on price (d)");
    run("insert into price values (1, 999999.99), (2, -999999.99), (3, 0), (4, null)");
    assertThat(plan("select d from price where d >= 9999999.9")).contains("Bounds");
    assertThat(run("select id from price where 10.0 * 999999.99 <= d")).isEmpty();
    assertThat(run("select id from price where d <= -9999999.9")).isEmpty();
    assertThat(run("select id from price where d < 9999999.9 order by d"))
        .containsExactly("2", "3", "1");
    assertThat(run("select id from price where d > -9999999.9 order by d"))
        .containsExactly("2", "3", "1");
  }

  @Test
  void anIndexThatIsOffIsNotRead() {
    String query = "select id from song where album = 3";
    assertThat(plan(query)).contains("song_album");
    run("set plan_indexes_off = 'song_album'");
    assertThat(plan(query))
        .startsWith("Scan on song")
        .contains("Not Taken: song_album, 14 % of rows match, but it is switched off");
    assertThat(run("show plan_indexes_off")).containsExactly("song_album");
    assertThat(run("show plan_rules_off")).containsExactly("none");
    assertThatThrownBy(() -> run("set plan_indexes_off = 'song_album, nothing'"))
        .isInstanceOfSatisfying(
            SqlError.class,
            error -> {
              assertThat(error.state()).isEqualTo("42704");
              assertThat(error.getMessage()).contains("index \"nothing\" does not exist");
            });
  }

  @Test
  void allThatIsOffLeavesOneWay() {
    String off = QUERIES.keySet().stream().map(PlanRule::key).collect(Collectors.joining(", "));
    Map<String, List<String>> answers =
        QUERIES.values().stream().distinct().collect(Collectors.toMap(query -> query, this::run));
    run("set plan_rules_off = '" + off + "'");
    answers.forEach(
        (query, rows) ->
            assertThat(run(query)).as(query).containsExactlyInAnyOrderElementsOf(rows));
    assertThat(plan("select s.id from song s join album a on a.id = s.album"))
        .contains("Loop Join");
  }

  @Test
  void unknownRulesAreNamed() {
    assertThatThrownBy(() -> run("set plan_rules_off = 'hash_joins, hash_join'"))
        .isInstanceOfSatisfying(
            SqlError.class,
            error -> {
              assertThat(error.state()).isEqualTo("22023");
              assertThat(error.getMessage())
                  .contains("there is no rule \"hash_join\"")
                  .contains("hash_joins");
            });
    assertThat(run("show plan_rules_off")).containsExactly("none");
    run("set plan_rules_off = 'top_n, Hash_Joins'");
    assertThat(run("show plan_rules_off")).containsExactly("hash_joins, top_n");
  }
}
