package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.engine.schema.ColumnType;

/**
 * Window functions over random rows in large partitions, with frames of some hundred rows, compared
 * with a loop over the frame, with ample memory and with so little that the partitions spill.
 */
class LargeWindowsTest {
  private static final long AMPLE = 64L << 20;
  private static final long TINY = 100_000;
  private static final int ROWS = 3_000;

  /** A row of the table, in the order of {@code id}. */
  private record Row(int id, int part, @Nullable Long number, @Nullable String text) {}

  private final List<Row> rows = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {AMPLE, TINY})
  void framesAreThoseOfALoop(long memory) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (SqlDatabase database = DatabaseInMemory.open(memory, Map.of());
        SqlSession session = database.connect()) {
      fill(session, random);
      for (int query = 0; query < (memory == AMPLE ? 3 : 1); query++) {
        int before = random.nextInt(400);
        int after = random.nextInt(400) - Math.min(before, 100);
        String frame =
            "(partition by part order by id rows between "
                + before
                + " preceding and "
                + (after < 0 ? -after + " preceding" : after + " following")
                + ")";
        String sql =
            "select id, count(number) over w, sum(number) over w, min(text) over w, max(number)"
                + " over w, first_value(text) over w, last_value(number) over w, nth_value(text, 7)"
                + " over w, lag(text, "
                + before
                + ", '-') over (partition by part order by id) from t window w as "
                + frame
                + " order by id";
        assertThat(answer(session, sql))
            .as("seed %d: %s", seed, sql)
            .isEqualTo(expected(before, after));
      }
    }
  }

  /** The texts of a partition take ten times the memory. */
  @Test
  void whatMemoryDoesNotHoldSpills() {
    try (SqlDatabase database = DatabaseInMemory.open(TINY, Map.of());
        SqlSession session = database.connect()) {
      fill(session, new Random(1));
      String plan =
          String.join(
              "\n",
              answer(
                  session,
                  "explain (analyze, costs off, timing off) select"
                      + " first_value(text) over (order by id desc) from t"));
      assertThat(plan.lines().filter(line -> line.contains("Window")))
          .singleElement()
          .asString()
          .contains("spilled=");
    }
  }

  @Test
  void cancellingEndsAWindow() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (SqlDatabase database = DatabaseInMemory.open(TINY, Map.of());
        SqlSession session = database.connect()) {
      fill(session, new Random(2));
      SqlStatement endless =
          session.prepare(
              "select count(x) from (select max(a.text) over (order by a.text, b.text rows"
                  + " between 300 preceding and 300 following) as x from t a, t b, t c) as y");
      Future<?> running = other.submit(() -> endless.execute(new ParameterValues(0), 0).next());
      while (!running.isDone()) { // Before it has begun there is nothing to cancel.
        TimeUnit.MILLISECONDS.sleep(50);
        endless.cancel();
      }
      assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("57014"));
    } finally {
      other.shutdownNow();
    }
  }

  // ------------------------------------------------------------------ rows

  private void fill(SqlSession session, Random random) {
    run(session, "create table t (id int primary key, part int, number bigint, text text)");
    List<String> values = new ArrayList<>();
    for (int id = 0; id < ROWS; id++) {
      int part = random.nextInt(100) == 0 ? random.nextInt(3) : 3;
      Long number = random.nextInt(10) == 0 ? null : random.nextLong() >> random.nextInt(60) >> 12;
      String text =
          random.nextInt(10) == 0
              ? null
              : Integer.toString(random.nextInt(1000), 36).repeat(1 + random.nextInt(200));
      rows.add(new Row(id, part, number, text));
      values.add(
          "("
              + id
              + ", "
              + part
              + ", "
              + number
              + ", "
              + (text == null ? "null" : "'" + text + "'")
              + ")");
    }
    run(session, "insert into t values " + String.join(", ", values));
  }

  private List<String> expected(int before, int after) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      List<Row> part = rows.stream().filter(other -> other.part == row.part).toList();
      int at = part.indexOf(row);
      int from = Math.max(0, at - before);
      int to = Math.min(part.size(), at + after + 1);
      lines.add(
          line(row, from < to ? part.subList(from, to) : List.of())
              + " | "
              + (at < before ? "-" : part.get(at - before).text));
    }
    return lines;
  }

  private static String line(Row row, List<Row> frame) {
    long count = 0;
    long sum = 0;
    Long most = null;
    String least = null;
    for (Row other : frame) {
      Long number = other.number;
      String text = other.text;
      if (number != null) {
        count++;
        sum += number;
        most = most == null ? number : Math.max(most, number);
      }
      if (text != null && (least == null || text.compareTo(least) < 0)) {
        least = text;
      }
    }
    int size = frame.size();
    return row.id
        + " | "
        + count
        + " | "
        + (count == 0 ? null : sum)
        + " | "
        + least
        + " | "
        + most
        + " | "
        + (size == 0 ? null : frame.get(0).text)
        + " | "
        + (size == 0 ? null : frame.get(size - 1).number)
        + " | "
        + (size < 7 ? null : frame.get(6).text);
  }

  // ------------------------------------------------------------------ statements

  private static void run(SqlSession session, String sql) {
    session.prepare(sql).execute(new ParameterValues(0), 0).close();
  }

  private static List<String> answer(SqlSession session, String sql) {
    SqlStatement statement = session.prepare(sql);
    List<String> lines = new ArrayList<>();
    try (SqlResult result = statement.execute(new ParameterValues(0), 0)) {
      while (result.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 0; i < statement.columns().size(); i++) {
          line.add(value(session, result, i, statement.columns().get(i).type()));
        }
        lines.add(String.join(" | ", line));
      }
    }
    return lines;
  }

  private static String value(SqlSession session, SqlResult result, int column, ColumnType type) {
    if (result.isNull(column)) {
      return "null";
    }
    if (type.isBytes()) {
      return session
          .text()
          .print(type, result.bytes(column), result.bytesStart(column), result.bytesLength(column));
    }
    return type.isLong()
        ? session.text().print(type, result.getLong(column))
        : String.valueOf(result.getDecimal(column));
  }
}
