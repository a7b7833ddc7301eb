package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** {@code plan=bridge} makes Calcite's operators run what pydb's own would run. */
class PlanPropertyTest {

  @Test
  void bridgedQueriesGiveTheSame() throws SQLException {
    assertThat(planAndSum("jdbc:pydb:mem:planned")).isEqualTo("Aggregate 0.000003");
    assertThat(planAndSum("jdbc:pydb:mem:bridged?plan=bridge"))
        .isEqualTo("Bridged Aggregate 0.000003");
  }

  private static String planAndSum(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (id integer primary key, v numeric(30, 6))");
      statement.execute("insert into t values (1, 0.000001), (2, 0.000002)");
      String query = "select sum(v) from t";
      String plan = first(statement, "explain " + query);
      return plan.replaceFirst(" \\(rows=.*", "") + " " + first(statement, query);
    }
  }

  private static String first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
