package org.pydb.examples.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Derby. Its log is opened for synchronous writes unless {@code derby.system.durability=test}. */
record DerbyPeer() implements Peer {

  private static final String DURABILITY = "derby.system.durability";

  /** In the control file of its log: the position of the last checkpoint. */
  private static final long CHECKPOINT_POSITION = 8;

  @Override
  public String name() {
    return "Derby";
  }

  @Override
  public String url(Path directory) {
    System.setProperty("derby.stream.error.file", directory.resolveSibling("derby.log").toString());
    System.setProperty("derby.storage.pageSize", "8192");
    System.setProperty("derby.storage.pageCacheSize", String.valueOf(MEMORY_MEGABYTES * 1024 / 8));
    return "jdbc:derby:" + directory.resolve("derby") + ";create=true";
  }

  @Override
  public List<String> durability(Connection connection) {
    return List.of(DURABILITY + "=" + System.getProperty(DURABILITY, "(not set: durable)"));
  }

  @Override
  public long checkpointMark(Path directory) throws IOException {
    return Marks.read(directory.resolve("derby/log/log.ctrl"), CHECKPOINT_POSITION);
  }

  @Override
  public String analyze(String table) {
    return "call syscs_util.syscs_update_statistics('APP', '" + table + "', null)";
  }

  @Override
  public void shutDown(Path directory) throws SQLException {
    try {
      DriverManager.getConnection("jdbc:derby:" + directory.resolve("derby") + ";shutdown=true")
          .close();
    } catch (SQLException e) {
      if (!"08006".equals(e.getSQLState())) { // the state that says that it worked
        throw e;
      }
    }
  }
}
