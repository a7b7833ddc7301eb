package org.pydb.calcite.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.pydb.calcite.rule.LogicalPhases;

/**
 * Asks databases the same queries and compares their answers with those of the first one; makes the
 * same changes in all of them in between; and lets several sessions ask again what was asked since
 * the last change, at the same time.
 */
final class Comparison {
  private static final int QUERIES_A_FILLING = 96;
  private static final int QUERIES_A_CHANGE = 12;
  private static final int ROWS_MAX = 200;

  /** Of so many of our databases one is asked; PostgreSQL always is. */
  private static final int ANSWERS = Integer.getInteger("pydb.random.answers", 1);

  /** After so many the figures are shown. */
  private static final int QUERIES_A_REPORT = 600;

  /** By one database each; more often by the one that is to run all by several threads. */
  private static final int QUERIES_A_MEASUREMENT = 10;

  private static final int PARALLEL_QUERIES_A_MEASUREMENT = 3;

  /** In so many databases several sessions ask at the same time what was asked since a change. */
  private static final int ANSWERERS_TOGETHER = 1;

  /** Of at least so many that were looked at, the share is asked for that several threads ran. */
  private static final int MEASURED_MIN = 100;

  private static final double PARALLEL_SHARE_MIN = 1.0 / 3;

  private final List<Answerer> all;
  private final Answerer measure;
  private final long seed;
  private final int differencesMax;
  private final Random random;
  private final Random variations;
  private final Map<String, Integer> figures = new TreeMap<>();
  private final Map<String, Long> nanos = new TreeMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /** Errors that no query should give, each with how often it was met; the first one is told. */
  private final Map<String, Integer> errors = new TreeMap<>();

  private final List<String> differences = new ArrayList<>();
  private final Steps steps = new Steps();
  private final Steps parallelSteps = new Steps();

  /** What was asked since the last change, and is to be asked again. */
  private final List<QueryWriter.Query> asked = new ArrayList<>();

  private final List<Answer> answers = new ArrayList<>();

  Comparison(List<Answerer> all, long seed, int differencesMax) {
    this.all = List.copyOf(all);
    this.seed = seed;
    this.differencesMax = differencesMax;
    measure = all.get(0);
    random = new Random(seed);
    variations = new Random(seed);
  }

  /** Compares the answers to so many queries; fails where they differ. */
  void run(int queries) {
    for (int i = 0; i < queries; ) {
      RandomTables tables = new RandomTables(random);
      all.forEach(answerer -> answerer.fill(tables));
      for (int k = 0; k < QUERIES_A_FILLING && i < queries; k += 2, i += 2) {
        if (k % QUERIES_A_CHANGE == QUERIES_A_CHANGE - 2) {
          askTogether();
          change(tables, k);
        }
        Choices choices = Choices.random(random);
        QueryWriter.write(choices);
        boolean isAlike = ask(tables, choices.made());
        Choices others = Choices.otherLiterals(random, choices.made());
        QueryWriter.write(others);
        if (isAlike) {
          ask(tables, others.made());
        }
      }
      askTogether();
      if (i / QUERIES_A_REPORT > (i - QUERIES_A_FILLING) / QUERIES_A_REPORT) {
        report();
      }
    }
    report();
    assertThat(differences).as("seed %d", seed).isEmpty();
    if (parallelSteps.measured() >= MEASURED_MIN) {
      assertThat(parallelSteps.parallelShare())
          .as("the share that several threads ran where they could")
          .isGreaterThan(PARALLEL_SHARE_MIN);
    }
  }

  private void report() {
    System.out.println("random queries, seed " + seed + ": " + figures);
    System.out.println("  " + steps);
    System.out.println("  several threads: " + parallelSteps);
    System.out.println("  seconds: " + nanos);
    System.out.println("  rewritings given up: " + LogicalPhases.failureCount());
    errors.forEach((error, count) -> System.out.println("  " + count + " times " + error));
    refusals.forEach((error, sql) -> System.out.println("  " + error + "\n    " + sql));
  }

  // ------------------------------------------------------------------ queries

  private boolean ask(RandomTables tables, Choices.Made choices) {
    QueryWriter.Query query = write(choices);
    all.forEach(answerer -> answerer.vary(variations));
    Answer own = timed(measure, query);
    count(own.isBroken() ? "queries BROKEN" : own.error() == null ? "queries" : "queries FAILED");
    for (Answerer other : all.subList(1, all.size())) {
      if (other.isOurs() && variations.nextInt(ANSWERS) > 0) {
        continue;
      }
      Answer answer = timed(other, query);
      Answer.Likeness likeness = own.like(answer, query.isOrdered());
      count(other.name() + " " + likeness);
      if (likeness == Answer.Likeness.REFUSED) {
        String kind = own.isRefusal() ? "own " + own.kind() : other.name() + " " + answer.kind();
        refusals.putIfAbsent(kind, query.sql());
      }
      if (likeness == Answer.Likeness.DIFFERENT || likeness == Answer.Likeness.BROKEN) {
        Answer broken = own.isBroken() ? own : answer;
        if (broken.isBroken() && errors.merge(broken.kind(), 1, Integer::sum) > 1) {
          return false;
        }
        tell(new Difference(measure, other, tables).smaller(choices));
        return false;
      }
    }
    if (own.error() == null) {
      asked.add(query);
      answers.add(own);
      measure(query);
    }
    return true;
  }

