package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.calcite.option.PlanRule;

/**
 * The scripts of {@link RunScriptsTest} once more, on two databases: on one each query is run by
 * one thread, on the other by several as far as that is possible, however few rows there are. The
 * answers must be the same.
 */
class ParallelScriptsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joins.txt",
        "groups.txt",
        "windows.txt",
        "sub-queries.txt",
        "sets.txt",
        "recursion.txt",
        "orders.txt",
        "query-forms.txt",
        "aggregates.txt",
        "views.txt"
      })
  void script(String name) throws IOException {
    try (SqlDatabase one = SqlDatabases.open(DatabaseLocation.memory("one"), Map.of());
        SqlDatabase several = SqlDatabases.open(DatabaseLocation.memory("several"), Map.of());
        SqlSession ofOne = one.connect();
        SqlSession ofSeveral = several.connect()) {
      ofOne.set("parallelism", "1");
      ofSeveral.set("parallelism", "3");
      ofSeveral.set("parallel_rows_min", "0");
      ofSeveral.set("plan_rules_off", PlanRule.FEW_ROWS_BY_ONE.key());
      Client first = new Client(ofOne);
      Client second = new Client(ofSeveral);
      for (String statement : RunScriptsTest.tables().split(";\n", -1)) {
        first.run(statement);
        second.run(statement);
      }
      assertThat(second.run("explain analyze select name from emp where grade = 1"))
          .contains("threads=3");
      for (String input : GoldenScript.inputs(RunScriptsTest.class, name)) {
        String expected = first.run(input);
        String actual = second.run(input);
        if (!input.startsWith("explain") && !input.contains("current_database")) {
          assertThat(rows(actual)).as(input).isEqualTo(rows(expected));
        }
      }
    }
  }

  /** Groups come in any order. */
  private static List<String> rows(String answer) {
    return answer.lines().sorted().toList();
  }
}
