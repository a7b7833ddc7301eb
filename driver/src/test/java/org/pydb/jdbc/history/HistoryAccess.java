package org.pydb.jdbc.history;

import java.sql.Connection;
import java.sql.SQLException;
import org.pydb.jdbc.testkit.Sql;

/** How a client's statements are planned, and so by which ways they read tables. */
enum HistoryAccess {
  /** As the planner likes. */
  CHOSEN("none"),
  /** So, in tables that are kept by other engines than the B+tree. */
  OTHER_ENGINES("none"),
  /** By several threads. */
  PARALLEL("index_only_scans, lookup_joins"),
  /** By indexes that hold all that is wanted. */
  INDEX_ONLY("table_scans, index_scans"),
  /** By the rows that indexes lead to. */
  INDEX("table_scans, index_only_scans"),
  LOOKUP_JOINS("hash_joins, merge_joins, loop_joins"),
  HASH_JOINS("merge_joins, lookup_joins, loop_joins"),
  MERGE_JOINS("hash_joins, lookup_joins, loop_joins"),
  LOOP_JOINS("hash_joins, merge_joins, lookup_joins"),
  /** From the beginning to the end. */
  WHOLE_TABLES("scan_filters, index_scans, index_only_scans");

  private final String rulesOff;

  HistoryAccess(String rulesOff) {
    this.rulesOff = rulesOff;
  }

  /** Has statements that are prepared from now on planned so. */
  void use(Connection connection) throws SQLException {
    Sql.run(connection, "set plan_rules_off = '" + rulesOff + "'");
    Sql.run(connection, "set parallelism = " + (this == PARALLEL ? 3 : 1));
    Sql.run(connection, "set parallel_rows_min = 0");
  }
}
