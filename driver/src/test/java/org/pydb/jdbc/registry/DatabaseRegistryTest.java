package org.pydb.jdbc.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.engine.testkit.Seeds;
import org.pydb.jdbc.url.DatabaseUrl;

/** One file is one database, open while somebody has a share in it, and never open twice. */
class DatabaseRegistryTest {

  @TempDir Path directory;

  private final FakeFiles files = new FakeFiles();
  private final List<Runnable> timers = new ArrayList<>();
  private final DatabaseRegistry registry =
      new DatabaseRegistry(files, (after, task) -> timers.add(task));

  @BeforeEach
  void realDirectory() throws Exception {
    directory = directory.toRealPath();
  }

  @Test
  void opensWithTheFirstAndClosesWithTheLast() throws SQLException {
    DatabaseLease first = acquire("shop");
    DatabaseLease second = acquire("shop.pydb");
    assertThat(second.database()).isSameAs(first.database());
    assertThat(files.opened()).containsExactly(directory.resolve("shop.pydb"));
    first.close();
    first.close();
    assertThat(files.openNow()).isEqualTo(1);
    second.close();
    assertThat(files.openNow()).isZero();
    assertThat(registry.size()).isZero();
  }

  @Test
  void allPathsToAFileNameOneDatabase() throws Exception {
    Files.createFile(directory.resolve("shop.pydb"));
    Files.createDirectory(directory.resolve("below"));
    Files.createSymbolicLink(directory.resolve("link"), directory);
    Files.createSymbolicLink(directory.resolve("store.pydb"), Path.of("shop.pydb"));
    for (String path : List.of("shop", "below/../shop", "link/shop.pydb", "store", "./shop")) {
      acquire(path);
    }
    assertThat(files.opened()).containsExactly(directory.resolve("shop.pydb"));
  }

  @Test
  void aLinkThatHidesTheEndingIsRefused() throws Exception {
    Files.createFile(directory.resolve("blob"));
    Files.createSymbolicLink(directory.resolve("shop.pydb"), Path.of("blob"));
    assertThatThrownBy(() -> acquire("shop"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the name there must end in .pydb");
  }

  @Test
  void pathsToNowhereSayWhatIsMissing() {
    assertThatThrownBy(() -> acquire("none/shop"))
        .hasMessage("there is no directory " + directory.resolve("none") + ": make it first");
    assertThatThrownBy(() -> acquire("..")).hasMessageEndingWith("names no file");
    assertThat(registry.size()).isZero();
  }

  @Test
  void anErrorWhenOpeningLeavesNoTrace() throws SQLException {
    files.failNext(new IllegalStateException("no luck"));
    assertThatThrownBy(() -> acquire("shop")).isInstanceOf(SQLException.class);
    assertThat(registry.size()).isZero();
    acquire("shop").close();
    assertThat(files.openNow()).isZero();
  }

  @Test
  void namedMemoryStaysUntilItIsShutDown() throws SQLException {
    SqlDatabase first = acquireUrl("mem:a").database();
    DatabaseLease lease = acquireUrl("mem:a");
    assertThat(lease.database()).isSameAs(first);
    lease.close();
    assertThat(files.openNow()).isEqualTo(1);
    first.close();
    assertThat(acquireUrl("mem:a").database()).isNotSameAs(first);
    assertThat(acquireUrl("mem:b").database()).isNotSameAs(first);
  }

  @Test
  void privateMemoryIsPrivate() throws SQLException {
    DatabaseLease first = acquireUrl("mem:");
    DatabaseLease second = acquireUrl("mem:");
    assertThat(second.database()).isNotSameAs(first.database());
    first.close();
    second.close();
    assertThat(files.openNow()).isZero();
  }

  @Test
  void shutdownByOneLetsTheNextOpenAnew() throws SQLException {
    DatabaseLease old = acquire("shop");
    old.database().close();
    DatabaseLease fresh = acquire("shop");
    assertThat(fresh.database()).isNotSameAs(old.database());
    old.close();
    assertThat(fresh.database().isClosed()).isFalse();
    fresh.close();
    assertThat(registry.size()).isZero();
  }

  @Test
  void lingersAsLongAsTheLongestAskedFor() throws SQLException {
    DatabaseLease first = acquire("shop?linger=5s");
    DatabaseLease second = acquire("shop");
    first.close();
    second.close();
    assertThat(files.openNow()).isEqualTo(1);
    DatabaseLease third = acquire("shop");
    timers.get(0).run();
    assertThat(third.database().isClosed()).isFalse();
    third.close();
    timers.get(0).run();
    assertThat(files.openNow()).as("the old timer is not the new one").isEqualTo(1);
    timers.get(1).run();
    assertThat(files.openNow()).isZero();
    assertThat(registry.size()).isZero();
  }

  @Test
  void onlyPropertiesThatFitTheOpenDatabaseAreTaken() throws SQLException {
    DatabaseLease first = acquire("shop?memory=8m");
    acquire("shop");
    acquire("shop?memory=8192k&open=existing");
    assertThatThrownBy(() -> acquire("shop?memory=9m"))
        .hasMessage(
            directory.resolve("shop.pydb")
                + " is already open in this JVM with memory=8388608:"
                + " ask for the same, or close its other connections first");
    assertThatThrownBy(() -> acquire("shop?plan=bridge"))
        .hasMessageContaining("with plan=its default");
    assertThatThrownBy(() -> acquire("shop?open=readonly")).hasMessageContaining("open=create");
    assertThat(first.database().isClosed()).isFalse();
  }

  /**
   * Threads open and close a few databases as fast as they can, some shut down, some openings fail.
   * {@link FakeFiles} complains if a file is ever open twice; here each lease must be usable while
   * it is held unless somebody shut its database down.
   */
  @Test
  @Timeout(60)
  void manyThreadsOpenAndCloseWhileOthersDo() throws Exception {
    Random seeds = Seeds.random("manyThreadsOpenAndCloseWhileOthersDo");
    DatabaseRegistry real = new DatabaseRegistry(files, Delay.BY_DAEMON);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Random random = new Random(seeds.nextLong());
      futures.add(threads.submit(() -> churn(real, random)));
    }
    for (Future<?> future : futures) {
      future.get();
    }
    threads.shutdown();
    while (files.openNow() > 0) {
      Thread.sleep(5); // for those that linger, of which thousands of timers wait
    }
    assertThat(real.size()).isZero();
    assertThat(files.openedTwice()).isEmpty();
  }

  private Object churn(DatabaseRegistry real, Random random) throws SQLException {
    for (int i = 0; i < 3000; i++) {
      String linger = random.nextInt(4) == 0 ? "?linger=1ms" : "";
      DatabaseLease lease;
      try {
        lease = real.acquire(url(directory.resolve("db" + random.nextInt(3)) + linger));
      } catch (SQLException e) {
        assertThat(e.getMessage()).contains("no luck");
        continue;
      }
      if (random.nextInt(50) == 0) {
        lease.database().close();
      } else if (random.nextInt(50) == 0) {
        files.failNext(new IllegalStateException("no luck"));
      } else {
        Thread.onSpinWait();
      }
      lease.close();
    }
    return "done";
  }

  private DatabaseLease acquire(String name) throws SQLException {
    return acquireUrl(directory + "/" + name);
  }

  private DatabaseLease acquireUrl(String rest) throws SQLException {
    return registry.acquire(url(rest));
  }

  private static DatabaseUrl url(String rest) throws SQLException {
    return DatabaseUrl.parse(DatabaseUrl.PREFIX + rest, new Properties());
  }
}
