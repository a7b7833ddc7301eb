package org.pydb.calcite.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.pydb.calcite.service.DatabaseInMemory;
import org.pydb.engine.schema.ColumnType;

/** A database of our own. */
final class PydbAnswerer implements Answerer {
  private static final ParameterValues NONE = new ParameterValues(0);
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final int FRAMES = 12;

  /**
   * How it is set up.
   *
   * @param memory in bytes, for all that queries keep
   */
  record Setup(
      String name,
      Map<String, String> properties,
      long memory,
      boolean isIndexed,
      boolean isAnalyzed) {

    static final long MUCH = 64L << 20;

    static Setup of(String name, String... properties) {
      Map<String, String> all =
          properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1]);
      return new Setup(name, all, MUCH, true, false);
    }
  }

  private final Setup setup;
  private final SqlDatabase database;
  private final SqlSession session;

  PydbAnswerer(Setup setup) {
    this.setup = setup;
    database = DatabaseInMemory.open(setup.memory(), setup.properties());
    session = database.connect();
    RandomTables.definitions().forEach(this::run);
  }

  @Override
  public String name() {
    return setup.name();
  }

  @Override
  public void fill(RandomTables tables) {
    for (String table : RandomTables.NAMES) {
      run("drop table " + table);
    }
    RandomTables.definitions().forEach(this::run);
    tables.inserts().forEach(this::run);
    if (setup.isIndexed()) {
      tables.indexes().forEach(this::run);
    }
    if (setup.isAnalyzed()) {
      run("analyze");
    }
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
