package org.pydb.jdbc.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That histories are made by all the ways to read a table: else they would prove nothing. */
class HistoryTablesTest {

  @Test
  void rowsAreReadInAllWays() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      HistoryTables.create(connection, HistoryAccess.CHOSEN);
      HistoryAccess.CHOSEN.use(connection);
      assertThat(plan(connection, "explain", HistoryTables.REGISTER_QUERIES.get(0)))
          .contains("Index Scan on register using register_pkey");
      assertThat(plan(connection, "explain", HistoryTables.REGISTER_QUERIES.get(1)))
          .contains("Index Only Scan on register using register_spot");
      assertThat(plan(connection, "explain", HistoryTables.LIST_QUERIES.get(1)))
          .contains("Loop Join");
      assertThat(plan(connection, "explain", HistoryTables.SLOT_QUERY))
          .contains("Index Only Scan on slot");
    }
  }

  @Test
  void severalThreadsReadTables() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      HistoryTables.create(connection, HistoryAccess.PARALLEL);
      HistoryAccess.PARALLEL.use(connection);
      List<String> queries = new ArrayList<>(HistoryTables.REGISTER_QUERIES_OF_THREADS);
      queries.add(HistoryTables.SLOT_QUERY_OF_THREADS);
      for (String query : queries) {
        assertThat(plan(connection, "explain analyze", query)).as(query).contains("threads=3");
      }
    }
  }

  private static String plan(Connection connection, String explain, String query)
      throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement statement = connection.prepareStatement(explain + " " + query)) {
      for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
        statement.setInt(i, 1);
      }
      try (ResultSet lines = statement.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
