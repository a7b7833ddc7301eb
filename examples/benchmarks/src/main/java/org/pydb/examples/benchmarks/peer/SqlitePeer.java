package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQLite by sqlite-jdbc, with a write-ahead log that is synced at each commit. */
record SqlitePeer() implements Peer {

  @Override
  public String name() {
    return Peers.SQLITE;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:sqlite:" + directory.resolve("sqlite.db");
  }

  @Override
  public List<String> atConnect() {
    return List.of(
        "pragma journal_mode=wal",
        "pragma synchronous=full",
        "pragma busy_timeout=60000",
        "pragma cache_size=-" + MEMORY_MEGABYTES * 1024);
  }

  @Override
  public List<String> durability(Connection connection) throws SQLException {
    List<String> settings = new ArrayList<>();
    for (String pragma : List.of("journal_mode", "synchronous")) {
      for (String value : Connections.settings(connection, "pragma " + pragma)) {
        settings.add(pragma + "=" + value);
      }
    }
    return settings;
  }
}
