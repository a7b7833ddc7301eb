package org.pydb.calcite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.catalog.TestTable;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Statements planned, compiled and run on the engine, as scripts. A line that begins with {@code $}
 * in an input gives the values of the parameters, as text.
 */
class StatementRunTest {

  @Test
  void changes() throws IOException {
    run("changes.txt", song(), kinds(), check());
  }

  @Test
  void rows() throws IOException {
    run("rows.txt", song(), kinds());
  }

  @Test
  void traps() throws IOException {
    run("traps.txt", song(), kinds());
  }

  @Test
  void bridge() throws IOException {
    run("bridge.txt", song(), kinds());
  }

  private static void run(String script, TestTable... tables) throws IOException {
    try (TestDatabase database = new TestDatabase(tables)) {
      GoldenScript.run(StatementRunTest.class, script, input -> run(database, input));
      assertThat(database.verify()).isEmpty();
    }
  }

  private static String run(TestDatabase database, String input) {
    List<String> parameters = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String line : input.lines().toList()) {
      if (line.startsWith("$ ")) {
        parameters.add(line.equals("$ NULL") ? null : line.substring(2));
      } else {
        sql.append(sql.isEmpty() ? "" : "\n").append(line);
      }
    }
    return database.run(sql.toString(), PlanOptions.DEFAULT, parameters.toArray(String[]::new));
  }

  private static TestTable song() {
    return TestTable.named("song")
        .notNull("id", ColumnKind.INT32)
        .column("title", ColumnType.text(10))
        .column("seconds", ColumnKind.INT16)
        .column("price", ColumnType.decimal(5, 2))
        .withDefault("genre", ColumnType.text(0), "'rock'")
        .primaryKey("id")
        .index("song_title", "title")
        .index("song_seconds", "-seconds")
        .unique("song_price", "price");
  }

  private static TestTable check() {
    return TestTable.named("pos")
        .column("a", ColumnKind.INT32)
        .withDefault("b", ColumnType.of(ColumnKind.INT32), "1 + 1")
        .check("a_positive", "a > 0 and (b is null or b > a)");
  }

  private static TestTable kinds() {
    return TestTable.ofAllKinds("kinds")
        .index("kinds_i4", "i4")
        .index("kinds_d52", "d52", "i8")
        .index("kinds_r4", "r4")
        .index("kinds_dat", "dat")
        .index("kinds_c3", "c3");
  }
}
