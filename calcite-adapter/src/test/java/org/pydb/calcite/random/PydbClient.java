package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.option.PlanRule;
import org.pydb.engine.schema.ColumnType;

/** A session of a database of our own. Used by one thread. */
final class PydbClient implements AutoCloseable {
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final int FRAMES = 12;

  private final SqlSession session;

  /** What was prepared, by its text with parameters; null if queries are asked with literals. */
  private final @Nullable Map<String, SqlStatement> prepared;

  private String variation = "";

  PydbClient(SqlDatabase database, boolean isPreparing) {
    session = database.connect();
    prepared = isPreparing ? new HashMap<>() : null;
  }

  /** Has later queries run by several threads, as far as they can. */
  void useThreads() {
    session.set("plan_rules_off", PlanRule.FEW_ROWS_BY_ONE.key());
    session.set("parallelism", "3");
    session.set("parallel_rows_min", "0");
  }

  /** Has later queries planned with other rules and indexes switched off, for several threads. */
  void vary(Random random, List<String> indexes) {
    String rules = some(Arrays.stream(PlanRule.values()).map(PlanRule::key).toList(), random);
    String without = some(indexes, random);
    boolean isParallel = random.nextInt(2) == 0;
    session.set("plan_rules_off", rules);
    session.set("plan_indexes_off", without);
    session.set("parallelism", isParallel ? "3" : "1");
    session.set("parallel_rows_min", "0");
    variation =
        " (without rules " + rules + "; indexes " + without + (isParallel ? "; parallel)" : ")");
  }

  /** A few of some, or many. */
  private static String some(List<String> all, Random random) {
    int share = 1 + random.nextInt(4);
    return all.stream().filter(one -> random.nextInt(6) < share).collect(Collectors.joining(", "));
  }

  String variation() {
    return variation;
  }

  void run(String sql) {
    session.prepare(sql).execute(ParameterValues.NONE, TIMEOUT_MILLIS).close();
  }

  Answer change(String sql) {
    return guarded(
        () -> {
          SqlStatement statement = session.prepare(sql);
          try (SqlResult result = statement.execute(ParameterValues.NONE, TIMEOUT_MILLIS)) {
            return Answer.count(result.updateCount());
          }
        });
  }

  Answer answer(QueryWriter.Query query) {
    return guarded(
        () -> {
          Map<String, SqlStatement> kept = prepared;
          return kept == null
              ? rows(query.kinds(), session.prepare(query.sql()), ParameterValues.NONE)
              : rows(
                  query.kinds(),
                  kept.computeIfAbsent(Literals.asked(query.text()), session::prepare),
                  Literals.values(query.text()));
        });
  }

  /** The text of a query's plan and of what was measured when it ran; nothing if it fails. */
  String measured(QueryWriter.Query query) {
    Answer answer =
        guarded(
            () ->
                rows(
                    List.of(Kind.TEXT),
                    session.prepare("explain (analyze, format json) " + query.sql()),
                    ParameterValues.NONE));
    return String.join("\n", answer.rows());
  }

  private interface Asking {
    Answer ask();
  }

  private static Answer guarded(Asking asking) {
    try {
      return asking.ask();
    } catch (SqlError e) {
      return Answer.failed(
          e.state(), e.getMessage() + (e.state().startsWith("XX") ? place(e) : ""));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Answer.failed("XX000", e + place(e));
    }
  }

  private Answer rows(List<Kind> kinds, SqlStatement statement, ParameterValues values) {
    List<String> rows = new ArrayList<>();
    ValueText text = session.text();
    try (SqlResult result = statement.execute(values, TIMEOUT_MILLIS)) {
      while (result.next()) {
        if (rows.size() == Answer.ROWS_MAX) {
          return Answer.tooLong();
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
          row.add(Answer.value(kinds.get(i), print(text, statement.columns(), result, i)));
        }
        rows.add(Answer.row(row));
      }
    }
    return new Answer(rows, null);
  }

  /** Where an error came from that is ours. */
  private static String place(Throwable error) {
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return "\n  "
        + first
        + Arrays.stream(first.getStackTrace())
            .limit(FRAMES)
            .map(frame -> "\n    at " + frame)
            .collect(Collectors.joining());
  }

  private static @Nullable String print(
      ValueText text, List<ColumnInfo> columns, SqlResult result, int column) {
    if (result.isNull(column)) {
      return null;
    }
    ColumnType type = columns.get(column).type();
    if (type.isLong()) {
      return text.print(type, result.getLong(column));
    }
    if (type.isDouble()) {
      return text.print(type, result.getDouble(column));
    }
    if (type.isBytes()) {
      return text.print(
          type, result.bytes(column), result.bytesStart(column), result.bytesLength(column));
    }
    return text.print(result.getDecimal(column));
  }

  /** Forgets what was prepared. */
  void forget() {
    if (prepared != null) {
      prepared.clear();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
