package org.pydb.jdbc.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.pydb.engine.testkit.history.Anomaly;
import org.pydb.engine.testkit.history.History;
import org.pydb.engine.testkit.history.History.Run;
import org.pydb.engine.testkit.history.HistoryChecker;
import org.pydb.engine.testkit.history.Level;
import org.pydb.jdbc.testkit.Sql;

/**
 * Clients on a new database, and the history that they make. Lists and slots are used a few at a
 * time, and for a while: so they meet each other there, and no list gets long.
 */
final class HistoryRound {
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int APPENDS_A_LIST = 20;
  private static final int SLOTS_AT_ONCE = 8;
  private static final int LISTS_AT_ONCE = 3;

  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicLong versions = new AtomicLong();
  private final AtomicInteger appends = new AtomicInteger();
  private final AtomicInteger slots = new AtomicInteger();
  private final HistoryAccess access;
  private final History history;
  private final Run last;

  /** Plays a round. */
  HistoryRound(
      String url, Level level, HistoryAccess access, int clients, int transactions, Random random)
      throws Exception {
    this.access = access;
    try (Connection first = DriverManager.getConnection(url)) {
      HistoryTables.create(first, access);
      first.setTransactionIsolation(jdbcLevel(level));
      List<Run> all = new ArrayList<>();
      for (HistoryClient client : play(url, level, clients, transactions / clients, random)) {
        all.addAll(client.runs());
      }
      HistoryClient reader =
          new HistoryClient("the last", this, first, HistoryAccess.CHOSEN, random);
      last = reader.readAll();
      all.add(last);
      history = new History(all);
      String finding = Sql.text(first, "check database");
      if (!finding.equals("ok")) {
        throw new AssertionError("check database: " + finding);
      }
      Sql.run(first, "shutdown");
    }
  }

  /** How many anomalies a serializable round of few clients has. Called by reflection. */
  static int anomalies(String url, String access, long seed) throws Exception {
    HistoryRound round =
        new HistoryRound(
            url, Level.SERIALIZABLE, HistoryAccess.valueOf(access), 4, 500, new Random(seed));
    return round.judge(Level.SERIALIZABLE).size();
  }

  private List<HistoryClient> play(
      String url, Level level, int clients, int transactionsEach, Random random) throws Exception {
    List<Callable<HistoryClient>> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      String name = "client " + i;
      Random ofClient = new Random(random.nextLong());
      tasks.add(
          () -> {
            // Closed by whoever fails, or all others would wait for its locks.
            try (Connection connection = DriverManager.getConnection(url)) {
              connection.setTransactionIsolation(jdbcLevel(level));
              HistoryClient client = new HistoryClient(name, this, connection, access, ofClient);
              client.run(transactionsEach);
              return client;
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<HistoryClient> done = new ArrayList<>();
      for (Future<HistoryClient> task : threads.invokeAll(tasks)) {
        done.add(task.get());
      }
      return done;
    } finally {
      threads.shutdown();
    }
  }

  static int jdbcLevel(Level level) {
    return switch (level) {
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
    };
  }

  // ------------------------------------------------------------------ what came out

  /** What a level forbids and happened in this round. */
  List<Anomaly> judge(Level level) {
    return HistoryChecker.check(history, level, last);
  }

  int transactions() {
    return history.transactions().size();
  }

  long committed() {
    return history.transactions().stream().filter(Run::isCommitted).count();
  }

  // ------------------------------------------------------------------ what clients share

  int nextRun() {
    return runs.incrementAndGet();
  }

  long nextVersion() {
    return versions.incrementAndGet();
  }

  int someList(Random random) {
    return Math.min(
        appends.get() / APPENDS_A_LIST + random.nextInt(LISTS_AT_ONCE), HistoryTables.LISTS - 1);
  }

  int someListToAppend(Random random) {
    int list = someList(random);
    appends.incrementAndGet();
    return list;
  }

  int someSlot(Random random) {
    int first = Math.min(slots.getAndIncrement() / 40, HistoryTables.SLOTS - SLOTS_AT_ONCE);
    return first + random.nextInt(SLOTS_AT_ONCE);
  }
}
