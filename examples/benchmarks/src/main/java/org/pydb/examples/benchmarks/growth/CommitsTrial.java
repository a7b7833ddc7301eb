package org.pydb.examples.benchmarks.growth;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/** Commits one row after the other, and counts what all threads allocate for it on the heap. */
final class CommitsTrial {
  private static final int ROWS = 10_000;
  private static final int WARM_UPS = 10_000;
  private static final int COMMITS = 5_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CommitsTrial() {}

  static TextTable table() {
    return new TextTable("one row a commit", "heap, bytes an update", "of them by the caller");
  }

  static void run(Peer peer, Path databases, TextTable table) throws SQLException {
    try (PeerDatabase database = PeerDatabase.create(peer, databases)) {
      Accounts.create(database.connection(), ROWS);
      try (PreparedStatement update =
          database.connection().prepareStatement("update account set balance = ? where id = ?")) {
        Random random = new Random(7);
        update(update, random, WARM_UPS);
        long all = allocated();
        long own = THREADS.getCurrentThreadAllocatedBytes();
        update(update, random, COMMITS);
        own = THREADS.getCurrentThreadAllocatedBytes() - own;
        all = allocated() - all;
        table.add(
            peer.name(),
            Numbers.format((double) all / COMMITS),
            Numbers.format((double) own / COMMITS));
      }
    }
  }

  private static void update(PreparedStatement update, Random random, int count)
      throws SQLException {
    for (int i = 0; i < count; i++) {
      update.setInt(1, i);
      update.setLong(2, random.nextInt(ROWS));
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("an account is not there");
      }
    }
  }

  /** What threads that are alive have allocated. */
  private static long allocated() {
    long bytes = 0;
    for (long thread : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      bytes += Math.max(0, thread);
    }
    return bytes;
  }
}
