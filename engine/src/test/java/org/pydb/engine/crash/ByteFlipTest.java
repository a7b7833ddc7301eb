package org.pydb.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.pydb.engine.testkit.Seeds;

/**
 * Bits flip, anywhere in the files. Whoever reads all tables by all indexes gets the right answer
 * or a CorruptionException. Some thousand flips here, the profile {@code crash-lab} has 100,000.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
class ByteFlipTest {
  private static final int FLIPS = Integer.getInteger("pydb.crash.flips", 1_000);

  /** So many flips are tried in one database. */
  private static final int FLIPS_OF_A_DATABASE = 500;

  @Test
  void flipsInADatabaseThatWasClosed() {
    flip("flipsInADatabaseThatWasClosed", seed -> FlipTarget.closed(seed, false));
  }

  @Test
  void flipsInADatabaseWhoseProcessDied() {
    flip("flipsInADatabaseWhoseProcessDied", seed -> FlipTarget.open(seed, false));
  }

  @Test
  void flipsInAnEncryptedDatabaseThatWasClosed() {
    flip("flipsInAnEncryptedDatabaseThatWasClosed", seed -> FlipTarget.closed(seed, true));
  }

  @Test
  void flipsInAnEncryptedDatabaseWhoseProcessDied() {
    flip("flipsInAnEncryptedDatabaseWhoseProcessDied", seed -> FlipTarget.open(seed, true));
  }

  @Test
  void aLostMetaIsMissed() {
    Random random = Seeds.random("aLostMetaIsMissed");
    for (int i = 0; i < 10; i++) {
      FlipTarget.open(random.nextLong(), i % 2 == 1).checkThatALostMetaIsMissed();
    }
  }

  private static void flip(String test, LongFunction<FlipTarget> targets) {
    Random random = Seeds.random(test);
    Progress progress = new Progress(test);
    int told = 0;
    for (int done = 0; done < FLIPS; done += FLIPS_OF_A_DATABASE) {
      long seed = random.nextLong();
      FlipTarget target = targets.apply(seed);
      Random flips = new Random(seed);
      for (int i = 0; i < FLIPS_OF_A_DATABASE; i++) {
        try {
          told += target.flip(flips) ? 1 : 0;
          progress.done(done + i, FLIPS, "flips");
        } catch (AssertionError e) {
          throw new AssertionError("flip " + i + " of database " + seed + ": " + e.getMessage(), e);
        }
      }
    }
    System.out.println(told + " of " + FLIPS + " flips were told, the others did no harm");
    assertThat(told).as("flips that were told").isPositive();
  }
}
