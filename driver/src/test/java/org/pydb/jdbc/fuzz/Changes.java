package org.pydb.jdbc.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the same changes, one after the other in one transaction, in pydb and in PostgreSQL,
 * compares what they return and what the tables hold then, and takes them back.
 */
final class Changes {
  private static final int CHANGES_MAX = 4;

  private final Database own;
  private final Database postgres;
  private final Schema schema;
  private final Report report;
  private final String name;

  Changes(Database own, Database postgres, Schema schema, Report report, String name) {
    this.own = own;
    this.postgres = postgres;
    this.schema = schema;
    this.report = report;
    this.name = name;
  }

  /** Something that differs, or null. */
  private record Finding(String kind, String text) {}

  /** Makes some changes. */
  void run(Choices choices) {
    Finding found = make(choices, true);
    if (found != null && report.differed(found.kind()) < 2) {
      int[] small =
          new Shrinker(
                  tried -> {
                    Finding again = make(Choices.replay(tried), false);
                    return again != null && again.kind().equals(found.kind());
                  })
              .shrink(choices.made());
      Finding smallest = make(Choices.replay(small), false);
      report.tell(
          "---- " + name + "\n" + (smallest == null ? found : smallest).text() + "\n" + script());
    }
  }

  private @Nullable Finding make(Choices choices, boolean isCounted) {
    own.run("begin");
    postgres.run("begin");
    List<String> made = new ArrayList<>();
    try {
      int count = 1 + choices.next(CHANGES_MAX);
      for (int i = 0; i < count; i++) {
        Query change = new ChangeWriter(schema, choices).any();
        String sql = change.text();
        made.add(sql);
        Answer ours = own.ask(sql, change.kinds());
        Answer theirs = postgres.ask(sql, change.kinds());
        Outcome outcome = judge(sql, ours, theirs, change, isCounted);
        if (isCounted) {
          report.used(change, !ours.isError());
          report.count("changes " + outcome);
        }
        if (outcome == Outcome.DIFFERENT) {
          return finding(made, ours, theirs);
        }
        if (ours.isError() || theirs.isError() || outcome != Outcome.SAME) {
          return null;
        }
      }
      return contents(made);
    } finally {
      own.run("rollback");
      postgres.run("rollback");
    }
  }

  private Outcome judge(String sql, Answer ours, Answer theirs, Query change, boolean isCounted) {
    Outcome outcome = Outcome.of(ours, theirs, change, true);
    boolean isCount = change.kinds().isEmpty() && !ours.isError() && !theirs.isError();
    if (isCount) {
      outcome = ours.rows().equals(theirs.rows()) ? Outcome.SAME : Outcome.DIFFERENT;
    }
    if (outcome == Outcome.REFUSED && isCounted) {
      report.refused(ours.kind(), sql);
    }
    if (outcome != Outcome.DIFFERENT) {
      return outcome;
    }
    String reason =
        KnownDifferences.ALL.reason(KnownDifferences.text(sql, ours, Dialect.POSTGRES, theirs));
    if (reason == null) {
      return outcome;
    }
    if (isCounted) {
      report.explained(reason);
    }
    return Outcome.KNOWN;
  }

  private @Nullable Finding contents(List<String> made) {
    for (Table table : schema.tables()) {
      List<Kind> kinds = table.columns().stream().map(Column::kind).toList();
      Query all = new Query(Sql.of(table.all()), kinds, false, true);
      Answer ours = own.ask(table.all(), kinds);
      Answer theirs = postgres.ask(table.all(), kinds);
      if (Outcome.of(ours, theirs, all, true) != Outcome.SAME) {
        made.add(table.all());
        String changes = String.join("; ", made);
        if (KnownDifferences.ALL.reason(
                KnownDifferences.text(changes, ours, Dialect.POSTGRES, theirs))
            == null) {
          return finding(made, ours, theirs);
        }
      }
    }
    return null;
  }

  private static Finding finding(List<String> made, Answer ours, Answer theirs) {
    return new Finding(
        "change: " + ours.kind() + " | " + theirs.kind(),
        String.join(";\n", made) + "\npydb: " + ours + "\nPostgreSQL: " + theirs);
  }

  private String script() {
    StringBuilder script = new StringBuilder();
    for (Table table : schema.tables()) {
      table.script(Dialect.PYDB).forEach(line -> script.append(line).append(";\n"));
    }
    return script.toString();
  }
}
