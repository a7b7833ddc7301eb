package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.DiskVfs;

/**
 * {@link Invariants} hold when eight threads run them at the same time, and their process is killed
 * again and again. A few lives here; {@code mvn -Pkill-storm -pl driver -am test} lives many.
 */
class InvariantsTest {
  private static final int LIFE_MILLIS_MAX = 1000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_SERIALIZABLE})
  void theyHoldAfterEachLife(int level) throws Exception {
    int lives = Integer.getInteger("pydb.invariants.lives", 2);
    Random random = Seeds.random("InvariantsTest at level " + level);
    String url = "jdbc:pydb:" + directory.resolve("invariants");
    try (Connection connection = DriverManager.getConnection(url)) {
      Invariants.create(connection);
    }
    FastJava java = new FastJava(directory.resolve("java"));
    Set<Long> numbers = new HashSet<>();
    for (int life = 1; life <= lives; life++) {
      liveAndDie(java, url, level, random, numbers);
      assertThat(DatabaseVerifier.verifyFile(new DiskVfs(directory), "invariants.pydb")).isEmpty();
      try (Connection connection = DriverManager.getConnection(url)) {
        Invariants.check(connection, numbers);
      }
    }
    System.out.printf("level %d: %d lives, %d numbers%n", level, lives, numbers.size());
  }

  private static void liveAndDie(
      FastJava java, String url, int level, Random random, Set<Long> numbers) throws IOException {
    Process process =
        java.start(
            InvariantsProcess.class,
            url + "?memory=16m",
            String.valueOf(level),
            String.valueOf(random.nextLong()));
    int before = numbers.size();
    int millis = random.nextInt(LIFE_MILLIS_MAX);
    boolean isDying = false;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        assertThat(line).startsWith("took ");
        assertThat(numbers.add(Long.valueOf(line.substring(5)))).as("new: " + line).isTrue();
        if (!isDying && numbers.size() > before) {
          isDying = true;
          CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
              .execute(() -> process.toHandle().destroyForcibly());
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(isDying).as("the process was killed, and did not end by itself").isTrue();
  }
}
