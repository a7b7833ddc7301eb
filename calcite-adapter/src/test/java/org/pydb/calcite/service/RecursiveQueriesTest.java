package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;

/**
 * What recursive queries find in random graphs, compared with what a plain breadth-first search
 * finds, with ample memory and with so little that rows of a round and rows seen before spill.
 */
class RecursiveQueriesTest {
  private static final long AMPLE = 64L << 20;
  private static final long TINY = 100_000;

  private static final String ALL_PAIRS =
      "with recursive reach(a, b) as (select a, b from edge"
          + " union select r.a, e.b from reach r join edge e on e.a = r.b)"
          + " select a, b from reach";

  /** The nodes that each node leads to by one edge. */
  private final Map<Long, List<Long>> edges = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {AMPLE, TINY})
  void pairsAreThoseThatASearchFinds(long memory) {
    long seed = System.nanoTime();
    for (int round = 0; round < 4; round++) {
      boolean isIndexed = round % 2 == 1;
      try (SqlDatabase database = DatabaseInMemory.open(memory, Map.of());
          SqlSession session = database.connect()) {
        randomGraph(session, new Random(seed + round), round < 2 ? 20 : 150, isIndexed);
        assertThat(pairs(session, ALL_PAIRS)).as("seed %d", seed + round).isEqualTo(searched());
      }
    }
  }

  /** The shortest way to each node is the round in which it is found first. */
  @ParameterizedTest
  @ValueSource(longs = {AMPLE, TINY})
  void roundsAreTheLengthsOfWays(long memory) {
    long seed = System.nanoTime();
    try (SqlDatabase database = DatabaseInMemory.open(memory, Map.of());
        SqlSession session = database.connect()) {
      randomGraph(session, new Random(seed), 60, true);
      TreeSet<List<Long>> expected = new TreeSet<>(RecursiveQueriesTest::compare);
      lengths(0L, 12).forEach((node, length) -> expected.add(List.of(node, length)));
      assertThat(
              pairs(
                  session,
                  "with recursive way(node, length) as (select 0, 0 union"
                      + " select e.b, length + 1 from way w join edge e on e.a = w.node"
                      + " where length < 12)"
                      + " select node, min(length) from way group by node"))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void whatMemoryDoesNotHoldSpills() {
    long seed = System.nanoTime();
    try (SqlDatabase database = DatabaseInMemory.open(TINY, Map.of());
        SqlSession session = database.connect()) {
      randomGraph(session, new Random(seed), 150, true);
      String plan = first(session, "explain (analyze, costs off) " + ALL_PAIRS);
      assertThat(plan).as("seed %d", seed).contains("rounds=").contains("spilled=");
      String numbers =
          "with recursive r(n, s) as (select a, b from edge union all"
              + " select n + 1, s from r where n < 200)"
              + " select sum(n), count(*) from r";
      long sum = 0;
      long count = 0;
      for (Map.Entry<Long, List<Long>> node : edges.entrySet()) {
        for (long n = node.getKey(); n <= 200; n++) {
          sum += n * node.getValue().size();
          count += node.getValue().size();
        }
      }
      assertThat(pairs(session, numbers)).containsExactly(List.of(sum, count));
      String rows =
          "with recursive r(n, s) as (select a, repeat('x', 500) from edge union all"
              + " select n + 200, s from r where n < 200) select n from r";
      assertThat(first(session, "explain (analyze, costs off) " + rows)).contains("spilled=");
    }
  }

  /** No row is computed before it is asked for. */
  @Test
  void limitEndsWhatWouldFail() {
    try (SqlDatabase database = DatabaseInMemory.open(AMPLE, Map.of());
        SqlSession session = database.connect()) {
      String endless =
          "with recursive r(n, m) as (select 2147483640, 0 union all select n + 1, m from r)"
              + " select n, m from r";
      assertThat(pairs(session, endless + " limit 8")).hasSize(8);
      assertThatThrownBy(() -> pairs(session, endless + " limit 9"))
          .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("22003"));
    }
  }

  @Test
  void theTimeLimitEndsWhatNeverEnds() {
    try (SqlDatabase database = DatabaseInMemory.open(AMPLE, Map.of());
        SqlSession session = database.connect()) {
      run(session, "set statement_timeout = 200");
      assertThatThrownBy(
              () ->
                  pairs(
                      session,
                      "with recursive r(n) as (select 1 union all select n % 5 from r)"
                          + " select max(n), min(n) from r"))
          .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("57014"));
    }
  }

  // ------------------------------------------------------------------ graphs

  private void randomGraph(SqlSession session, Random random, int nodeCount, boolean isIndexed) {
    edges.clear();
    run(session, "create table edge (id int primary key, a int, b int)");
    if (isIndexed) {
      run(session, "create index edge_a on edge (a)");
    }
    List<String> rows = new ArrayList<>();
    int edgeCount = nodeCount + random.nextInt(nodeCount);
    for (int id = 0; id < edgeCount; id++) {
      long from = random.nextInt(nodeCount);
      long to = random.nextInt(nodeCount);
      boolean leadsNowhere = random.nextInt(20) == 0;
      rows.add("(" + id + ", " + from + ", " + (leadsNowhere ? "null" : to) + ")");
      edges.computeIfAbsent(from, node -> new ArrayList<>()).add(leadsNowhere ? -1 : to);
    }
    run(session, "insert into edge values " + String.join(", ", rows));
  }

  /** All pairs of nodes of which one leads to the other, -1 for NULL. */
  private Set<List<Long>> searched() {
    TreeSet<List<Long>> pairs = new TreeSet<>(RecursiveQueriesTest::compare);
    for (long from : edges.keySet()) {
      TreeSet<Long> found = new TreeSet<>();
      Deque<Long> open = new ArrayDeque<>(edges.getOrDefault(from, List.of()));
      while (!open.isEmpty()) {
        long node = open.pop();
        if (found.add(node)) {
          open.addAll(edges.getOrDefault(node, List.of()));
        }
      }
      found.forEach(to -> pairs.add(List.of(from, to)));
    }
    return pairs;
  }

  /** The nodes that a node leads to within some steps, and the fewest steps that it takes. */
  private Map<Long, Long> lengths(long from, long most) {
    Map<Long, Long> lengths = new TreeMap<>();
    lengths.put(from, 0L);
    Deque<Long> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      long node = open.removeFirst();
      long length = lengths.getOrDefault(node, 0L) + 1;
      for (long next : edges.getOrDefault(node, List.of())) {
        if (length <= most && lengths.putIfAbsent(next, length) == null) {
          open.addLast(next);
        }
      }
    }
    return lengths;
  }

  private static int compare(List<Long> one, List<Long> other) {
    int first = Long.compare(one.get(0), other.get(0));
    return first != 0 ? first : Long.compare(one.get(1), other.get(1));
  }

  // ------------------------------------------------------------------ statements

  private static void run(SqlSession session, String sql) {
    session.prepare(sql).execute(new ParameterValues(0), 0).close();
  }

  /** Rows of two integers, none of which may come twice. */
  private static Set<List<Long>> pairs(SqlSession session, String sql) {
    TreeSet<List<Long>> pairs = new TreeSet<>(RecursiveQueriesTest::compare);
    try (SqlResult result = session.prepare(sql).execute(new ParameterValues(0), 0)) {
      while (result.next()) {
        List<Long> pair = List.of(number(result, 0), number(result, 1));
        assertThat(pairs.add(pair)).as("%s comes once", pair).isTrue();
      }
    }
    return pairs;
  }

  private static long number(SqlResult result, int column) {
    return result.isNull(column) ? -1 : result.getLong(column);
  }

  /** The text of a plan: the lines of the only column. */
  private static String first(SqlSession session, String sql) {
    SqlStatement statement = session.prepare(sql);
    StringBuilder text = new StringBuilder();
    try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
      while (result.next()) {
        text.append(
                session
                    .text()
                    .print(
                        statement.columns().get(0).type(),
                        result.bytes(0),
                        result.bytesStart(0),
                        result.bytesLength(0)))
            .append('\n');
      }
    }
    return text.toString();
  }
}
