package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * Queries that keep more rows than the memory allows go to the disk, and give back what they had:
 * the next one has all of it again.
 */
class MemoryLimitTest {

  @Test
  void bigQueriesSpill() {
    try (SqlDatabase database =
            SqlDatabases.open(DatabaseLocation.memory("limit"), Map.of("memory", "16m"));
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      client.run("create table t (id int primary key, v text)");
      String values = "values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)";
      String digits = "(" + values + ") as ";
      client.run(
          "insert into t select a.x + b.x * 10 + c.x * 100 + d.x * 1000 + e.x * 10000,"
              + " repeat('a text that is long enough to count ', 4) || a.x"
              + (" from " + digits + "a(x), " + digits + "b(x), " + digits + "c(x), ")
              + (digits + "d(x), (values (1), (2), (3), (4), (5), (6)) as e(x)"));
      assertThat(client.run("select count(*) from t")).startsWith("count\n60000");
      for (int i = 0; i < 2; i++) {
        assertThat(client.run("select v || id from t order by v || id").lines()).hasSize(60_001);
        assertThat(client.run("select count(*) from t a join t b on a.v || a.id = b.v || b.id"))
            .startsWith("count\n60000");
        assertThat(client.run("select v || id, count(*) from t group by 1").lines())
            .hasSize(60_001);
        assertThat(client.run("select v || id from t except select v from t").lines())
            .hasSize(60_001);
      }
      assertThat(client.run("select id from t order by v, id limit 1")).startsWith("id");
    }
  }
}
