package org.pydb.calcite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.calcite.catalog.TestTable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Queries on random rows of all types, run by our own operators and by Calcite's. There are few
 * different values, so that many are equal, and among them those that Calcite would mix up if it
 * saw more than their order: microseconds, 38 digits, NaN, two zeros, numbers of different scales,
 * characters beyond 16 bits.
 */
class BridgeComparisonTest {
  private static final long SEED = 20261121;
  private static final int ROWS = 60;
  private static final PlanOptions BRIDGED = PlanOptions.DEFAULT.withForceBridge(true);

  private static final List<List<String>> VALUES =
      List.of(
          List.of("boo", "true", "false"),
          List.of("i2", "-32768", "0", "7", "32767"),
          List.of("i4", "-2147483648", "1", "5", "2147483647"),
          List.of("i8", "-9223372036854775808", "1", "5", "9223372036854775807"),
          List.of("r4", "'NaN'", "0", "'-0'", "'Infinity'", "1.5"),
          List.of("r8", "'NaN'", "0", "'-0'", "'-Infinity'", "1e300", "1"),
          List.of("d52", "1.00", "-999.99", "5"),
          List.of(
              "d3810",
              "1234567890123456789012345678.0123456789",
              "1234567890123456789012345678.0123456788",
              "1"),
          List.of("num", "1", "1.0", "1.000", "12345678901234567890123456789012345678901234567890"),
          List.of("c3", "'a'", "'a  '", "'b'", "''"),
          List.of("txt", "''", "'a'", "'\uFF61'", "'\uD834\uDD1E'", "'a '"),
          List.of("byt", "x''", "x'00'", "x'7f'", "x'80'", "x'8000'"),
          List.of("dat", "date '0001-01-01'", "date '2020-02-29'", "date '9999-12-31'"),
          List.of("tim", "time '00:00:00'", "time '12:00:00.000001'", "time '12:00:00.000002'"),
          List.of(
              "ts",
              "timestamp '2020-01-01 00:00:00.000001'",
              "timestamp '2020-01-01 00:00:00.000002'",
              "timestamp '1969-12-31 23:59:59.999999'"),
          List.of(
              "uid",
              "'00000000-0000-0000-0000-000000000001'",
              "'7fffffff-0000-0000-0000-000000000000'",
              "'80000000-0000-0000-0000-000000000000'"));

  private static TestDatabase database;

