package org.pydb.examples.benchmarks.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

/** pydb as it comes. */
record PydbPeer() implements Peer {

  @Override
  public String name() {
    return Peers.PYDB;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:pydb:" + directory.resolve("pydb") + "?memory=" + MEMORY_MEGABYTES + "m";
  }

  @Override
  public List<String> durability(Connection connection) {
    return List.of("as it comes; there is no weaker setting");
  }
}
