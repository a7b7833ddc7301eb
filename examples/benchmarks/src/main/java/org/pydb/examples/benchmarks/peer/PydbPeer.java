package org.pydb.examples.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

/** pydb as it comes. */
record PydbPeer() implements Peer {

  /** Where the numbers of the last two checkpoints stand: see the file format. */
  private static final long[] CHECKPOINT_NUMBERS = {8192 + 72, 2 * 8192 + 72};

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

  @Override
  public long checkpointMark(Path directory) throws IOException {
    Path file = directory.resolve("pydb.pydb");
    return Math.max(
        Marks.read(file, CHECKPOINT_NUMBERS[0]), Marks.read(file, CHECKPOINT_NUMBERS[1]));
  }
}
