package org.pydb.calcite.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.exec.operator.PlanNode;

/**
 * One plan does not serve all values of a literal where some are a thousand times as common as
 * others: 99 of 100 orders are done, the open ones are looked for. And the end of a range makes no
 * plan of its own as long as it leaves about as much of the table.
 */
class SkewedLiteralsTest {
  private static final int ROWS = 20_000;

  private final SqlDatabase database =
      SqlDatabases.open(
          DatabaseLocation.memory("skewed"), Map.of("warm_up", "off", "statistics", "manual"));
  private final SqlSession session = database.connect();

  @BeforeEach
  void fill() {
    run(
        "create table orders (id int primary key, state varchar(10) not null, amount int not null)");
    run("create index orders_state on orders (state)");
    run("create index orders_amount on orders (amount)");
    StringBuilder rows = new StringBuilder("insert into orders values ");
    for (int i = 0; i < ROWS; i++) {
      String state = i % 100 != 0 ? "done" : i % 500 == 0 ? "open" : "held";
      rows.append(i == 0 ? "" : ", ").append("(%d, '%s', %d)".formatted(i, state, i));
    }
    run(rows.toString());
    run("analyze orders");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  @Test
  void aCommonValueHasAPlanOfItsOwn() {
    PlanNode open = plan("select id, amount from orders where state = 'open'");
    PlanNode done = plan("select id, amount from orders where state = 'done'");
    PlanNode held = plan("select id, amount from orders where state = 'held'");
    assertThat(open.getClass().getSimpleName()).isEqualTo("IndexScanNode");
    assertThat(done.getClass()).isNotEqualTo(open.getClass());
    assertThat(held.getClass()).isEqualTo(open.getClass());
    assertThat(plan("select id, amount from orders where state = 'done'")).isSameAs(done);
  }

  @Test
  void rowsAreThoseOfTheValue() {
    for (String state : List.of("open", "done", "held", "none", "done", "open")) {
      assertThat(count("select id, amount from orders where state = '" + state + "'"))
          .as(state)
          .isEqualTo(
              switch (state) {
                case "done" -> ROWS - ROWS / 100;
                case "open" -> ROWS / 500;
                case "held" -> ROWS / 100 - ROWS / 500;
                default -> 0;
              });
    }
  }

  @Test
  void endsOfRangesShareAPlanThatFits() {
    PlanNode last = plan("select id, state from orders where amount >= 19980");
    assertThat(last.getClass().getSimpleName()).isEqualTo("IndexScanNode");
    assertThat(plan("select id, state from orders where amount >= 19981")).isSameAs(last);
    PlanNode all = plan("select id, state from orders where amount >= 10");
    assertThat(all.getClass()).isNotEqualTo(last.getClass());
    assertThat(plan("select id, state from orders where amount >= 11")).isSameAs(all);
    assertThat(count("select id, state from orders where amount >= 19990")).isEqualTo(10);
    assertThat(count("select id, state from orders where amount >= 20")).isEqualTo(ROWS - 20);
  }

  @Test
  void bothEndsOfARangeAreLookedAtTogether() {
    PlanNode narrow = plan("select id, state from orders where amount > 10000 and amount <= 10020");
    PlanNode wide = plan("select id, state from orders where amount > 2000 and amount <= 19000");
    assertThat(narrow.getClass().getSimpleName()).isEqualTo("IndexScanNode");
    assertThat(wide.getClass()).isNotEqualTo(narrow.getClass());
    assertThat(plan("select id, state from orders where amount > 5000 and amount <= 5020"))
        .isSameAs(narrow);
    assertThat(count("select id, state from orders where amount > 7 and amount <= 12"))
        .isEqualTo(5);
    assertThat(count("select id, state from orders where amount > 12 and amount <= 7")).isZero();
  }

  private PlanNode plan(String sql) {
    return ((SessionStatement) session.prepare(sql)).planned().plan();
  }

  private int count(String sql) {
    int count = 0;
    try (SqlResult rows = session.prepare(sql).execute(ParameterValues.NONE, 0)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  private void run(String sql) {
    session.prepare(sql).execute(ParameterValues.NONE, 0).close();
  }
}
