package org.pydb.jdbc.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** A schema and what is asked of it. What it does hangs on its seed alone. */
final class Round {
  /** Of so many queries one is asked of another database that can be asked. */
  private static final int QUERIES_AN_OTHER = 3;

  /** Of so many queries one is planned in another way, too. */
  private static final int QUERIES_A_PLAN = 10;

  /** So many times a query is asked again with other values, where PostgreSQL is there. */
  private static final int OTHER_VALUES_MAX = 8;

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

  /** Asks so many queries, or a few more. */
  void run(int queries) throws SQLException {
    databases.fill(schema);
    report.count("schemas");
    int asked = 0;
    for (int i = 1; asked < queries; i++) {
      asked += ask();
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

  /** Asks a query, also with other values, and says how many that were. */
  private int ask() {
    Choices choices = Choices.random(random);
    Query query = new QueryWriter(schema, choices).any();
    Answer own = databases.own().ask(query);
    boolean isSuccess = !own.isError() || own.isTooLong();
    report.asked(isSuccess);
    report.used(query, isSuccess);
    Outcome judged = null;
    Database postgres = databases.postgres();
    if (postgres != null) {
      judged = compare(choices.made(), query, databases.own(), own, postgres);
    }
    boolean isAgreed = judged == Outcome.SAME || judged == Outcome.SAME_ERROR;
    for (Database other : databases.others(schema)) {
      if (random.nextInt(QUERIES_AN_OTHER) == 0) {
        compareWithOther(choices.made(), query, own, other, isAgreed);
      }
    }
    if (random.nextInt(QUERIES_A_PLAN) == 0 && !own.isError()) {
      replan(choices.made(), query, own);
    }
    return 1 + (isSuccess && choices.hasValues() ? askWithParameters(choices, query.text()) : 0);
  }

  /** Asks the same with other values, which pydb gets as parameters of one statement. */
  private int askWithParameters(Choices choices, String first) {
    Database postgres = databases.postgres();
    Set<String> asked = new HashSet<>(List.of(first));
    for (int i = 0; i < (postgres != null ? OTHER_VALUES_MAX : 1); i++) {
      int[] made = choices.withOtherValues(random);
      Query query = write(made);
      if (asked.add(query.text())) {
        Answer own = databases.parameters().ask(query);
        report.asked(!own.isError() || own.isTooLong());
        report.count("queries with parameters");
        Database other = postgres != null ? postgres : databases.own();
        if (compare(made, query, databases.parameters(), own, other) == Outcome.DIFFERENT) {
          break; // The rest would tell the same.
        }
      }
    }
    return asked.size() - 1;
  }

  /** Compares what a connection to pydb gave with what another one gives. */
  private Outcome compare(int[] made, Query query, Database asked, Answer own, Database other) {
    Answer answer = other.ask(query);
    Outcome outcome = judge(query, asked, own, other, answer, true);
    boolean isWithParameters = asked == databases.parameters();
    report.count(
        (isWithParameters ? "with parameters, " : "") + other.dialect().product + " " + outcome);
    if (outcome == Outcome.SAME_ERROR && !String.valueOf(own.state()).equals(answer.state())) {
      report.explained(
          "another SQLSTATE of the same class: " + own.state() + ", not " + answer.state());
    }
    if (outcome == Outcome.REFUSED) {
      report.refused(
          own.isError() ? own.kind() : other.dialect().product + ": " + answer.kind(),
          query.text());
    }
    if (outcome == Outcome.DIFFERENT) {
      tell(made, asked, own, other, answer, true);
    }
    return outcome;
  }

  private Outcome judge(
      Query query, Database asked, Answer own, Database other, Answer answer, boolean isExact) {
    Outcome outcome = Outcome.of(own, answer, query, isExact);
    if (outcome != Outcome.DIFFERENT) {
      return outcome;
    }
    String reason = KnownDifferences.ALL.reason(text(query, asked, own, other, answer));
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
    Answer answer = other.ask(query);
    Outcome outcome = judge(query, databases.own(), own, other, answer, false);
    if (outcome == Outcome.DIFFERENT && isAgreed) {
      report.explained(product + " differs, PostgreSQL agrees with pydb");
      report.count(product + " differs alone");
      return;
    }
    report.count(product + " " + outcome);
    if (outcome == Outcome.DIFFERENT && databases.postgres() == null) {
      tell(made, databases.own(), own, other, answer, false);
    }
  }

  // ------------------------------------------------------------------ pydb against itself

  private void replan(int[] made, Query query, Answer own) {
    Database other = databases.replanned();
    plans.vary(other, random, report);
    Answer answer = other.ask(query);
    Outcome outcome = Outcome.of(own, answer, query, true);
    report.count("replanned " + outcome);
    if (outcome == Outcome.DIFFERENT) {
      tell(made, databases.own(), own, other, answer, true);
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
    Answer all = databases.own().ask(whole);
    List<List<String>> rows = new ArrayList<>();
    for (Query part : partition.parts()) {
      Answer answer = databases.own().ask(part);
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

  private void tell(
      int[] made, Database asked, Answer own, Database other, Answer answer, boolean isExact) {
    String kind = kind(asked, own, other, answer);
    boolean isOfRows = !own.isError() && !answer.isError();
    int before = report.differed(kind);
    if (before >= (isOfRows ? SMALLER_ROWS_MAX : SMALLER_ERRORS_MAX)
        || !report.isNew(kind, write(made))) {
      return;
    }
    int[] small = new Shrinker(tried -> isStill(kind, tried, asked, other, isExact)).shrink(made);
    Query query = write(small);
    Answer smallOwn = asked.ask(query);
    Answer smallOther = other.ask(query);
    String text = text(query, asked, smallOwn, other, smallOther);
    String reason = KnownDifferences.ALL.reason(text);
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
            + text
            + (other == databases.replanned() ? "\nplanned with " + plans : "")
            + "\n"
            + script(words(query, other.dialect())));
  }

  private String kind(Database asked, Answer own, Database other, Answer answer) {
    String whose = other == databases.replanned() ? "replanned" : other.dialect().product;
    return (asked == databases.parameters() ? "with parameters " : "")
        + own.kind()
        + " | "
        + whose
        + " "
        + answer.kind();
  }

  /** What is known of a difference, in the form in which reasons for it are looked for. */
  private String text(Query query, Database asked, Answer own, Database other, Answer answer) {
    String text =
        KnownDifferences.text(words(query, other.dialect()), own, other.dialect(), answer);
    return asked == databases.parameters() ? text + "\nall values are parameters" : text;
  }

  private boolean isStill(
      String kind, int[] made, Database asked, Database other, boolean isExact) {
    Query query = write(made);
    Sql.Writer out = new Sql.Writer(other.dialect());
    query.sql().write(out);
    if (out.obstacle() != null) {
      return false;
    }
    Answer own = asked.ask(query);
    Answer answer = other.ask(query);
    return Outcome.of(own, answer, query, isExact) == Outcome.DIFFERENT
        && kind(asked, own, other, answer).equals(kind);
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
