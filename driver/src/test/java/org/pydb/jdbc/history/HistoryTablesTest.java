package org.pydb.jdbc.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** That histories are made by all the ways to read a table: else they would prove nothing. */
class HistoryTablesTest {

  @Test
  void rowsAreReadInAllWays() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      HistoryTables.create(connection);
      HistoryAccess.CHOSEN.use(connection);
      assertThat(plan(connection, HistoryTables.REGISTER_QUERIES.get(0)))
          .contains("Index Scan on register using register_pkey");
      assertThat(plan(connection, HistoryTables.REGISTER_QUERIES.get(1)))
          .contains("Index Only Scan on register using register_spot");
      assertThat(plan(connection, HistoryTables.LIST_QUERIES.get(1))).contains("Loop Join");
      assertThat(plan(connection, HistoryTables.SLOT_QUERY)).contains("Index Only Scan on slot");
    }
  }

  private static String plan(Connection connection, String query) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement explain = connection.prepareStatement("explain " + query)) {
      for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
        explain.setInt(i, 1);
      }
      try (ResultSet lines = explain.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
