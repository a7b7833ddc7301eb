package org.pydb.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.vfs.DiskVfs;

/**
 * A database through many lives: a process writes to it until it is killed, at a random moment;
 * then the next one goes on. After most lives the database is compared with what the {@link
 * Witness} knows; after the others the next process recovers what the killed one left. Every now
 * and then it all begins anew in an empty directory. One storm of two is encrypted, and of one
 * database of two most tables are kept by other engines than the B+tree.
 */
final class KillStorm {
  private static final String NAME = "storm.pydb";
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final int LIVES_MAX = 40;
  private static final int LIFE_MILLIS_MAX = 400;

  private final FastJava java;
  private final Path directory;
  private final String url;
  private final KeySource key;
  private final Random random;
  private long acknowledged;

  KillStorm(FastJava java, Path directory, long seed) {
    this.java = java;
    this.directory = directory;
    random = new Random(seed);
    boolean encrypted = random.nextBoolean();
    key = encrypted ? KEY::toCharArray : KeySource.NONE;
    url =
        "jdbc:pydb:"
            + directory.resolve(NAME)
            + "?memory=16m"
            + (encrypted ? "&encryption_key=" + KEY : "");
  }

  /** How many commits were acknowledged in all lives. */
  long acknowledged() {
    return acknowledged;
  }

  /** Lives so many lives. What a failure leaves stays in the directory. */
  void live(int lives) throws IOException, SQLException {
    int left = lives;
    while (left > 0) {
      int ofThis = Math.min(left, random.nextInt(1, LIVES_MAX));
      remove();
      Files.createDirectories(directory);
      liveWithOneDatabase(ofThis);
      left -= ofThis;
    }
    remove();
  }

  private void liveWithOneDatabase(int lives) throws IOException, SQLException {
    Witness witness = new Witness(random.nextLong());
    for (int life = 1; life <= lives; life++) {
      liveAndDie(witness);
      if (life == lives || random.nextInt(3) > 0) {
        look(witness);
      }
    }
    acknowledged += witness.acknowledged();
    System.out.printf(
        "seed %d: %d lives, %d acknowledged commits%n",
        witness.seed(), lives, witness.acknowledged());
  }

  private void liveAndDie(Witness witness) throws IOException {
    Process process = start(witness.seed());
    long before = witness.acknowledged();
    int millis = random.nextInt(LIFE_MILLIS_MAX);
    boolean isDying = random.nextInt(8) == 0; // While it opens the database, or before.
    if (isDying) {
      killAfter(millis, process);
    }
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        witness.hear(line);
        if (!isDying && witness.acknowledged() > before) {
          isDying = true;
          killAfter(millis, process);
        }
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(isDying).as("the process was killed, and did not end by itself").isTrue();
  }

  /** Ends it as kill -9 does; what it has said before can still be read. */
  private static void killAfter(int millis, Process process) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
        .execute(() -> process.toHandle().destroyForcibly());
  }

  private Process start(long seed) throws IOException {
    return java.start(StormProcess.class, url, String.valueOf(seed));
  }

  /** As it was left, opened, and closed. */
  private void look(Witness witness) throws SQLException {
    if (Files.exists(directory.resolve(NAME))) {
      verifyFile();
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      witness.look(connection);
    }
    verifyFile();
  }

  private void verifyFile() {
    assertThat(DatabaseVerifier.verifyFile(new DiskVfs(directory), NAME, key, true)).isEmpty();
  }

  @Override
  public String toString() {
    return "the storm in " + directory.toAbsolutePath();
  }

  private void remove() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
