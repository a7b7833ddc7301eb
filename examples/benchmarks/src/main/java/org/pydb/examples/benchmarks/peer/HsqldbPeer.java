package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** HSQLDB with tables on disk, a sync at each commit, and rows instead of whole tables locked. */
record HsqldbPeer() implements Peer {

  @Override
  public String name() {
    return "HSQLDB";
  }

  @Override
  public String url(Path directory) {
    return "jdbc:hsqldb:file:"
        + directory.resolve("hsqldb")
        + ";hsqldb.write_delay=false;hsqldb.default_table_type=cached;hsqldb.tx=mvcc"
        + ";hsqldb.cache_rows=1000000;hsqldb.cache_size="
        + MEMORY_MEGABYTES * 1024;
  }

  @Override
  public List<String> durability(Connection connection) throws SQLException {
    return Connections.settings(
        connection,
        "select property_name, property_value from information_schema.system_properties"
            + " where property_name in ('hsqldb.write_delay_millis', 'hsqldb.default_table_type',"
            + " 'hsqldb.tx')");
  }

  @Override
  public String analyze(String table) {
    return "";
  }

  @Override
  public void shutDown(Path directory) throws SQLException {
    try (Connection connection = Connections.open(this, directory)) {
      Connections.execute(connection, List.of("shutdown"));
    }
  }
}
