package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/** Which statements share plans, as {@code SHOW plan_cache} tells, and for how long. */
@SuppressWarnings("NullAway.Init") // set up before each test
class SharedPlansTest {
  private SqlDatabase database;
  private SqlSession session;
  private Client client;

  @BeforeEach
  void open() {
    database = SqlDatabases.open(DatabaseLocation.memory("plans"), Map.of("memory", "16m"));
    session = database.connect();
    client = new Client(session);
    run("create table song (id int primary key, name text, seconds int, day date)");
    run("create index song_seconds on song (seconds)");
    run(
        "insert into song values "
            + IntStream.rangeClosed(1, 50)
                .mapToObj(i -> "(" + i + ", 'song " + i + "', " + i * 10 + ", '2020-01-01')")
                .collect(Collectors.joining(", ")));
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  /** The heart of it: nothing of Calcite runs for the second one of each pair. */
  @Test
  void statementsThatDifferInLiteralsShareAPlan() {
    assertShared("select name from song where id = 1", "select name from song where id = 42");
    assertShared(
        "select id from song where name = 'song 1' and seconds = 5 order by id limit 3",
        "select id from song where name = 'it''s' and seconds = 99 order by id limit 3");
    assertShared("select id from song where id = -1", "select id from song where id = -2");
    assertShared(
        "select id from song where seconds <> 20 or id in (1, 2)",
        "select id from song where seconds <> 600 or id in (7, 7)");
    assertShared(
        "select id from song where day = '2020-01-01'",
        "select id from song where day = '2021-12-31'");
    assertShared(
        "select a.id from song a join song b on a.id = b.seconds and b.id = 5 where a.id = 1",
        "select a.id from song a join song b on a.id = b.seconds and b.id = 6 where a.id = 2");
    assertShared(
        "insert into song (id, name, day) values (101, 'a', '2020-01-01'), (-102, null, null)",
        "insert into song (id, name, day) values (103, 'bcd', '2022-02-02'), (-104, null, null)");
    assertShared(
        "update song set seconds = seconds + 1, name = 'x' where id = 1",
        "update song set seconds = seconds + 2, name = 'yz' where id = 2");
    assertShared("delete from song where id = 101", "delete from song where id = 103");
    assertShared(
        "select id from song where id = ? and name = 'a'\n$ 1",
        "select id from song where id = ? and name = 'bc'\n$ 2");
  }

  /** Their literals make another plan, other columns, or an error. */
  @Test
  void otherLiteralsMakePlansOfTheirOwn() {
    assertNotShared("select 1", "select 2");
    assertNotShared("select id, name from song order by 1", "select id, name from song order by 2");
    assertNotShared("select id from song limit 1", "select id from song limit 2");
    assertNotShared("select id from song where 1 = 0", "select id from song where 1 = 1");
    assertNotShared(
        "select id from song where name like 'a%'", "select id from song where name like '%a'");
    assertNotShared("select name::varchar(3) from song", "select name::varchar(4) from song");
    assertNotShared(
        "select id from song where id = 2147483647", "select id from song where id = 2147483648");
    assertNotShared("select id from song where id > 1", "select id from song where id > 2");
    assertNotShared("select id from song where id = 1.5", "select id from song where id = 1.25");
    assertNotShared(
        "select id from song where id in (1)", "select id from song where id in (1, 2)");
    assertNotShared(
        "select id from song where day > date '2020-01-01'",
        "select id from song where day > date '2020-01-02'");
    assertNotShared(
        "select id from song where day = '2020-01-01'", "select id from song where day = 'today'");
  }

  /** The plan that is there is not for it, and the error stands where the literal does. */
  @Test
  void aLiteralThatDoesNotFitItsPlaceFailsAsIfThereWereNoPlan() {
    String before = "select id from song where day = '2020-01-01' and id = 1";
    assertThat(run(before)).contains("1");
    assertThat(run("select id from song where day = '2020-02-30' and id = 1"))
        .startsWith("22008")
        .contains("column 33");
    assertThat(run("insert into song (id, day) values (201, '2020-01-01')")).isEqualTo("1 rows");
    assertThat(run("insert into song (id, day) values (202, 'never')")).startsWith("22007");
  }

  @Test
  void sessionsShareThem() {
    run("select name from song where id = 1");
    long misses = figure("misses");
    try (SqlSession other = database.connect()) {
      assertThat(new Client(other).run("select name from song where id = 2")).contains("song 2");
    }
    assertThat(figure("misses")).isEqualTo(misses);
  }

  @Test
  void definitionsEndThem() {
    String byName = "select id, seconds from song where name = 'song ";
    assertThat(run(byName + "7'")).contains("70");
    run("drop table song");
    assertThat(run(byName + "7'")).startsWith("42P01");
    run("create table song (seconds text, name varchar(10), id bigint)");
    run("insert into song values ('long', 'song 7', 5000000000)");
    assertThat(run(byName + "7'")).contains("long").contains("5000000000");
  }

  /** What one transaction has defined and not committed is nobody else's. */
  @Test
  void plansOfATransactionWithDefinitionsOfItsOwnAreNotShared() {
    run("begin");
    run("create table private (id int)");
    run("select id from private where id = 1");
    run("rollback");
    assertThat(run("select id from private where id = 2")).startsWith("42P01");
  }

  @Test
  void theyTakeABoundedAmountOfMemoryAndThoseInUseStay() {
    String inUse = "select name from song where seconds = ";
    run(inUse + 0);
    long planned = 0;
    for (int i = 0; i < 600; i++) {
      run("select name as n" + i + " from song where id = " + i);
      planned++;
      long misses = figure("misses");
      run(inUse + i);
      assertThat(figure("misses")).isEqualTo(misses);
      assertThat(figure("bytes")).isLessThanOrEqualTo(figure("bytes_max"));
    }
    assertThat(figure("evictions")).isPositive();
    assertThat(figure("plans")).isBetween(2L, planned);
    assertThat(figure("plans") + figure("evictions")).isGreaterThanOrEqualTo(planned);
  }

  // ------------------------------------------------------------------ helpers

  private String run(String input) {
    return client.run(input).strip();
  }

  private void assertShared(String first, String second) {
    assertThat(run(first)).doesNotContain("At line");
    long misses = figure("misses");
    long hits = figure("hits");
    assertThat(run(second)).doesNotContain("At line");
    assertThat(figure("misses")).as(second).isEqualTo(misses);
    assertThat(figure("hits")).as(second).isEqualTo(hits + 1);
  }

  private void assertNotShared(String first, String second) {
    run(first);
    long misses = figure("misses");
    run(second);
    assertThat(figure("misses")).as(second).isEqualTo(misses + 1);
  }

  private long figure(String name) {
    List<String> lines = run("show plan_cache").lines().map(String::strip).toList();
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + lines));
  }
}
