package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.api.ValueText;
import org.pydb.calcite.exec.store.MemoryQuota;
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.MemoryVfs;

/**
 * Queries that several threads run give what one thread gives, in the same order where there is
 * one; and whatever ends them, no thread, memory or file stays behind.
 */
class ParallelQueriesTest {
  private static final long AMPLE = 1L << 28;
  private static final long SCARCE = 400_000;
  private static final int SALES = 6_000;
  private static final String[] WORDS = {"red", "green", "blue", "amber", "violet", "copper"};

  private MemoryQuota memory = new MemoryQuota(AMPLE, "memory");
  private Database engine =
      Database.open(DatabaseOptions.at(Path.of("x")).withVfs(new MemoryVfs()));
  private OpenDatabase database =
      new OpenDatabase(engine, memory, 1 << 20, Map.of("statistics", "manual"));
  private SqlSession one = database.connect();
  private SqlSession several = database.connect();

  private void open(long memoryBytes, Random random) {
    database.close();
    memory = new MemoryQuota(memoryBytes, "memory");
    engine = Database.open(DatabaseOptions.at(Path.of("shop")).withVfs(new MemoryVfs()));
    database = new OpenDatabase(engine, memory, 1 << 20, Map.of("statistics", "manual"));
    one = database.connect();
    run(one, "set parallelism = 1");
    several = parallelSession();
    run(one, "create table maker (id int primary key, name text, country text)");
    run(
        one,
        "create table sale (id bigint primary key, maker int, name text, price decimal(10,2),"
            + " day date, weight double precision, n numeric)");
    run(one, "create index sale_maker on sale (maker)");
    run(one, "create index sale_name on sale (name, price)");
    StringBuilder makers = new StringBuilder("insert into maker values (0, null, 'nowhere')");
    for (int i = 1; i < 120; i++) {
      makers.append(
          ", (" + i + ", '" + WORDS[i % 6] + " works " + i + "', 'country " + i % 7 + "')");
    }
    run(one, makers.toString());
    for (int from = 0; from < SALES; from += 500) {
      StringBuilder sales = new StringBuilder("insert into sale values ");
      for (int i = from; i < from + 500; i++) {
        sales.append(i == from ? "" : ", ").append(sale(i, random));
      }
      run(one, sales.toString());
    }
    run(one, "analyze");
  }

  private static String sale(int id, Random random) {
    String name =
        random.nextInt(20) == 0
            ? "null"
            : "'"
                + WORDS[random.nextInt(6)]
                + " "
                + WORDS[random.nextInt(6)]
                + " "
                + random.nextInt(900)
                + "'";
    String maker = random.nextInt(15) == 0 ? "null" : "" + random.nextInt(140);
    return "("
        + id * 3
        + ", "
        + maker
        + ", "
        + name
        + ", "
        + random.nextInt(100_000) / 100.0
        + ", date '2020-01-01' + interval '"
        + random.nextInt(900)
        + "' day, "
        + random.nextInt(1000) / 8.0
        + ", "
        + random.nextInt(50) / (random.nextBoolean() ? 10.0 : 1)
        + ")";
  }

