package org.pydb.jdbc.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.Seeds;

/**
 * No acknowledged commit is lost, and no other one is half there, when processes are killed at
 * random moments. A few lives here; {@code mvn -Pkill-storm -pl driver -am test} lives 1,000.
 */
class KillStormTest {
  private static final Path DIRECTORY = Path.of("target", "kill-storm");

  @Test
  void acknowledgedCommitsOutliveTheirProcess() throws Exception {
    int lives = Integer.getInteger("pydb.storm.lives", 10);
    int storms = Integer.getInteger("pydb.storm.parallel", 1);
    Random seeds = Seeds.random("KillStormTest");
    FastJava java = new FastJava(DIRECTORY.resolve("java"));
    java.learn(
        100, StormProcess.class, "jdbc:pydb:" + DIRECTORY.resolve("java").resolve("learn"), "0");
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(storms);
    List<Future<Long>> running = new ArrayList<>();
    for (int i = 0; i < storms; i++) {
      KillStorm storm = new KillStorm(java, DIRECTORY.resolve("storm-" + i), seeds.nextLong());
      running.add(threads.submit(() -> live(storm, lives / storms)));
    }
    threads.shutdown();
    long acknowledged = 0;
    for (Future<Long> storm : running) {
      acknowledged += storm.get();
    }
    System.out.printf(
        "%d lives, %d acknowledged commits, %.1f minutes%n",
        lives, acknowledged, (System.nanoTime() - start) / 60e9);
  }

  private static long live(KillStorm storm, int lives) {
    try {
      storm.live(lives);
      return storm.acknowledged();
    } catch (Exception | AssertionError e) {
      throw new IllegalStateException(storm + " has failed, and left its files: " + e, e);
    }
  }
}
