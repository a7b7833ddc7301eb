package org.pydb.examples.benchmarks.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Numbers;
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
    TextTable table = new TextTable("", "syncs a commit", "writes a commit");
    SyncCount count = new SyncCount(parent);
    for (Peer peer : Peers.forWriting()) {
      Trace few = count.trace(peer, FEW);
      Trace many = count.trace(peer, MANY);
      table.add(
          peer.name(),
          Numbers.format((many.syncs() - few.syncs()) / (double) (MANY - FEW)),
          Numbers.format((many.writes() - few.writes()) / (double) (MANY - FEW)));
    }
    report.show(table);
    report.publish("syncs", table.markdown());
  }

  private Trace trace(Peer peer, int rows) throws IOException, InterruptedException {
    Files.createDirectories(parent);
    Path directory = Files.createTempDirectory(parent, "sync-").toRealPath();
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
      remove(directory);
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

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