  private void measure(QueryWriter.Query query) {
    if (variations.nextInt(QUERIES_A_MEASUREMENT) == 0) {
      steps.count(all.get(variations.nextInt(all.size())).measured(query));
    }
    if (variations.nextInt(PARALLEL_QUERIES_A_MEASUREMENT) == 0) {
      all.stream()
          .filter(Answerer::isParallel)
          .forEach(answerer -> parallelSteps.count(answerer.measured(query)));
    }
  }

  private Answer timed(Answerer answerer, QueryWriter.Query query) {
    long start = System.nanoTime();
    Answer answer = answerer.answer(query);
    long took = System.nanoTime() - start;
    nanos.merge(answerer.name(), TimeUnit.NANOSECONDS.toMillis(took), Long::sum);
    return answer;
  }

  private void count(String what) {
    figures.merge(what, 1, Integer::sum);
  }

  private void tell(String difference) {
    differences.add(difference);
    System.out.println("seed " + seed + ": " + difference);
    assertThat(differences).as("seed %d", seed).hasSizeLessThan(differencesMax);
  }

  static QueryWriter.Query write(Choices.Made choices) {
    return QueryWriter.write(Choices.replay(choices));
  }

  // ------------------------------------------------------------------ sessions at the same time

  private void askTogether() {
    List<Answerer> some = new ArrayList<>(all);
    Collections.shuffle(some, variations);
    for (Answerer answerer : some.subList(0, ANSWERERS_TOGETHER)) {
      List<Answer> together = answerer.answerTogether(asked, variations);
      for (int i = 0; i < together.size(); i++) {
        QueryWriter.Query query = asked.get(i % asked.size());
        Answer before = answers.get(i % asked.size());
        Answer.Likeness likeness = before.like(together.get(i), query.isOrdered());
        count("together " + likeness);
        if (likeness == Answer.Likeness.DIFFERENT) {
          tell(
              "several sessions of "
                  + answerer.name()
                  + answerer.variation()
                  + " at the same time: "
                  + query.sql()
                  + "\nalone "
                  + before
                  + "\ntogether "
                  + together.get(i));
        }
      }
    }
    asked.clear();
    answers.clear();
  }

  // ------------------------------------------------------------------ changes

  /** Makes a change in all databases, or in none if one of them cannot or differs. */
  private void change(RandomTables tables, int number) {
    boolean mayGrow = tables.rows().size() < ROWS_MAX;
    ChangeWriter.Change change = ChangeWriter.write(Choices.random(random), number, mayGrow);
    all.forEach(answerer -> answerer.vary(variations));
    all.forEach(answerer -> answerer.run("begin"));
    List<Answer> counts = all.stream().map(answerer -> answerer.change(change.sql())).toList();
    boolean isMade = counts.stream().allMatch(count -> count.error() == null);
    count(isMade ? "changes made" : "changes not made");
    if (!isMade) {
      counts.stream()
          .filter(count -> count.error() != null)
          .findFirst()
          .ifPresent(count -> refusals.putIfAbsent("change " + count.kind(), change.sql()));
    }
    QueryWriter.Query rows = RandomTables.all(change.table());
    List<Answer> contents =
        isMade ? all.stream().map(answerer -> answerer.answer(rows)).toList() : List.of();
    boolean isAlike =
        tellOfChange(tables, change, counts) && tellOfChange(tables, change, contents);
    all.forEach(answerer -> answerer.run(isMade && isAlike ? "commit" : "rollback"));
    if (isMade && isAlike) {
      tables.replace(
          change.table(),
          contents.get(0).rows().stream()
              .map(row -> RandomTables.row(change.table(), row))
              .toList());
    }
  }

  /** Tells of answers that differ from the first one. */
  private boolean tellOfChange(
      RandomTables tables, ChangeWriter.Change change, List<Answer> given) {
    for (int i = 1; i < given.size(); i++) {
      Answer.Likeness likeness = given.get(0).like(given.get(i), true);
      if (likeness == Answer.Likeness.DIFFERENT || likeness == Answer.Likeness.BROKEN) {
        tell(
            change.sql()
                + "\n"
                + measure.name()
                + ": "
                + given.get(0)
                + "\n"
                + all.get(i).name()
                + all.get(i).variation()
                + ": "
                + given.get(i)
                + "\nwhere\n"
                + tables.description(tables.rows()));
        return false;
      }
    }
    return true;
  }
}
