package org.pydb.engine.testkit;

import java.util.Random;

/**
 * Where random tests get their numbers. Each seed is printed; {@code -Dpydb.seed=N} runs a test
 * again with the seed that failed.
 */
public final class Seeds {
  private Seeds() {}

  /** Numbers for one test, named by {@code test} in what is printed. */
  public static Random random(String test) {
    long seed = Long.getLong("pydb.seed", System.nanoTime());
    System.out.println(test + ": -Dpydb.seed=" + seed);
    return new Random(seed);
  }
}
