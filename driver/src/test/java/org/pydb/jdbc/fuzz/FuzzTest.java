package org.pydb.jdbc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.PostgresServer;

/**
 * Random queries and changes on random schemas, the same for pydb and others. The build asks a few,
 * always the same, of H2 and SQLite; {@code mvn -P fuzz -pl driver -am test} asks a million of a
 * PostgreSQL that it starts, and of DuckDB as well.
 */
class FuzzTest {
  /** After so many queries everything has been used often enough. */
  private static final int QUERIES_FOR_ALL = 1_000_000;

  private static final Path REPORT = Path.of("target", "fuzz-report.txt");

  private static final int QUERIES = Integer.getInteger("fuzz.queries", 400);
  private static final long SEED = Long.getLong("fuzz.seed", 4);

  /** The only round that runs; all if it is below 0. */
  private static final int ROUND = Integer.getInteger("fuzz.round", -1);

  private static final int THREADS = Integer.getInteger("fuzz.threads", 1);
  private static final boolean HAS_POSTGRES = Boolean.getBoolean("fuzz.postgres");

  /** Most are others' forms with other values, where PostgreSQL is there. */
  private static final int QUERIES_A_ROUND = HAS_POSTGRES ? 1000 : 200;

  /** So many minutes after the start no round begins any more; at 0 all rounds run. */
  private static final int MINUTES = Integer.getInteger("fuzz.minutes", 0);

  private final Report report = new Report();
  private final Progress progress = new Progress(report);
  private final AtomicInteger next = new AtomicInteger(Math.max(0, ROUND));

  @Test
  void answersAreThoseOfOtherDatabases() throws Exception {
    try (PostgresServer server = HAS_POSTGRES ? PostgresServer.start() : null) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        running.add(threads.submit(() -> run(thread, server)));
      }
      threads.shutdown();
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      Files.createDirectories(REPORT.getParent());
      Files.writeString(REPORT, report + "\n" + String.join("\n", report.told()));
      System.out.println("fuzz, seed " + SEED + ": " + report.summary());
    }
    assertThat(report.told()).as("seed %d, report in %s", SEED, REPORT).isEmpty();
    assertThat(report.figure("queries that succeeded"))
        .isGreaterThanOrEqualTo(report.figure("queries") * 8 / 10);
    if (report.figure("queries") >= QUERIES_FOR_ALL) {
      assertThat(report.rare()).as("used fewer than %d times", Report.LEAST).isEmpty();
    }
  }

  private @Nullable Void run(int thread, @Nullable PostgresServer server)
      throws SQLException, IOException {
    int rounds = ROUND >= 0 ? ROUND + 1 : (QUERIES + QUERIES_A_ROUND - 1) / QUERIES_A_ROUND;
    try (Databases databases = Databases.open(thread, server)) {
      for (int round; (round = next.getAndIncrement()) < rounds && !isOver(); ) {
        new Round(databases, report, SEED, round).run(Math.min(QUERIES, QUERIES_A_ROUND));
        progress.tell();
      }
    }
    return null;
  }

  private boolean isOver() {
    return MINUTES > 0 && progress.seconds() > 60L * MINUTES;
  }
}
