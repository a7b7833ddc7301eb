package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * Statements as programs write them: thousands of values, alternatives, rows. Each alternative of a
 * chain once took a stack frame of every phase, and 500 were too many.
 */
class LongStatementsTest {

  @Test
  void aThousandAlternatives() {
    String alternatives =
        join(" or ", 1000, i -> "id = " + i * 10 + " and name <> 'x" + i + "' or id = " + (i + 1));
    assertThat(run("select count(*) from t where " + alternatives)).isEqualTo("count\n100");
  }

  @Test
  void aThousandConditions() {
    String conditions = join(" and ", 1000, i -> "id <> " + (i + 3));
    assertThat(run("select id from t where " + conditions)).isEqualTo("id\n1\n2");
  }

  @Test
  void fiveThousandValues() {
    String values = join(", ", 5000, i -> Integer.toString(i * 2));
    assertThat(run("select count(*) from t where id in (" + values + ")")).isEqualTo("count\n50");
    assertThat(run("select count(*) from t where id not in (" + values + ")"))
        .isEqualTo("count\n50");
  }

  @Test
  void twoThousandRows() {
    String rows = join(", ", 2000, i -> "(" + (1000 + i) + ", 'n" + i + "')");
    assertThat(run("insert into t values " + rows)).isEqualTo("2000 rows");
  }

  private static String join(
      String separator, int count, java.util.function.IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
  }

  /** Runs a statement on a table with the ids 1 to 100. */
  private static String run(String sql) {
    try (SqlDatabase database = SqlDatabases.open(DatabaseLocation.memory("long"), Map.of());
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      client.run("create table t (id int primary key, name text)");
      client.run("insert into t values " + join(", ", 100, i -> "(" + (i + 1) + ", 'a')"));
      return client.run(sql).stripTrailing().replaceAll(" *\\n", "\n");
    }
  }
}
