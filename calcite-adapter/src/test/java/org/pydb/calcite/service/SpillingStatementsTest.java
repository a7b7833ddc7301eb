package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * Statements that need far more memory than there is: whatever ends them, the database goes on, and
 * has its memory and its disk back.
 */
@SuppressWarnings("NullAway.Init") // set up before each test
class SpillingStatementsTest {
  private static final int ROWS = 8_000;

  /** The texts of all rows take some two megabytes. */
  private static final long MEMORY = 300_000;

  private static final long FOR_EVER = 0;

  /** Not done before the sun goes out. */
  private static final String ENDLESS =
      "select a.v from t a, t b, t c order by a.v || b.v || c.v desc";

  private final MemoryVfs files = new MemoryVfs();
  private final FaultyVfs vfs = new FaultyVfs(files);
  private final MemoryQuota memory = new MemoryQuota(MEMORY, "memory");
  private Database engine;
  private OpenDatabase database;
  private SqlSession session;

  @BeforeEach
  void open() {
    try (var left = files.open("shop.pydb-temp", Vfs.OpenMode.CREATE)) {
      left.write(0, new byte[1000], 0, 1000); // By a process that died.
    }
    engine = Database.open(DatabaseOptions.at(Path.of("shop")).withVfs(vfs));
    assertThat(files.exists("shop.pydb-temp")).isFalse();
    database = new OpenDatabase(engine, memory, 1 << 20, Map.of("statistics", "manual"));
    session = database.connect();
    run("create table t (id int primary key, v text)");
    run("insert into t values (0, repeat('some text ', 25))");
    for (int count = 1; count < ROWS; count *= 2) {
      run("insert into t select id + " + count + ", v from t where id + " + count + " < " + ROWS);
    }
    run("checkpoint");
  }

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(memory.reserved()).isZero();
    assertThat(engine.spillSpace().usedBytes()).isZero();
    assertThat(engine.spillSpace().hasFile()).isFalse();
    assertThat(run("select id from t where id = 77")).isEqualTo(1);
    run("insert into t values (-1, 'and it can be changed')");
    assertThat(run("select v, id from t order by v, id desc")).isEqualTo(ROWS + 1);
    session.close();
    database.close();
    assertThat(files.exists("shop.pydb-temp")).isFalse();
  }

  /** Runs a statement; gives the number of its rows. */
  private long run(String sql) {
    return run(session.prepare(sql), FOR_EVER);
  }

  private static long run(SqlStatement statement, long timeoutMillis) {
    try (SqlResult result = statement.execute(new ParameterValues(0), timeoutMillis)) {
      if (statement.kind() != SqlStatement.Kind.QUERY) {
        return 0;
      }
      long rows = 0;
      while (result.next()) {
        rows++;
      }
      return rows;
    }
  }

  private static String stateOf(ThrowingRun statement) {
    return catchThrowableOfType(SqlError.class, statement::run).state();
  }

  private interface ThrowingRun {
    void run();
  }

  @Test
  void aFullDiskEndsTheStatementAlone() {
    String[] statements = {
      "select v || id from t order by 1",
      "select v || id, count(*) from t group by 1",
      "select count(*) from t a join t b on a.v || a.id = b.v || b.id",
      "select v || id from t except select v from t",
      "with recursive r(n, v) as (select id, v from t union select n + 1, v from r where n < 9000)"
          + " select count(*) from r",
      "insert into t select id + 100000, v from t order by v || id",
    };
    for (String sql : statements) {
      vfs.fullAfter(300_000);
      assertThat(stateOf(() -> run(sql))).as(sql).isEqualTo("53100");
      assertThat(engine.spillSpace().usedBytes()).as(sql).isZero();
      assertThat(run("select id from t where id < 10")).isEqualTo(10);
      vfs.heal();
    }
  }

  @Test
  void theTimeLimitEndsIt() {
    assertThat(stateOf(() -> run(session.prepare(ENDLESS), 500))).isEqualTo("57014");
    run("set statement_timeout = 500");
    assertThat(stateOf(() -> run(ENDLESS))).isEqualTo("57014");
    run("set statement_timeout = 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENDLESS,
        "with recursive r(n, v) as (select id, v from t union select n + 1, v from r)"
            + " select count(*) from r",
        "with recursive r(v) as (select v from t union all select v from r) select count(*) from r"
      })
  void cancelEndsIt(String sql) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      SqlStatement endless = session.prepare(sql);
      Future<Long> running = other.submit(() -> run(endless, FOR_EVER));
      while (engine.spillSpace().usedBytes() < 1 << 20) {
        TimeUnit.MILLISECONDS.sleep(1);
        assertThat(running.isDone()).isFalse();
      }
      endless.cancel();
      assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("57014"));
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void closingTheResultEndsIt() {
    SqlStatement sorted = session.prepare("select v, id from t order by id desc, v");
    try (SqlResult result = sorted.execute(new ParameterValues(0), FOR_EVER)) {
      assertThat(result.next()).isTrue();
      assertThat(engine.spillSpace().usedBytes()).isPositive();
      assertThat(memory.reserved()).isBetween(1L, 4 * MEMORY);
    }
  }
}
