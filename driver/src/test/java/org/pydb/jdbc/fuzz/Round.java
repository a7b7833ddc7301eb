package org.pydb.jdbc.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** A schema and what is asked of it. What it does hangs on its seed alone. */
final class Round {
  /** Of so many queries one is asked of another database that can be asked. */
  private static final int QUERIES_AN_OTHER = 3;

  /** Of so many queries one is planned in another way, too. */
  private static final int QUERIES_A_PLAN = 10;

  /** After so many queries one is asked in three parts. */
  private static final int QUERIES_A_PARTITION = 40;

  /** After so many queries the tables are changed. */
  private static final int QUERIES_A_CHANGE = 25;

  /** So many differences that end in the same errors are made smaller. */
  private static final int SMALLER_ERRORS_MAX = 2;

  /** So many differences in rows are made smaller. */
  private static final int SMALLER_ROWS_MAX = 100;

  private final Databases databases;
  private final Report report;
  private final String name;
  private final Random random;
  private final Schema schema;
  private final Plans plans;

  Round(Databases databases, Report report, long seed, int number) {
    this.databases = databases;
    this.report = report;
    name = "-Dfuzz.seed=" + seed + " -Dfuzz.round=" + number;
    random = new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong());
    schema = new Schema(Choices.random(random));
    plans = new Plans(schema.indexes());
  }

  /** Asks so many queries. */
  void run(int queries) throws SQLException {
    databases.fill(schema);
    report.count("schemas");
    for (int i = 1; i <= queries; i++) {
      ask();
      if (i % QUERIES_A_PARTITION == 0) {
        askInParts();
      }
      if (i % QUERIES_A_CHANGE == 0) {
        change();
      }
    }
  }

  // ------------------------------------------------------------------ queries

  private Query write(int[] made) {
    return new QueryWriter(schema, Choices.replay(made)).any();
  }

  private void ask() {
    Choices choices = Choices.random(random);
    Query query = new QueryWriter(schema, choices).any();
    String sql = query.text();
    Answer own = databases.own().ask(sql, query.kinds());
    report.used(query, !own.isError() || own.isTooLong());
    Outcome judged = null;
    Database postgres = databases.postgres();
    if (postgres != null) {
      judged = compare(choices.made(), query, sql, own, postgres, true);
    }
    boolean isAgreed = judged == Outcome.SAME || judged == Outcome.SAME_ERROR;
    for (Database other : databases.others(schema)) {
      if (random.nextInt(QUERIES_AN_OTHER) == 0) {
        compareWithOther(choices.made(), query, own, other, isAgreed);
      }
    }
    if (random.nextInt(QUERIES_A_PLAN) == 0 && !own.isError()) {
      replan(choices.made(), query, sql, own);
    }
  }

  private Outcome compare(
      int[] made, Query query, String sql, Answer own, Database other, boolean isExact) {
    Answer answer = other.ask(sql, query.kinds());
    Outcome outcome = judge(query, sql, own, other.dialect(), answer, isExact);
    report.count(other.dialect().product + " " + outcome);
    if (outcome == Outcome.SAME_ERROR && !String.valueOf(own.state()).equals(answer.state())) {
      report.explained(
          "another SQLSTATE of the same class: " + own.state() + ", not " + answer.state());
    }
    if (outcome == Outcome.REFUSED) {
      report.refused(own.isError() ? own.kind() : other.dialect().product + ": " + answer.kind());
    }
    if (outcome == Outcome.DIFFERENT) {
      tell(made, own, other, answer, isExact);
    }
    return outcome;
  }

  private Outcome judge(
      Query query, String sql, Answer own, Dialect dialect, Answer answer, boolean isExact) {
    Outcome outcome = Outcome.of(own, answer, query, isExact);
    if (outcome != Outcome.DIFFERENT) {
      return outcome;
    }
    String reason = KnownDifferences.ALL.reason(sql, own, dialect, answer);
    if (reason == null) {
      return Outcome.DIFFERENT;
    }
    report.explained(reason);
    return Outcome.KNOWN;
  }

  /**
   * Compares with a database that does not understand everything, and sees some of it in its way.
   */
  private void compareWithOther(
      int[] made, Query query, Answer own, Database other, boolean isAgreed) {
    String product = other.dialect().product;
    Sql.Writer out = new Sql.Writer(other.dialect());
    query.sql().write(out);
    String obstacle = out.obstacle();
    if (obstacle != null) {
      report.count(product + " not comparable");
      report.explained(product + " is not asked: " + obstacle);
      return;
    }
    Answer answer = other.ask(out.toString(), query.kinds());
    Outcome outcome = judge(query, out.toString(), own, other.dialect(), answer, false);
    if (outcome == Outcome.DIFFERENT && isAgreed) {
      report.explained(product + " differs, PostgreSQL agrees with pydb");
      report.count(product + " differs alone");
      return;
    }
    report.count(product + " " + outcome);
    if (outcome == Outcome.DIFFERENT && databases.postgres() == null) {
      tell(made, own, other, answer, false);
    }
  }

  // ------------------------------------------------------------------ pydb against itself

  private void replan(int[] made, Query query, String sql, Answer own) {
    Database other = databases.replanned();
    plans.vary(other, random, report);
    Answer answer = other.ask(sql, query.kinds());
    Outcome outcome = Outcome.of(own, answer, query, true);
    report.count("replanned " + outcome);
    if (outcome == Outcome.DIFFERENT) {
      tell(made, own, other, answer, true);
    }
  }

  /** Rows for which a condition is true, false or unknown are all rows. */
  private void askInParts() {
    Choices choices = Choices.random(random);
    int[] made = choices.made();
    Outcome outcome = inParts(choices);
    report.count("partitions " + outcome);
    if (outcome == Outcome.DIFFERENT) {
      made = choices.made();
      int[] small =
          new Shrinker(tried -> inParts(Choices.replay(tried)) == Outcome.DIFFERENT).shrink(made);
      QueryWriter.Partition partition = new QueryWriter(schema, Choices.replay(small)).partition();
      report.differed("partition " + partition.parts().get(0).text().length());
      report.tell(
          name
              + "\nthe parts are not the whole: "
              + partition.parts().get(0).text()
              + "\n"
              + script(partition.all().text()));
    }
  }

  private Outcome inParts(Choices choices) {
    QueryWriter.Partition partition = new QueryWriter(schema, choices).partition();
    Query whole = partition.all();
    Answer all = databases.own().ask(whole.text(), whole.kinds());
    List<List<String>> rows = new ArrayList<>();
    for (Query part : partition.parts()) {
      Answer answer = databases.own().ask(part.text(), part.kinds());
      if (answer.isTooLong() || all.isTooLong()) {
        return Outcome.TOO_LONG;
      }
      if (answer.isError() || all.isError()) {
        return answer.isOf("XX") || all.isOf("XX") ? Outcome.DIFFERENT : Outcome.SAME_ERROR;
      }
      rows.addAll(answer.rows());
    }
    return Outcome.of(all, new Answer(rows, null, ""), whole, true);
  }

  // ------------------------------------------------------------------ changes

  private void change() {
    Database postgres = databases.postgres();
    if (postgres != null) {
      new Changes(databases.own(), postgres, schema, report, name).run(Choices.random(random));
    }
  }

  // ------------------------------------------------------------------ differences

  private void tell(int[] made, Answer own, Database other, Answer answer, boolean isExact) {
    String kind = kind(own, other, answer);
    boolean isOfRows = !own.isError() && !answer.isError();
    int before = report.differed(kind);
    if (before >= (isOfRows ? SMALLER_ROWS_MAX : SMALLER_ERRORS_MAX)
        || !report.isNew(kind, write(made))) {
      return;
    }
    int[] small = new Shrinker(tried -> isStill(kind, tried, other, isExact)).shrink(made);
    Query query = write(small);
    String sql = words(query, other.dialect());
    Answer smallOwn = databases.own().ask(query.text(), query.kinds());
    Answer smallOther = other.ask(sql, query.kinds());
    String reason = KnownDifferences.ALL.reason(sql, smallOwn, other.dialect(), smallOther);
    if (reason != null) {
      report.explained(reason + " (once it was made smaller)");
      report.undiffered(kind);
      return;
    }
    report.tell(
        kind,
        query,
        "---- "
            + name
            + "\n"
            + kind
            + "\n"
            + KnownDifferences.text(sql, smallOwn, other.dialect(), smallOther)
            + (other == databases.replanned() ? "\nplanned with " + plans : "")
            + "\n"
            + script(sql));
  }

  private String kind(Answer own, Database other, Answer answer) {
    String whose = other == databases.replanned() ? "replanned" : other.dialect().product;
    return own.kind() + " | " + whose + " " + answer.kind();
  }

  private boolean isStill(String kind, int[] made, Database other, boolean isExact) {
    Query query = write(made);
    Sql.Writer out = new Sql.Writer(other.dialect());
    query.sql().write(out);
    if (out.obstacle() != null) {
      return false;
    }
    Answer own = databases.own().ask(query.text(), query.kinds());
    Answer answer = other.ask(out.toString(), query.kinds());
    return Outcome.of(own, answer, query, isExact) == Outcome.DIFFERENT
        && kind(own, other, answer).equals(kind);
  }

  private static String words(Query query, Dialect dialect) {
    Sql.Writer out = new Sql.Writer(dialect);
    query.sql().write(out);
    return out.toString();
  }

  /** What makes the tables of a query, to repeat it. */
  private String script(String sql) {
    StringBuilder script = new StringBuilder();
    for (Table table : schema.tables()) {
      if (sql.matches("(?s).*\\b" + table.name() + "\\b.*")) {
        table.script(Dialect.PYDB).forEach(line -> script.append(line).append(";\n"));
      }
    }
    return script.append(sql).append(";\n").toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
