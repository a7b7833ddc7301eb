package org.pydb.calcite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlSession;

/**
 * Large tables that come in the order of what they are joined by are merged. Twins of the tables
 * that have no keys are not, and give the same rows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergeJoinPlansTest {
  private static final int ROWS = 3_000;

  private final SqlDatabase database =
      SqlDatabases.open(
          DatabaseLocation.memory("merge-joins"), Map.of("memory", "64m", "statistics", "manual"));

  private final SqlSession session = database.connect();
  private final Client client = new Client(session);

  @BeforeAll
  void makeTables() {
    run("create table orders (id int primary key, code varchar(20), big bigint)");
    run("create table orders_plain (id int, code varchar(20), big bigint)");
    run("create table line (oid int, no int, code varchar(20), q int, primary key (oid, no))");
    run("create table line_plain (oid int, no int, code varchar(20), q int)");
    for (int from = 0; from < ROWS; from += 500) {
      StringBuilder orders = new StringBuilder();
      StringBuilder lines = new StringBuilder();
      for (int i = from; i < from + 500; i++) {
        String comma = i == from ? "" : ", ";
        orders.append(comma).append("(%d, 'c%d', %d)".formatted(i * 2, i % 700, i));
        lines.append(comma).append("(%d, %d, 'c%d', %d)".formatted(i / 3 * 3, i % 3, i % 900, i));
      }
      for (String suffix : List.of("", "_plain")) {
        run("insert into orders" + suffix + " values " + orders);
        run("insert into line" + suffix + " values " + lines);
      }
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
    assertThat(result).as(statement).doesNotContainPattern("^[0-9A-Z]{5}: ");
    return result;
  }

  @Test
  void tablesAreMergedByTheirPrimaryKeys() {
    compare("select o.code, l.q from orders o join line l on l.oid = o.id order by 1, 2", "Join");
    compare(
        "select o.id, l.no, l.q from orders o left join line l on l.oid = o.id order by 1, 2",
        "Left Join");
    compare(
        "select o.id, l.no, l.q from orders o right join line l on l.oid = o.id order by 3",
        "Left Join");
    compare(
        "select id from orders o where exists (select 1 from line l where l.oid = o.id) order by 1",
        "Semi Join");
    compare(
        "select id from orders o where not exists"
            + " (select 1 from line l where l.oid = o.id and l.q > o.big + 100) order by 1",
        "Anti Join");
    compare(
        "select o.id, l.q from orders o left join line l on l.oid = o.id and l.q > o.big + 800"
            + " order by 1, 2",
        "Left Join");
    compare(
        "select a.q, b.q from line a join line b on b.no = a.no and a.oid = b.oid order by 1",
        "Join");
  }

  @Test
  void noSortIsNeededAboveForTheOrderOfTheKey() {
    String query =
        "select o.id, o.code, p.big from orders o join orders p on p.id = o.id order by o.id";
    compare(query, "Join");
    assertThat(run("explain " + query)).doesNotContain("Sort");
    assertThat(run("explain " + query + " desc")).contains("Sort");
  }

  /** What has another type may have another order; and not every column leads an order. */
  @Test
  void columnsOfDifferentTypesAreNotMerged() {
    assertThat(run("explain select o.code from orders o join line l on l.oid = o.big"))
        .doesNotContain("Merge");
    assertThat(run("explain select o.code from orders o join line l on l.oid = o.id + 1"))
        .doesNotContain("Merge");
    assertThat(run("explain select o.code from orders o join line l on l.no = o.id"))
        .doesNotContain("Merge");
  }

  @Test
  void explainTellsInAllForms() {
    String query = "select o.code, l.q from orders o join line l on l.oid = o.id";
    assertThat(run("explain (format json) " + query)).contains("\"Merge Join\"");
    assertThat(run("explain (format dot) " + query)).contains("Merge Join");
    assertThat(run("explain analyze " + query)).contains("Merge Join");
  }

  /** Each of two transactions changes a row that the other one has merged: only one may commit. */
  @Test
  void whatIsMergedCountsAsRead() {
    String merge = "select o.id, l.no, l.q from orders o join line l on l.oid = o.id";
    assertThat(run("explain " + merge)).contains("Merge Join");
    try (SqlSession second = database.connect()) {
      Client other = new Client(second);
      run("begin isolation level serializable");
      assertThat(other.run("begin isolation level serializable")).isEqualTo("ok");
      assertThat(other.run(merge)).isEqualTo(run(merge));
      assertThat(run("update line set code = 'x' where oid = 600 and no = 1")).isEqualTo("1 rows");
      assertThat(other.run("update line set code = 'y' where oid = 0 and no = 1"))
          .isEqualTo("1 rows");
      run("commit");
      assertThat(other.run("commit")).startsWith("40001");
      other.run("rollback");
    }
  }

  private void compare(String query, String join) {
    String plain = query.replace("orders", "orders_plain").replace("line", "line_plain");
    assertThat(run("explain " + query)).contains("Merge " + join);
    assertThat(run("explain " + plain)).doesNotContain("Merge");
    assertThat(run(query)).as(query).isEqualTo(run(plain));
  }
}
