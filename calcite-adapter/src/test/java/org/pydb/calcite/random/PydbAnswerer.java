package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.pydb.calcite.service.DatabaseInMemory;
import org.pydb.engine.schema.ColumnType;

/** A database of our own. */
final class PydbAnswerer implements Answerer {
  private static final ParameterValues NONE = new ParameterValues(0);
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final int FRAMES = 12;

  /**
   * How it is set up.
   *
   * @param memory in bytes, for all that queries keep
   * @param isVaried whether each query is planned with other rules and indexes switched off, and
   *     run by one thread or several
   */
  record Setup(
      String name,
      Map<String, String> properties,
      long memory,
      boolean isIndexed,
      boolean isAnalyzed,
      boolean isVaried) {

    static final long MUCH = 64L << 20;

    static Setup of(String name, String... properties) {
      Map<String, String> all =
          properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1]);
      return new Setup(name, all, MUCH, true, false, false);
    }

    Setup withMemory(long bytes) {
      return new Setup(name, properties, bytes, isIndexed, isAnalyzed, isVaried);
    }

    Setup withoutIndexes() {
      return new Setup(name, properties, memory, false, isAnalyzed, isVaried);
    }

    Setup analyzed() {
      return new Setup(name, properties, memory, isIndexed, true, isVaried);
    }

    Setup varied() {
      return new Setup(name, properties, memory, isIndexed, isAnalyzed, true);
    }
  }

  private final Setup setup;
  private final SqlDatabase database;
  private final SqlSession session;
  private List<String> indexes = List.of();
  private String variation = "";

  PydbAnswerer(Setup setup) {
    this.setup = setup;
    database = DatabaseInMemory.open(setup.memory(), setup.properties());
    session = database.connect();
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public void fill(RandomTables tables) {
    for (String table : RandomTables.NAMES) {
      run("drop table if exists " + table);
    }
    tables.definitions().forEach(this::run);
    tables.inserts().forEach(this::run);
    if (setup.isIndexed()) {
      tables.indexes().forEach(this::run);
      indexes = tables.indexNames();
    }
    if (setup.isAnalyzed()) {
      run("analyze");
    }
  }

  @Override
  public void vary(Random random) {
    if (!setup.isVaried()) {
      return;
    }
    String rules = some(Arrays.stream(PlanRule.values()).map(PlanRule::key).toList(), random);
    String without = some(indexes, random);
    boolean isParallel = random.nextInt(3) == 0;
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

  @Override
  public String variation() {
    return variation;
  }

  @Override
  public void run(String sql) {
    session.prepare(sql).execute(NONE, TIMEOUT_MILLIS).close();
  }

  @Override
  public Answer answer(QueryWriter.Query query) {
    try {
      SqlStatement statement = session.prepare(query.sql());
      List<String> rows = new ArrayList<>();
      ValueText text = session.text();
      try (SqlResult result = statement.execute(NONE, TIMEOUT_MILLIS)) {
        while (result.next()) {
          if (rows.size() == Answer.ROWS_MAX) {
            return Answer.tooLong();
          }
          List<String> row = new ArrayList<>();
          for (int i = 0; i < query.kinds().size(); i++) {
            row.add(
                Answer.value(query.kinds().get(i), print(text, statement.columns(), result, i)));
          }
          rows.add(String.join(" | ", row));
        }
      }
      return new Answer(rows, null);
    } catch (SqlError e) {
      return Answer.failed(
          e.state(), e.getMessage() + (e.state().startsWith("XX") ? place(e) : ""));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return Answer.failed("XX000", e + place(e));
    }
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

  @Override
  public void close() {
    session.close();
    database.close();
  }
}
