package org.pydb.examples.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQLite by sqlite-jdbc, with a write-ahead log that is synced at each commit. */
record SqlitePeer() implements Peer {

  /** In the header of its log: how often that began anew. */
  private static final long CHECKPOINT_SEQUENCE = 12;

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

  @Override
  public String firstRows(int count) {
    return "limit " + count;
  }

  @Override
  public List<String> holdCheckpoints() {
    return List.of("pragma wal_autocheckpoint=0");
  }

  @Override
  public long checkpointMark(Path directory) throws IOException {
    return Marks.read(directory.resolve("sqlite.db-wal"), CHECKPOINT_SEQUENCE);
  }
}
