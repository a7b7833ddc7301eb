package org.pydb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Aggregates that keep the rows of their groups cannot spill them: they take no more than the
 * database may have, and say so.
 */
class GatheredRowsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array_agg(x)",
        "jsonb_agg(x)",
        "json_object_agg(x, x)",
        "string_agg(x::text, ',' order by x desc)"
      })
  void rowsBeyondMemoryAreRefused(String aggregate) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:?memory=16MB");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> length(statement, aggregate, 1_000_000))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53200"));
      assertThat(length(statement, aggregate, 1000)).isGreaterThan(1000);
    }
  }

  private static int length(Statement statement, String aggregate, int rows) throws SQLException {
    String sql =
        "select length(" + aggregate + "::text) from generate_series(1, " + rows + ") as s (x)";
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }
}
