package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * A table whose columns all have indexes answers as its twin does that has none: where an index
 * alone gives the answer, every value comes out of its key as it went in, and where a key does not
 * give a value back (the scale of a numeric, the sign of a zero), the row is asked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexOnlyTest {
  private static final long SEED = 20261121;
  private static final int ROWS = 400;

  /** Columns whose keys do not give back what went in. */
  private static final Set<String> INEXACT = Set.of("num", "r4", "r8");

  /** Name, type, and values. */
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("boo", "boolean", "true", "false"),
          List.of("i2", "smallint", "-32768", "0", "7", "32767"),
          List.of("i4", "int", "-2147483648", "-1", "5", "2147483647"),
          List.of("i8", "bigint", "-9223372036854775808", "1", "9223372036854775807"),
          List.of("r4", "real", "'NaN'", "0", "'-0'", "1.5"),
          List.of("r8", "double precision", "'NaN'", "0", "'-0'", "'-Infinity'", "1e300"),
          List.of("d52", "decimal(5, 2)", "1.00", "-999.99", "5"),
          List.of("d30", "decimal(30, 4)", "-12345678901234567890.1234", "1", "0.0001"),
          List.of("num", "numeric", "1", "1.0", "1.000", "-12345678901234567890.5", "100"),
          List.of("c3", "char(3)", "'a'", "'ab '", "''", "'abc'"),
          List.of("txt", "text", "''", "'a'", "'a '", "'\uFF61'", "'\uD834\uDD1E'"),
          List.of("byt", "bytea", "x''", "x'00'", "x'0000'", "x'ff'", "x'ff00'"),
          List.of("dat", "date", "date '0001-01-01'", "date '2020-02-29'", "date '9999-12-31'"),
          List.of("tim", "time", "time '00:00:00'", "time '23:59:59.999999'"),
          List.of(
              "ts",
              "timestamp",
              "timestamp '2020-01-01 00:00:00.000001'",
              "timestamp '1969-12-31 23:59:59.999999'"),
          List.of(
              "uid",
              "uuid",
              "'00000000-0000-0000-0000-000000000001'",
              "'ffffffff-ffff-ffff-ffff-ffffffffffff'"));

  private final SqlDatabase database =
      SqlDatabases.open(
          DatabaseLocation.memory("index-only"), Map.of("memory", "64m", "statistics", "manual"));

  private final SqlSession session = database.connect();
  private final Client client = new Client(session);

  @BeforeAll
  void makeTables() {
    StringBuilder columns = new StringBuilder("part text, id int");
    COLUMNS.forEach(c -> columns.append(", ").append(c.get(0)).append(' ').append(c.get(1)));
    for (String table : List.of("indexed", "plain")) {
      run("create table " + table + " (" + columns + ", rest text, primary key (part, id))");
    }
    Random random = new Random(SEED);
    for (List<String> column : COLUMNS) {
      boolean isDescending = random.nextBoolean();
      run(
          "create index on_%s on indexed (%s%s)"
              .formatted(column.get(0), column.get(0), isDescending ? " desc" : ""));
    }
    run("create unique index on_pair on indexed (i4 desc, txt, id)");
    for (int id = 0; id < ROWS; id++) {
      StringBuilder row = new StringBuilder("('p" + id % 3 + "', " + id);
      for (List<String> column : COLUMNS) {
        boolean isNull = random.nextInt(6) == 0;
        row.append(", ")
            .append(isNull ? "null" : column.get(2 + random.nextInt(column.size() - 2)));
      }
      row.append(", rpad('', 1500, 'rows are long'))");
      run("insert into indexed values " + row);
      run("insert into plain values " + row);
    }
    run("analyze");
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  private String run(String statement) {
    String result = client.run(statement);
    assertThat(result).as("seed %s: %s", SEED, statement).doesNotContainPattern("^[0-9A-Z]{5}: ");
    return result;
  }

  private static List<String> columns() {
    return COLUMNS.stream().map(c -> c.get(0)).toList();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyValueComesBackAsItWentIn(String column) {
    compare("select id, %s, part from t order by 2, 1".formatted(column), column);
    compare("select %s, count(*), min(id) from t group by 1 order by 1".formatted(column), column);
    compare(
        "select %1$s from t where %1$s is null or id > 390 order by id".formatted(column), column);
    for (String value : COLUMNS.get(columns().indexOf(column)).subList(2, 4)) {
      compare(
          "select %1$s, id from t where %1$s = %2$s order by id".formatted(column, value), column);
      compare(
          "select id, %1$s from t where %1$s >= %2$s and mod(id, 2) = 0 order by 1"
              .formatted(column, value),
          column);
    }
    compare("select count(%s) from t".formatted(column), column);
  }

  @Test
  void twoColumnsOfAnIndexAndTheKey() {
    compare(
        "select txt, id, i4, part from t where i4 = 5 and txt > 'a' order by 1, 2, 3, 4", "pair");
    compare("select i4, txt, id from t order by i4 desc, txt, id limit 70", "pair");
    compare("select distinct part, txt from t order by 1, 2", "pair");
  }

  @Test
  void joinsLookIndexesUp() {
    String query =
        "select a.id, b.id, b.txt from t a left join t b on b.i4 = a.id"
            + " where a.part = 'p2' and a.id = 5 order by 2, 3";
    compare(query, "pair");
    assertThat(run("explain " + query.replace(" t ", " indexed "))).contains("Loop Left Join");
  }

  @Test
  void aWriterSeesWhatItHasWritten() {
    run("begin");
    run("update indexed set i4 = 77 where i4 = 5 and mod(id, 3) = 0");
    run("update plain set i4 = 77 where i4 = 5 and mod(id, 3) = 0");
    run("delete from indexed where i4 = -1");
    run("delete from plain where i4 = -1");
    compare("select i4, id from t where i4 > 0 order by 1, 2", "i4");
    compare("select i4, count(*) from t group by 1 order by 1", "i4");
    run("rollback");
    compare("select i4, id from t where i4 > 0 order by 1, 2", "i4");
  }

  /** Both answers are the same, and the first was given by an index alone if one can. */
  private void compare(String query, String column) {
    String indexed = query.replace(" t ", " indexed ").replaceFirst(" t$", " indexed");
    String plain = query.replace(" t ", " plain ").replaceFirst(" t$", " plain");
    assertThat(run(indexed)).as("seed %s: %s", SEED, query).isEqualTo(run(plain));
    String plan = run("explain " + indexed);
    if (INEXACT.contains(column)) {
      assertThat(plan).doesNotContain("Index Only Scan on indexed using on_" + column);
    } else {
      assertThat(plan).as(query).contains("Index Only Scan");
    }
  }
}
