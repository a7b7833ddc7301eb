package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/** More joined tables than all orders of could be tried. */
class ManyJoinsTest {
  private static final int TABLES = 40;
  private static final int ROWS = 10;

  private final long seed = Long.getLong("pydb.seed", System.nanoTime());

  /** In the order in which they are written most of them have nothing to do with those before. */
  @Test
  void aChainOfTablesIsJoinedAlongTheChain() {
    System.out.println("ManyJoinsTest: -Dpydb.seed=" + seed);
    List<String> tables = new ArrayList<>();
    List<String> conditions = new ArrayList<>(List.of("t0.a = 4"));
    try (SqlDatabase database =
            SqlDatabases.open(DatabaseLocation.memory("joins"), Map.of("memory", "64m"));
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      for (int i = 0; i < TABLES; i++) {
        client.run("create table t%d (a int primary key, b int)".formatted(i));
        client.run(
            "insert into t%d select g, (g + 1) %% %d from generate_series(0, %d) g"
                .formatted(i, ROWS, ROWS - 1));
        tables.add("t" + i);
        if (i > 0) {
          conditions.add("t%d.b = t%d.a".formatted(i - 1, i));
        }
      }
      Random random = new Random(seed);
      Collections.shuffle(tables, random);
      Collections.shuffle(conditions, random);
      String query =
          "select t39.a from %s where %s"
              .formatted(String.join(", ", tables), String.join(" and ", conditions));
      assertThat(client.run(query)).isEqualTo("a\n%d\n".formatted((4 + TABLES - 1) % ROWS));
      assertThat(client.run("explain " + query)).doesNotContain("Condition: true");
    }
  }
}
