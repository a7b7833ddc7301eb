package org.pydb.examples.benchmarks.recovery;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/**
 * Fills a database, lets a process update it at random until the log is so long that a checkpoint
 * begins, kills that, and opens what it left: how long until the first row is read? The same with
 * the database as it was closed, for what opening takes anyway.
 */
public final class RecoveryRun {
  private static final int RUNS = 3;

  /** When pydb begins a checkpoint: at a share of the data, within bounds. */
  private static final int CHECKPOINT_SHARE = 8;

  private static final long CHECKPOINT_MIN = 4L << 20;
  private static final long CHECKPOINT_MAX = 64L << 20;

  /** The log's file is so much longer: what is kept ready ahead of need. */
  private static final long AHEAD = 2L << 20;

  private final Path databases;
  private final int rows;
  private final Report report;
  private final TextTable table =
      new TextTable("", "data, MB", "log, MB", "rows updated in it", "warm, s", "cold, s");

  private RecoveryRun(Path databases, int rows, Report report) {
    this.databases = databases;
    this.rows = rows;
    this.report = report;
  }

  /**
   * Runs, and reports.
   *
   * @param databases where databases are made, below that
   * @param megabytes of what an application puts into a database
   */
  public static void run(Path databases, int megabytes, Report report) throws Exception {
    int rows = (int) (megabytes * 1_000_000L / Accounts.ROW_BYTES);
    new RecoveryRun(databases, rows, report).run();
  }

  private void run() throws Exception {
    String machine = null;
    for (Peer peer : List.of(Peers.pydb(), Peers.sqlite())) {
      Path directory = Directories.create(databases, "recovery-");
      try {
        machine = machine == null ? Machine.describe(directory) : machine;
        measure(peer, directory);
      } finally {
        Directories.remove(directory);
      }
    }
    report.show(table);
    report.publish(
        "recovery",
        String.format(
                Locale.ROOT, "Taken on: %s; %,d rows, medians of %d.%n%n", machine, rows, RUNS)
            + table.markdown());
  }

  private void measure(Peer peer, Path directory) throws Exception {
    report.say(peer.name() + ": " + rows + " rows are being made …");
    fill(peer, directory);
    addRow(peer, "closed", directory, 0);
    long logBytes = logBytes(Sizes.of(directory).dataBytes());
    report.say(peer.name() + ": rows are being updated …");
    long updates = Child.run(CrashingChild.class, peer.name(), directory, rows, logBytes);
    addRow(peer, "killed", directory, updates);
  }

  private void fill(Peer peer, Path directory) throws SQLException {
    PeerDatabase database = PeerDatabase.open(peer, directory);
    try {
      Accounts.create(database.connection(), rows);
    } finally {
      database.closeFiles();
    }
  }

  private static long logBytes(long dataBytes) {
    long share = dataBytes / CHECKPOINT_SHARE;
    return Math.max(CHECKPOINT_MIN, Math.min(CHECKPOINT_MAX, share)) + AHEAD;
  }

  private void addRow(Peer peer, String state, Path directory, long updates) throws Exception {
    Sizes sizes = Sizes.of(directory);
    report.say(peer.name() + ", " + state + ": is being opened …");
    table.add(
        peer.name() + ", " + state,
        Numbers.megabytes(sizes.dataBytes()),
        Numbers.megabytes(sizes.logBytes()),
        String.format(Locale.ROOT, "%,d", updates),
        seconds(peer, directory, false),
        seconds(peer, directory, true));
  }

  /** The median of some openings, each of a copy, so that all find the same. */
  private String seconds(Peer peer, Path directory, boolean cold) throws Exception {
    double[] seconds = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      Path copy = Directories.create(databases, "recovery-copy-");
      try {
        PageCache.copy(directory, copy);
        if (cold && !PageCache.drop(copy)) {
          return "cannot be had";
        }
        seconds[i] = Child.run(OpeningChild.class, peer.name(), copy) / 1e9;
      } finally {
        Directories.remove(copy);
      }
    }
    Arrays.sort(seconds);
    return Numbers.format(seconds[RUNS / 2]);
  }
}
