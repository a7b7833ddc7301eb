package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/** ANALYZE as users see it: what it finds, how long that lasts, and when it happens by itself. */
class StatisticsTest {

  private static final Map<String, String> MANUAL = Map.of("memory", "64m", "statistics", "manual");

  private static final String DIGITS =
      "(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ";

  /** The numbers from 0 to 9,999, as column n. */
  static final String NUMBERS =
      "(select a.x + 10 * b.x + 100 * c.x + 1000 * d.x as n from "
          + (DIGITS + "a(x), " + DIGITS + "b(x), " + DIGITS + "c(x), " + DIGITS + "d(x)) as m");

  private static void makeTable(Client client) {
    client.run("create table t (id int primary key, kind text, half int, long_text text)");
    client.run("create index t_kind on t (kind, half)");
    assertThat(
            client.run(
                "insert into t select n, case when mod(n, 4) = 0 then 'rare' || mod(n, 100)"
                    + " else 'often' end, case when mod(n, 2) = 0 then n end,"
                    + " repeat('x', 300) || n from "
                    + NUMBERS))
        .isEqualTo("10000 rows");
  }

  @Test
  void analyzeFindsWhatIsThere() {
    try (SqlDatabase database = SqlDatabases.open(DatabaseLocation.memory("found"), MANUAL);
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      makeTable(client);
      assertThat(client.run("show statistics for t")).endsWith("(no rows)");
      assertThat(client.run("analyze t")).isEqualTo("ok");
      String found = client.run("show statistics for t").replaceAll(" +", " ");
      assertThat(found)
          .contains("id | 0 % | 10000 | 4 | NULL | 0 .. 2499 .. 4999 .. 7499 .. 9999")
          .contains("kind | 0 % | 26 |")
          .contains("'often' 75 %")
          .contains("'rare0' 1 %")
          .contains("half | 50 % | 5000 |")
          .contains("long_text | 0 % | 10000 |")
          .contains("t_pkey | NULL | 10000")
          .contains("t_kind | NULL | 26, 5001");
      assertThat(client.run("show statistics")).contains("public.t | 10000 | 10000");
    }
  }

  @Test
  void analyzeOfSomeColumnsKeepsTheOthers() {
    try (SqlDatabase database = SqlDatabases.open(DatabaseLocation.memory("columns"), MANUAL);
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      makeTable(client);
      client.run("analyze t (id)");
      assertThat(client.run("show statistics for t")).contains("id ").doesNotContain("half ");
      client.run("update t set half = 1");
      client.run("analyze t (half)");
      String found = client.run("show statistics for t").replaceAll(" +", " ");
      assertThat(found).contains("id | 0 % | 10000").contains("half | 0 % | 1 | 4 | 1 100 %");
      assertThat(client.run("analyze t (no)")).startsWith("42703: column \"no\" of table \"t\"");
      assertThat(client.run("analyze no")).startsWith("42P01: table \"no\" does not exist");
      assertThat(client.run("show lock_waits for t")).startsWith("42601: ");
    }
  }

  @Test
  void statisticsBelongToTheirTransaction() {
    try (SqlDatabase database = SqlDatabases.open(DatabaseLocation.memory("undone"), MANUAL);
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      makeTable(client);
      client.run("begin");
      client.run("analyze t");
      client.run("rollback");
      assertThat(client.run("show statistics for t")).endsWith("(no rows)");
      client.run("begin");
      client.run("analyze");
      client.run("commit");
      assertThat(client.run("show statistics for t")).contains("often");
      client.run("set default_transaction_read_only = on");
      assertThat(client.run("analyze t"))
          .startsWith("25006: cannot analyze anything in a read-only");
      client.run("set default_transaction_read_only = off");
      client.run("drop table t");
      assertThat(client.run("show statistics")).endsWith("(no rows)");
    }
  }

  @Test
  @Timeout(120)
  void tablesAreAnalyzedByThemselves(@TempDir Path directory) throws InterruptedException {
    DatabaseLocation file =
        DatabaseLocation.file(directory.resolve("shop"), DatabaseLocation.Mode.CREATE);
    try (SqlDatabase database = SqlDatabases.open(file, Map.of("memory", "64m"));
        SqlSession session = database.connect()) {
      Client client = new Client(session);
      makeTable(client);
      while (client.run("show statistics for t").endsWith("(no rows)")) {
        Thread.sleep(20);
      }
      assertThat(client.run("show statistics for t")).contains("often");
    }
    try (SqlDatabase database = SqlDatabases.open(file, MANUAL);
        SqlSession session = database.connect()) {
      assertThat(new Client(session).run("show statistics for t")).contains("often");
    }
  }
}