  private SqlSession parallelSession() {
    SqlSession session = database.connect();
    run(session, "set parallelism = 4");
    run(session, "set parallel_rows_min = 0");
    return session;
  }

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(memory.reserved()).isZero();
    assertThat(engine.spillSpace().usedBytes()).isZero();
    assertThat(workersInQueries()).isEmpty();
    one.close();
    several.close();
    database.close();
  }

  /** Threads of the pool that still work on a query. */
  private static List<String> workersInQueries() {
    List<String> found = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith("pydb-worker")) {
                for (StackTraceElement element : stack) {
                  if (element.getMethodName().equals("goAhead")
                      || element.getMethodName().equals("step")) {
                    found.add(thread.getName() + " in " + element);
                  }
                }
              }
            });
    return found;
  }

  private static List<String> run(SqlSession session, String sql) {
    return run(session, session.prepare(sql), 0);
  }

  private static List<String> run(SqlSession session, SqlStatement statement, long timeoutMillis) {
    List<String> rows = new ArrayList<>();
    try (SqlResult result = statement.execute(new ParameterValues(0), timeoutMillis)) {
      while (statement.kind() == SqlStatement.Kind.QUERY && result.next()) {
        rows.add(row(session.text(), statement, result));
      }
    }
    return rows;
  }

  private static String row(ValueText text, SqlStatement statement, SqlResult result) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < statement.columns().size(); i++) {
      row.append(i == 0 ? "" : "|");
      row.append(
          result.isNull(i) ? "null" : value(text, statement.columns().get(i).type(), result, i));
    }
    return row.toString();
  }

  private static String value(ValueText text, ColumnType type, SqlResult result, int column) {
    return switch (type.kind()) {
      case FLOAT32, FLOAT64 -> text.print(type, result.getDouble(column));
      case DECIMAL, NUMERIC -> text.print(Objects.requireNonNull(result.getDecimal(column)));
      case TEXT, CHAR ->
          new String(
              result.bytes(column),
              result.bytesStart(column),
              result.bytesLength(column),
              StandardCharsets.UTF_8);
      default -> text.print(type, result.getLong(column));
    };
  }

  // ------------------------------------------------------------------ the same as one thread

  /** A condition on {@code sale s}. */
  private static String condition(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "s.name like '%" + WORDS[random.nextInt(6)] + "%'";
      case 1 -> "s.price < " + random.nextInt(1000);
      case 2 -> "s.id between " + random.nextInt(9000) + " and " + (9000 + random.nextInt(9000));
      case 3 -> "s.maker > " + random.nextInt(140);
      case 4 -> "s.maker is null or s.price > 500";
      case 5 -> "s.name >= '" + WORDS[random.nextInt(6)] + "'";
      case 6 -> "s.day >= date '2021-03-01'";
      case 7 ->
          "s.maker in (select id from maker where country = 'country " + random.nextInt(8) + "')";
      default -> "true";
    };
  }

  private static final String[] AGGREGATES = {
    "count(*)",
    "count(s.name)",
    "sum(s.price)",
    "avg(s.price)",
    "min(s.name)",
    "max(s.name)",
    "min(s.day)",
    "max(s.price)",
    "sum(s.maker)",
    "avg(s.maker)",
    "count(distinct s.maker)",
    "sum(distinct s.maker)",
    "sum(s.n)",
    "avg(s.n)",
    "variance(s.price)",
    "stddev_pop(s.maker)",
    "count(*) filter (where s.price > 300)",
    "sum(s.weight)",
    "avg(s.weight)",
    "min(s.n)",
    "bit_xor(s.maker)",
    "bool_or(s.price > 990)",
    "sum(s.id * 1000000000)",
    "max(s.weight)",
  };

  private static final String[] KEYS = {
    "s.maker", "s.name", "s.day", "s.price", "s.maker % 7", "s.weight", "s.n",
  };

  private static String aggregates(Random random) {
    List<String> chosen = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      chosen.add(AGGREGATES[random.nextInt(AGGREGATES.length)]);
    }
    return String.join(", ", chosen);
  }

  private static final String[] JOINS = {
    "sale s",
    "sale s join maker m on m.id = s.maker",
    "sale s left join maker m on m.id = s.maker and m.country <> 'country 3'",
    "maker m join sale s on m.id = s.maker",
    "sale s join sale t on t.name = s.name",
    "sale s join sale t on t.id = s.id + 3 join maker m on m.id = t.maker",
    "maker m right join sale s on m.id = s.maker",
  };

  private static String query(Random random) {
    String from = JOINS[random.nextInt(JOINS.length)];
    String where = " where " + condition(random) + " and " + condition(random);
    String key = KEYS[random.nextInt(KEYS.length)];
    return switch (random.nextInt(8)) {
      case 0 -> "select " + aggregates(random) + " from " + from + where;
      case 1, 2 ->
          "select "
              + key
              + ", "
              + aggregates(random)
              + " from "
              + from
              + where
              + " group by "
              + key;
      case 3 ->
          "select "
              + key
              + ", s.maker, count(*), sum(s.price) from "
              + from
              + where
              + " group by grouping sets (("
              + key
              + ", s.maker), (s.maker), ())";
      case 4 -> "select s.id, s.name, s.price from " + from + where;
      case 5 -> "select s.id, s.name from " + from + where + " order by s.price, s.id limit 30";
      case 6 -> "select distinct s.maker, s.day from " + from + where;
      default ->
          "select s.* from sale s where "
              + condition(random)
              + " and not exists (select 1 from maker m where m.id = s.maker and m.country = 'country 2')";
    };
  }

  /**
   * Compares answers.
   *
   * @param memory a join that does not fit into it gives its rows part by part, in no order
   */
  private void compare(Random random, int queries, long memory) {
    int parallel = 0;
    for (int i = 0; i < queries; i++) {
      String sql = query(random);
      List<String> expected = run(one, sql);
      List<String> actual = run(several, sql);
      boolean mayBeInParts = memory == SCARCE && sql.contains("join") && !sql.contains("order by");
      if (sql.contains("group by") || sql.contains("distinct") || mayBeInParts) {
        Collections.sort(expected);
        Collections.sort(actual);
      }
      assertThat(actual).as(sql).isEqualTo(expected);
      parallel += run(several, "explain analyze " + sql).toString().contains("threads=4") ? 1 : 0;
    }
    assertThat(parallel).as("queries that were run by several threads").isGreaterThan(queries / 2);
  }

  @Test
  void resultsAreThoseOfOneThread() {
    Random random = Seeds.random("ParallelQueriesTest");
    open(AMPLE, random);
    compare(random, 60, AMPLE);
  }

  @Test
  void alsoWhenMemoryIsScarce() {
    Random random = Seeds.random("ParallelQueriesTest, scarce");
    open(SCARCE, random);
    compare(random, 30, SCARCE);
    assertThat(run(several, "explain analyze select a.name || a.id from sale a order by 1").get(0))
        .contains("spilled=");
  }

  /** Sums of products of many digits run on longs; a cast in between makes them run as NUMERIC. */
  @Test
  void sumsOfLongProductsAreExact() {
    Random random = Seeds.random("ParallelQueriesTest, products");
    open(AMPLE, random);
    run(
        one,
        "create table p (id int primary key, a decimal(15,2), b decimal(15,2), c decimal(15,2))");
    for (int i = 0; i < 1500; i++) {
      String wide = i % 100 == 7 ? "9999999999999.99" : random.nextInt(100_000) / 100.0 + "";
      String b = i % 90 == 3 ? "null" : "-" + wide;
      run(one, "insert into p values (" + i + ", " + wide + ", " + b + ", " + i + ".07)");
    }
    run(one, "analyze p");
    String product = "a * (1 - b) * (1 + c)";
    for (String sum : List.of("sum(%s)", "avg(%s)", "sum(%s) filter (where id < 700)")) {
      String fast = sum.formatted(product);
      String slow = sum.formatted("cast(" + product + " as numeric)");
      assertThat(run(several, "select id % 3, " + fast + " from p group by id % 3 order by 1"))
          .isEqualTo(run(one, "select id % 3, " + slow + " from p group by id % 3 order by 1"));
    }
    assertThat(run(one, "select sum(" + product + "), max(" + product + ") from p where id = 7"))
        .isEqualTo(
            run(
                one,
                "select "
                    + product
                    + ", min("
                    + product
                    + ") from p where id = 7 group by a, b, c"));
  }

  @Test
  void manySessionsDoNotGetInEachOthersWay() throws Exception {
    open(AMPLE, Seeds.random("ParallelQueriesTest, sessions"));
    String sql =
        "select s.maker, count(*), max(t.name) from sale s join sale t on t.name = s.name"
            + " where s.price > 200 group by s.maker order by s.maker";
    List<String> expected = run(one, sql);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            clients.submit(
                () -> {
                  SqlSession session = parallelSession();
                  for (int n = 0; n < 10; n++) {
                    assertThat(run(session, sql)).isEqualTo(expected);
                  }
                  return run(session, sql);
                }));
      }
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  // ------------------------------------------------------------------ what ends them

  private static String stateOf(Runnable statement) {
    return catchThrowableOfType(SqlError.class, statement::run).state();
  }

  private static final String ENDLESS =
      "select count(*) from sale a join sale b on a.price <> b.price join sale c on b.price <> c.price";

  @Test
  void anErrorInOneThreadEndsTheOthers() {
    open(AMPLE, Seeds.random("ParallelQueriesTest, errors"));
    for (String sql :
        List.of(
            "select sum(1 / (id - 9000)) from sale",
            "select maker, max(1 / (id - 17997)) from sale group by maker",
            "select id from sale where 1 / (id - 3000) = 0 and name like '%red%'",
            "select count(*) from sale s join sale t on s.name = t.name where 1 / (t.id - 6000) > -5")) {
      assertThat(stateOf(() -> run(several, sql))).as(sql).isEqualTo("22012");
      assertThat(workersInQueries()).isEmpty();
      assertThat(memory.reserved()).isZero();
    }
  }

  @Test
  void cancelAndTimeLimitEndThem() throws Exception {
    open(AMPLE, Seeds.random("ParallelQueriesTest, cancel"));
    SqlStatement endless = several.prepare(ENDLESS);
    assertThat(stateOf(() -> run(several, endless, 200))).isEqualTo("57014");
    run(several, "set statement_timeout = 200");
    assertThat(stateOf(() -> run(several, ENDLESS))).isEqualTo("57014");
    run(several, "set statement_timeout = 0");
    assertThat(workersInQueries()).isEmpty();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<List<String>> running = other.submit(() -> run(several, endless, 0));
      while (workersInQueries().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(1);
        assertThat(running.isDone()).isFalse();
      }
      several.cancel();
      assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(SqlError.class, e -> assertThat(e.state()).isEqualTo("57014"));
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void closingTheRowsOrTheDatabaseEndsThem() {
    open(AMPLE, Seeds.random("ParallelQueriesTest, close"));
    String sql = "select s.id, s.name from sale s where s.price < 400";
    SqlStatement rows = several.prepare(sql);
    for (int taken = 0; taken < 2000; taken += 150) {
      try (SqlResult result = rows.execute(new ParameterValues(0), 0)) {
        for (int i = 0; i < taken; i++) {
          assertThat(result.next()).isTrue();
        }
      }
      assertThat(workersInQueries()).isEmpty();
      assertThat(memory.reserved()).isZero();
    }
    SqlResult open = several.prepare(sql).execute(new ParameterValues(0), 0);
    assertThat(open.next()).isTrue();
    several.close();
  }

  // ------------------------------------------------------------------ transactions

  /** Ways to see all prices, each by several threads. */
  private static final List<String> SUMS =
      List.of(
          "select sum(price) from sale",
          "select sum(price) from sale where name like '%e%' or name is null",
          "select sum(price) from sale where maker >= 0 or maker is null",
          "select sum(s.price) from sale s left join maker m on m.id = s.maker",
          "select sum(s.price) from maker m join sale s on s.maker = m.id",
          "select sum(p) from (select max(price) p from sale group by id) g");

  /**
   * Two transactions each read all prices and then change one that the other has read. At
   * SERIALIZABLE one of them must fail, whatever threads have read; at REPEATABLE READ none does.
   */
  @Test
  void whatOtherThreadsReadIsValidated() {
    open(AMPLE, Seeds.random("ParallelQueriesTest, serializable"));
    SqlSession other = parallelSession();
    for (String sql : SUMS) {
      assertThat(run(several, "explain analyze " + sql).toString()).as(sql).contains("threads=4");
      for (String level : List.of("repeatable read", "serializable")) {
        run(several, "begin isolation level " + level);
        run(other, "begin isolation level " + level);
        assertThat(run(several, sql)).isEqualTo(run(other, sql));
        run(several, "update sale set price = price + 1 where id = 300 * 3");
        run(other, "update sale set price = price + 1 where id = 5000 * 3");
        run(several, "commit");
        if (level.equals("serializable")) {
          assertThat(stateOf(() -> run(other, "commit"))).as(sql).isEqualTo("40001");
        } else {
          run(other, "commit");
        }
      }
    }
    other.close();
  }

  @Test
  void ownWritesAreSeenAndReadByOneThread() {
    open(AMPLE, Seeds.random("ParallelQueriesTest, own writes"));
    String sql = "select count(*), min(id), sum(price) from sale where price >= 0";
    run(several, "begin");
    assertThat(run(several, "explain analyze " + sql).toString()).contains("threads=4");
    run(several, "delete from sale where id < 900");
    run(several, "insert into sale values (-1, 1, 'mine', 0, null, null, null)");
    assertThat(run(several, "explain analyze " + sql).toString()).doesNotContain("threads=");
    assertThat(run(several, sql).get(0)).startsWith((SALES - 300 + 1) + "|-1|");
    run(several, "rollback");
    assertThat(run(several, sql)).isEqualTo(run(one, sql));
  }
}
