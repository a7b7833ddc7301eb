package org.pydb.calcite.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.rule.LogicalPhases;

/**
 * Random queries on random rows are asked of databases that hold the same rows but answer in
 * different ways: on our own operators with literals hoisted (the measure), on Calcite's operators,
 * without hoisting, without indexes, with so little memory that all steps spill, with statistics,
 * with any rules of the planner and indexes switched off; and of a PostgreSQL if there is one. A
 * query of which two answers differ is made smaller, and so are the tables, before the test fails
 * with it.
 *
 * <p>{@code -Dpydb.random.queries=N} asks for so many, {@code -Dpydb.seed=S} for the same ones
 * again, {@code -Dpydb.postgres=URL} compares with a PostgreSQL, {@code start} starts one. The
 * Maven profile {@code random-queries} runs many.
 */
class RandomQueriesTest {
  private static final int QUERIES = Integer.getInteger("pydb.random.queries", 60);

  /** The short run is the same each time; long ones look for what nobody has found. */
  private static final long SEED = 20261121;

  private static final int QUERIES_A_FILLING = 40;
  private static final int DIFFERENCES_MAX = Integer.getInteger("pydb.random.differences", 1);
  private static final long LITTLE = 20_000;

  private final long seed = Long.getLong("pydb.seed", SEED);
  private final Random variations = new Random(seed);
  private final Map<String, Integer> figures = new TreeMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /** Errors that no query should give, each with how often it was met; the first one is told. */
  private final Map<String, Integer> errors = new TreeMap<>();

  private final List<String> differences = new ArrayList<>();

  @Test
  void randomQueriesAnswerAlike() throws IOException, SQLException {
    List<Answerer> all = new ArrayList<>();
    try {
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("own")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("bridge", "plan", "bridge")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("not hoisting", "hoist_literals", "off")));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("without indexes").withoutIndexes()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("little memory").withMemory(LITTLE)));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("analyzed").analyzed()));
      all.add(new PydbAnswerer(PydbAnswerer.Setup.of("varied").analyzed().varied()));
      compareWithPostgres(all);
    } finally {
      all.forEach(Answerer::close);
    }
  }

  private void compareWithPostgres(List<Answerer> all) throws IOException, SQLException {
    String postgres = System.getProperty("pydb.postgres", "");
    if (postgres.equals("start")) {
      try (PostgresCluster cluster = PostgresCluster.start()) {
        try (PostgresAnswerer answerer = new PostgresAnswerer(cluster.url())) {
          compare(Stream.concat(all.stream(), Stream.of(answerer)).toList());
        }
      }
    } else if (postgres.isEmpty()) {
      compare(all);
    } else {
      try (PostgresAnswerer answerer = new PostgresAnswerer(postgres)) {
        compare(Stream.concat(all.stream(), Stream.of(answerer)).toList());
      }
    }
  }

  private void compare(List<Answerer> all) {
    Random random = new Random(seed);
    for (int i = 0; i < QUERIES; ) {
      RandomTables tables = new RandomTables(random);
      all.forEach(answerer -> answerer.fill(tables));
      for (int k = 0; k < QUERIES_A_FILLING && i < QUERIES; k++) {
        Choices choices = Choices.random(random);
        QueryWriter.write(choices);
        boolean isAlike = ask(all, tables, choices.made());
        Choices others = Choices.otherLiterals(random, choices.made());
        QueryWriter.write(others);
        if (isAlike) {
          ask(all, tables, others.made());
        }
        i += 2;
      }
    }
    System.out.println("random queries, seed " + seed + ": " + figures);
    System.out.println("  rewritings given up: " + LogicalPhases.failureCount());
    errors.forEach((error, count) -> System.out.println("  " + count + " times " + error));
    refusals.forEach((error, sql) -> System.out.println("  " + error + "\n    " + sql));
    assertThat(differences).as("seed %d", seed).isEmpty();
  }

  private boolean ask(List<Answerer> all, RandomTables tables, Choices.Made choices) {
    QueryWriter.Query query = write(choices);
    all.forEach(answerer -> answerer.vary(variations));
    Answerer measure = all.get(0);
    Answer own = measure.answer(query);
    for (Answerer other : all.subList(1, all.size())) {
      Answer answer = other.answer(query);
      Answer.Likeness likeness = own.like(answer, query.isOrdered());
      figures.merge(other.name() + " " + likeness, 1, Integer::sum);
      if (likeness == Answer.Likeness.REFUSED) {
        String kind = own.isRefusal() ? "own " + own.kind() : other.name() + " " + answer.kind();
        refusals.putIfAbsent(kind, query.sql());
      }
      if (likeness == Answer.Likeness.DIFFERENT || likeness == Answer.Likeness.BROKEN) {
        Answer broken = own.isBroken() ? own : answer;
        if (broken.isBroken() && errors.merge(broken.kind(), 1, Integer::sum) > 1) {
          return false;
        }
        differences.add(new Difference(measure, other, tables).smaller(choices));
        System.out.println("seed " + seed + ": " + differences.get(differences.size() - 1));
        assertThat(differences).as("seed %d", seed).hasSizeLessThan(DIFFERENCES_MAX);
        return false;
      }
    }
    return true;
  }

  static QueryWriter.Query write(Choices.Made choices) {
    return QueryWriter.write(Choices.replay(choices));
  }
}
