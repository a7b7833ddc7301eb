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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** By each access, each query that can be planned for it is. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CHOSEN", "OTHER_ENGINES"})
  void plansAreThoseOfTheAccess(HistoryAccess access) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:mem:")) {
      HistoryTables.create(connection, access);
      access.use(connection);
      for (String query : queries(access)) {
        assertThat(plan(connection, "explain analyze", query)).as(query).contains(step(access));
      }
    }
  }

  private static List<String> queries(HistoryAccess access) {
    List<String> registers = HistoryTables.REGISTER_QUERIES;
    List<String> lists = HistoryTables.LIST_QUERIES;
    List<String> chosen = new ArrayList<>();
    switch (access) {
      case PARALLEL -> {
        chosen.addAll(HistoryTables.REGISTER_QUERIES_OF_THREADS);
        chosen.add(HistoryTables.SLOT_QUERY_OF_THREADS);
      }
      case INDEX_ONLY -> {
        chosen.addAll(registers);
        chosen.add(HistoryTables.SLOT_QUERY);
      }
      case INDEX -> chosen.addAll(registers.subList(0, 2));
      case WHOLE_TABLES -> {
        chosen.addAll(registers);
        chosen.add(lists.get(0));
        chosen.add(HistoryTables.SLOT_QUERY);
      }
      case MERGE_JOINS -> {
        chosen.add(registers.get(2));
        chosen.add(lists.get(2));
      }
      default -> {
        chosen.add(registers.get(2));
        chosen.addAll(lists.subList(1, 3));
      }
    }
    return chosen;
  }

  private static String step(HistoryAccess access) {
    return switch (access) {
      case PARALLEL -> "threads=3";
      case INDEX_ONLY -> "Index Only Scan on ";
      case INDEX -> "Index Scan on register using register_";
      case LOOKUP_JOINS -> "Loop Join";
      case HASH_JOINS -> "Hash Join";
      case MERGE_JOINS -> "Merge Join";
      case LOOP_JOINS -> "Nested Loop";
      case WHOLE_TABLES -> "-> Scan on ";
      default -> throw new IllegalArgumentException(access.toString());
    };
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
