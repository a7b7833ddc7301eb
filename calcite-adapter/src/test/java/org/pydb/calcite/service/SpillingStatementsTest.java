package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.ScrollableResult;
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

  /** Rows that are kept for scrolling take no more memory than there is, wherever one goes. */
  @Test
  void keptRowsGoToTheDisk() {
    SqlStatement query = session.prepare("select id, v from t order by id");
    try (ScrollableResult rows =
        session.keep(query.execute(new ParameterValues(0), FOR_EVER), query.columns(), 0, false)) {
      assertThat(rows.count()).isEqualTo(ROWS);
      assertThat(engine.spillSpace().usedBytes()).isPositive();
      Random random = new Random(1);
      for (int i = 0; i < 2000; i++) {
        int number = random.nextInt(ROWS) + 1;
        assertThat(rows.moveTo(number)).isTrue();
        assertThat(rows.getLong(0)).isEqualTo(number - 1);
        assertThat(rows.bytesLength(1)).isEqualTo(250);
        assertThat(memory.reserved()).isLessThanOrEqualTo(MEMORY);
      }
    }
  }

  /**
   * So they do when rows are replaced, which takes a new place each time; it is remembered where.
   */
  @Test
  void replacedRowsGoToTheDiskToo() {
    SqlStatement query = session.prepare("select id, v from t order by id");
    SqlResult other =
        session.prepare("select -7, 'another'").execute(new ParameterValues(0), FOR_EVER);
    assertThat(other.next()).isTrue();
    try (ScrollableResult rows =
        session.keep(query.execute(new ParameterValues(0), FOR_EVER), query.columns(), 0, false)) {
      for (int number = 1; number <= 1000; number++) {
        assertThat(rows.moveTo(number)).isTrue();
        rows.replace(other, new int[] {number % 2 == 0 ? 0 : -1, 1});
        assertThat(rows.bytesLength(1)).isEqualTo(7);
        assertThat(memory.reserved()).isLessThan(MEMORY + 1000 * 100 + 10_000);
      }
      for (int number = 1; number <= 1001; number++) {
        assertThat(rows.moveTo(number)).isTrue();
        boolean isReplaced = number <= 1000;
        assertThat(rows.getLong(0)).isEqualTo(isReplaced && number % 2 == 0 ? -7 : number - 1);
        assertThat(rows.bytesLength(1)).isEqualTo(isReplaced ? 7 : 250);
      }
      assertThat(rows.count()).isEqualTo(ROWS);
    }
    other.close();
  }

  /** Where nobody goes back, rows that were passed are dropped, and nothing goes to the disk. */
  @Test
  void passedRowsAreDropped() {
    SqlStatement query = session.prepare("select id, v from t order by id");
    SqlResult other =
        session.prepare("select -7, 'another'").execute(new ParameterValues(0), FOR_EVER);
    assertThat(other.next()).isTrue();
    try (ScrollableResult rows =
        session.keep(query.execute(new ParameterValues(0), FOR_EVER), query.columns(), 0, true)) {
      for (int number = 1; number <= ROWS; number++) {
        assertThat(rows.moveTo(number)).isTrue();
        if (number % 100 == 0) {
          assertThat(rows.has(number + 1)).isEqualTo(number < ROWS);
        }
        assertThat(rows.getLong(0)).isEqualTo(number - 1);
        assertThat(rows.bytesLength(1)).isEqualTo(250);
        rows.replace(other, new int[] {0, -1});
        assertThat(rows.getLong(0)).isEqualTo(-7);
        assertThat(rows.bytesLength(1)).isEqualTo(250);
      }
      assertThat(rows.moveTo(ROWS + 1)).isFalse();
      assertThat(rows.count()).isEqualTo(ROWS);
      assertThat(engine.spillSpace().hasFile()).isFalse();
    }
    other.close();
  }

  /** A full disk ends the result, and nothing else. */
  @Test
  void keptRowsEndOnAFullDisk() {
    SqlStatement query = session.prepare("select id, v from t");
    ScrollableResult rows =
        session.keep(query.execute(new ParameterValues(0), FOR_EVER), query.columns(), 0, false);
    assertThat(rows.moveTo(1)).isTrue();
    vfs.fullAfter(300_000);
    assertThat(stateOf(rows::count)).isEqualTo("53100");
    assertThat(rows.isClosed()).isTrue();
    vfs.heal();
  }

  /** A sort writes and reads all of its rows; whoever asks meanwhile sees how far it is. */
  @Test
  void othersSeeHowFarAStatementIs() {
    run("analyze t");
    SqlSession other = database.connect();
    SqlStatement sort = session.prepare("select v, id from t order by v, id desc");
    try (SqlResult result = sort.execute(new ParameterValues(0), FOR_EVER)) {
      assertThat(result.next()).isTrue();
      RunningStatement half = database.runningStatements().get(0);
      assertThat(half.session()).isEqualTo("connection 1");
      assertThat(half.sql()).startsWith("select v, id from t order by");
      assertThat(half.rowsRead()).isEqualTo(ROWS);
      assertThat(half.rowsExpected()).isBetween(ROWS / 2L, ROWS * 2L);
      assertThat(half.spilledRows()).isGreaterThanOrEqualTo(ROWS - ROWS / 4L);
      assertThat(half.spilledBytes()).isGreaterThan(ROWS * 200L);
      assertThat(half.rereadRows()).isLessThan(half.spilledRows());
      assertThat(lines(other, "show running_statements").get(0))
          .startsWith("connection 1 for ")
          .contains("rows read", "written to temporary files")
          .endsWith("order by v, id desc");
      while (result.next()) {
        assertThat(result.isNull(0)).isFalse();
      }
    }
    assertThat(database.runningStatements()).isEmpty();
    other.close();
  }

  /** The figures of one execution do not begin with those of the one before. */
  @Test
  void progressBeginsAnewWithEachExecution() {
    SqlStatement scan = session.prepare("select id from t where v like '%text%'");
    for (int i = 0; i < 3; i++) {
      try (SqlResult result = scan.execute(new ParameterValues(0), FOR_EVER)) {
        assertThat(result.next()).isTrue();
        assertThat(database.runningStatements().get(0).rowsRead()).isBetween(1L, (long) ROWS);
      }
    }
  }

  @Test
  void theLogIsToldHowFarAStatementIsThatSpills() {
    List<String> told = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("org.pydb");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            told.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      run("set progress_interval = 0");
      run("select v, id from t order by v, id desc");
      assertThat(told).isEmpty();
      run("set progress_interval = '1ms'");
      run("select id from t where v like '%text%'"); // Fits memory.
      assertThat(told).isEmpty();
      run("select v, id from t order by v, id desc");
      assertThat(told).isNotEmpty();
      assertThat(told.get(0))
          .contains("a statement of connection 1, running for ", "rows read", "temporary files")
          .doesNotContain("select");
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      run("reset progress_interval");
    }
  }

  private static List<String> lines(SqlSession of, String sql) {
    List<String> lines = new ArrayList<>();
    try (SqlResult result = of.prepare(sql).execute(new ParameterValues(0), FOR_EVER)) {
      while (result.next()) {
        byte[] bytes = result.bytes(0);
        lines.add(
            new String(bytes, result.bytesStart(0), result.bytesLength(0), StandardCharsets.UTF_8));
      }
    }
    return lines;
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
