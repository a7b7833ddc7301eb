package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** DuckDB, if its driver is on the class path (profile {@code duckdb}): 80 MB of native code. */
record DuckdbPeer() implements Peer {

  @Override
  public String name() {
    return "DuckDB";
  }

  @Override
  public String url(Path directory) {
    return "jdbc:duckdb:" + directory.resolve("duckdb.db");
  }

  @Override
  public int rowsPerInsert() {
    return 100;
  }

  @Override
  public List<String> durability(Connection connection) throws SQLException {
    return Connections.settings(
        connection,
        "select name, value from duckdb_settings() where name in ('threads', 'wal_autocheckpoint')");
  }
}
