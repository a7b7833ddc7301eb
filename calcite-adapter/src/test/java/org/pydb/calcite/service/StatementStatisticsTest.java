package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.system.SystemState.EndedStatement;

/** What is kept of statements that have ended, and what makes room. */
class StatementStatisticsTest {
  private final StatementStatistics statistics = new StatementStatistics();

  private void run(String sql, long micros) {
    statistics.of(StatementShape.of(sql, "public")).count(1, 1000, 1, micros);
    statistics.makeRoom();
  }

  private List<String> statements() {
    return statistics.all().stream().map(EndedStatement::statement).sorted().toList();
  }

  @Test
  void literalsAreCutOutAndNumberedBehindParameters() {
    run("select a from t where b = 7 and c = 'seven' and d = 1.5", 1);
    run("select a from t where b = 8 and c = 'eight' and d = 2.5", 2);
    run("select a from t where b = $2 and c = $1 and d < 9", 3);
    assertThat(statistics.all())
        .containsExactlyInAnyOrder(
            new EndedStatement(
                "select a from t where b = $1 and c = $2 and d = $3", 2, 2000, 1000, 2, 2),
            new EndedStatement(
                "select a from t where b = $2 and c = $1 and d < $3", 1, 1000, 1000, 1, 3));
  }

  @Test
  void thoseThatWereRunLongestAgoMakeRoom() {
    for (int i = 0; i < 2 * StatementStatistics.STATEMENTS_MAX; i++) {
      run("select c" + i + " from t", 2L * i);
      run("select often from t", 2L * i + 1);
      assertThat(statistics.all()).hasSizeLessThanOrEqualTo(StatementStatistics.STATEMENTS_MAX);
    }
    assertThat(statements())
        .contains("select often from t", "select c1999 from t", "select c1100 from t")
        .doesNotContain("select c0 from t", "select c900 from t")
        .hasSizeGreaterThan(StatementStatistics.STATEMENTS_MAX / 2);
  }

  @Test
  void longStatementsAreCountedTogether() {
    String many =
        IntStream.range(0, 300).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));
    run("insert into t values " + many, 1);
    run("select " + "x".repeat(10_000) + " from t", 2);
    assertThat(statistics.all())
        .containsExactly(
            new EndedStatement(
                "(statements of more than 4096 characters, or 256 literals)", 2, 2000, 1000, 2, 2));
  }

  @Test
  void whoKeepsFiguresIsToldThatTheyWereDropped() {
    StatementFigures kept = statistics.of(StatementShape.of("select 1", "public"));
    kept.count(1, 1000, 1, 1);
    statistics.reset();
    assertThat(kept.isDropped()).isTrue();
    assertThat(statements()).isEmpty();
  }

  @Test
  void noCallIsLostAmongSessionsThatCountAtOnce() throws Exception {
    int calls = 20_000;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> sessions =
          IntStream.range(0, 12).<Callable<Void>>mapToObj(i -> () -> count(i, calls)).toList();
      for (Future<Void> session : threads.invokeAll(sessions)) {
        session.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(statistics.all())
        .containsExactly(
            new EndedStatement(
                "select $1", 12L * calls, (12L * 20 + 66) * calls / 2, 20, 24L * calls, calls));
  }

  private Void count(int session, int calls) {
    StatementFigures figures = statistics.of(StatementShape.of("select 1", "public"));
    for (int i = 1; i <= calls; i++) {
      figures.count(session, i % 2 == 0 ? session : 20, 2, i);
    }
    return null;
  }
}