  @BeforeAll
  static void fill() {
    database = new TestDatabase(kinds());
    Random random = new Random(SEED);
    for (int id = 1; id <= ROWS; id++) {
      StringBuilder columns = new StringBuilder("id");
      StringBuilder values = new StringBuilder(Integer.toString(id));
      for (List<String> column : VALUES) {
        columns.append(", ").append(column.get(0));
        boolean isNull = random.nextInt(6) == 0;
        values
            .append(", ")
            .append(isNull ? "null" : column.get(1 + random.nextInt(column.size() - 1)));
      }
      assertThat(database.run("insert into kinds (" + columns + ") values (" + values + ")"))
          .as("seed %s", SEED)
          .isEqualTo("1 rows");
    }
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Stream<String> columns() {
    return VALUES.stream().map(column -> column.get(0));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void groups(String column) {
    compare("select c, count(*), min(id) from kinds group by c", column);
    compare("select min(c), max(c), count(c), count(distinct c) from kinds", column);
    compare(
        "select i2, max(c) filter (where boo), count(distinct c) from kinds group by i2", column);
    compare("select c, i2, grouping(c, i2), count(*) from kinds group by cube (c, i2)", column);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void joins(String column) {
    String kind = pick(column, "join", "left join", "right join", "full join");
    compare("select a.id, b.id from kinds a " + kind + " kinds b on a.c = b.c", column);
    compare(
        "select a.id, b.id from kinds a " + kind + " kinds b on a.c = b.c and a.id < b.id", column);
    compare("select a.c, b.c from kinds a " + kind + " kinds b on a.c < b.c", column);
    String merged = pick(column, "join", "left join");
    compare(
        "select a.c, b.id from kinds a " + merged + " kinds b on a.c = b.c order by a.c", column);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void halfJoins(String column) {
    compare(
        pick(
            column,
            "select a.id from kinds a where a.c in (select b.c from kinds b where b.id < 6)",
            "select a.id from kinds a where a.c not in (select b.c from kinds b where b.id < 6)",
            "select a.id from kinds a where not exists (select 1 from kinds b where b.c > a.c)"),
        column);
    compare(
        pick(
            column,
            "select a.id from kinds a where exists"
                + " (select 1 from kinds b where b.c = a.c and b.id > a.id)",
            "select a.id, (select max(b.id) from kinds b where b.c < a.c) from kinds a",
            "select a.id from kinds a where a.c not in"
                + " (select b.c from kinds b where b.c is not null and b.id < 9)"),
        column);
    compare(
        "select a.id, x.id from kinds a, lateral (select b.id from kinds b where b.c >= a.c and"
            + " b.id <> a.id order by b.c, b.id limit 2) x",
        column);
  }

  /** Of rows that are equal any may stand for them: counts tell enough. */
  @ParameterizedTest
  @MethodSource("columns")
  void sets(String column) {
    for (String all : List.of("", " all")) {
      String kind = pick(column, "union", "intersect", "except") + all;
      compare(
          "select x.id, count(*) from (select i2, c from kinds where id < 40 "
              + kind
              + " select i2, c from kinds where id > 9) as x(id, c) group by x.id, x.c",
          column);
      compare(
          "select count(*) from (select c from kinds where id < 40 "
              + kind
              + " select c from kinds where id > 30) as x(c) group by x.c",
          column);
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void orders(String column) {
    String order = pick(column, "c", "c desc", "c nulls first", "c desc nulls last");
    inOrder("select id from kinds order by " + order + ", id", column);
    inOrder("select id from kinds order by " + order + ", id limit 7 offset 3", column);
  }

  /** Another one for each column, so that each is tried with several types. */
  private static String pick(String column, String... choices) {
    return choices[columns().toList().indexOf(column) % choices.length];
  }

  private static void compare(String query, String column) {
    String sql = query.replaceAll("\\bc\\b", column);
    assertThat(rows(database.run(sql, BRIDGED)))
        .as("seed %s: %s", SEED, sql)
        .containsExactlyInAnyOrderElementsOf(rows(database.run(sql)));
  }

  private static void inOrder(String query, String column) {
    String sql = query.replaceAll("\\bc\\b", column);
    assertThat(rows(database.run(sql, BRIDGED)))
        .as("seed %s: %s", SEED, sql)
        .containsExactlyElementsOf(rows(database.run(sql)));
  }

  private static List<String> rows(String answer) {
    assertThat(answer).as("neither refused nor failed").doesNotContainPattern("^\\w{5}: ");
    return List.of(answer.split("\n", -1));
  }

  private static TestTable kinds() {
    return TestTable.named("kinds")
        .notNull("id", ColumnKind.INT32)
        .column("boo", ColumnKind.BOOLEAN)
        .column("i2", ColumnKind.INT16)
        .column("i4", ColumnKind.INT32)
        .column("i8", ColumnKind.INT64)
        .column("r4", ColumnKind.FLOAT32)
        .column("r8", ColumnKind.FLOAT64)
        .column("d52", ColumnType.decimal(5, 2))
        .column("d3810", ColumnType.decimal(38, 10))
        .column("num", ColumnKind.NUMERIC)
        .column("c3", ColumnType.character(3))
        .column("txt", ColumnKind.TEXT)
        .column("byt", ColumnKind.BYTES)
        .column("dat", ColumnKind.DATE)
        .column("tim", ColumnKind.TIME)
        .column("ts", ColumnKind.TIMESTAMP)
        .column("uid", ColumnKind.UUID)
        .primaryKey("id")
        .index("kinds_i4", "i4");
  }
}
