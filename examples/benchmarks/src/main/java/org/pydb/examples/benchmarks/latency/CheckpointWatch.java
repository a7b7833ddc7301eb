package org.pydb.examples.benchmarks.latency;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * Counts the checkpoints of a database from outside: looks at its files a hundred times a second,
 * in a thread of its own. Used by one thread.
 */
final class CheckpointWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 10;

  private final PeerDatabase database;
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Integer> count;

  private CheckpointWatch(PeerDatabase database) {
    this.database = database;
    count = thread.submit(this::count);
  }

  /** Begins to count. */
  static CheckpointWatch begin(PeerDatabase database) {
    return new CheckpointWatch(database);
  }

  /** Ends, and gives how many there were. */
  int end() throws Exception {
    end.countDown();
    return count.get();
  }

  private int count() throws IOException, InterruptedException {
    int changes = 0;
    long last = mark();
    boolean isOver = false;
    while (!isOver) {
      isOver = end.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
      long now = mark();
      changes += now == last ? 0 : 1;
      last = now;
    }
    return changes;
  }

  private long mark() throws IOException {
    return database.peer().checkpointMark(database.directory());
  }

  @Override
  public void close() {
    end.countDown();
    thread.shutdown();
  }
}
