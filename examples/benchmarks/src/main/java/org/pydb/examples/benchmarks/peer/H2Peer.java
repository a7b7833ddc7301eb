package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * H2. Its commits are never synced: {@code WRITE_DELAY=0} hands them to the operating system at
 * once, and no setting does more. Only {@code CHECKPOINT SYNC}, as a statement of its own after the
 * commit, makes them durable.
 *
 * <p>A query that H2 has in its cache of queries is not asked again while nothing has changed: its
 * last answer is handed out. Remembering answers is not what is measured, so that cache is off.
 *
 * @param isSynced whether that statement follows each commit
 */
record H2Peer(boolean isSynced) implements Peer {

  @Override
  public String name() {
    return isSynced ? "H2 + checkpoint sync" : "H2, not synced";
  }

  @Override
  public String url(Path directory) {
    return "jdbc:h2:file:"
        + directory.resolve("h2")
        + ";WRITE_DELAY=0;QUERY_CACHE_SIZE=0;OPTIMIZE_REUSE_RESULTS=FALSE;CACHE_SIZE="
        + MEMORY_MEGABYTES * 1024;
  }

  @Override
  public String analyze(String table) {
    return "analyze table " + table;
  }

  @Override
  public void afterCommit(Connection connection) throws SQLException {
    if (isSynced) {
      Connections.execute(connection, List.of("checkpoint sync"));
    }
  }

  @Override
  public List<String> durability(Connection connection) throws SQLException {
    return Connections.settings(
        connection,
        "select distinct setting_name, setting_value from information_schema.settings"
            + " where setting_name in ('WRITE_DELAY', 'CACHE_SIZE')");
  }
}
