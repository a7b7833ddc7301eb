package org.pydb.examples.benchmarks.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * Counts system calls of child processes that commit: one with few commits, one with many. What the
 * second has more is what commits do.
 */
public final class SyncCount {
  private static final int FEW = 200;
  private static final int MANY = 1_200;

  private final Path parent;

  private SyncCount(Path parent) {
    this.parent = parent;
  }

  /** Counts for pydb and its peers, where there is {@code strace}. */
  public static void run(Path parent, Report report) throws Exception {
    TextTable table = new TextTable("1,000 commits make", "syncs", "writes");
    SyncCount count = new SyncCount(parent);
    for (Peer peer : Peers.forWriting()) {
      Trace few = count.trace(peer, FEW);
      Trace many = count.trace(peer, MANY);
      table.add(
          peer.name(),
          String.valueOf(many.syncs() - few.syncs()),
          String.valueOf(many.writes() - few.writes()));
    }
    report.show(table);
    report.publish("syncs", table.markdown());
  }

  private Trace trace(Peer peer, int rows) throws IOException, InterruptedException {
    Path directory = Directories.create(parent, "sync-");
    try {
      Path trace = directory.resolve("strace.txt");
      Path databases = directory.resolve("databases");
      Process process =
          new ProcessBuilder(command(peer, rows, trace, databases)).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IOException("the process that commits to " + peer.name() + " failed");
      }
      return Trace.read(trace, databases);
    } finally {
      Directories.remove(directory);
    }
  }

  private static List<String> command(Peer peer, int rows, Path trace, Path databases) {
    return List.of(
        "strace",
        "-f",
        "-y",
        "-s",
        "0",
        "-e",
        "trace=" + Trace.CALLS,
        "-o",
        trace.toString(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        CommittingChild.class.getName(),
        peer.name(),
        String.valueOf(rows),
        databases.toString());
  }
}
