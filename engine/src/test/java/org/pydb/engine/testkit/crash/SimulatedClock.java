package org.pydb.engine.testkit.crash;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.pydb.engine.vfs.Vfs.VfsClock;

/** A clock that moves on when it is looked at, and chance that is the same for the same seed. */
final class SimulatedClock implements VfsClock {
  private static final long EPOCH_MILLIS = 1_767_225_600_000L; // 2026
  private static final long STEP_NANOS = 1_000;

  private final AtomicLong nanos = new AtomicLong();
  private final Random random;

  SimulatedClock(long seed) {
    random = new Random(~seed);
  }

  @Override
  public long millis() {
    return EPOCH_MILLIS + nanos() / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos.addAndGet(STEP_NANOS);
  }

  @Override
  public long random() {
    return random.nextLong();
  }
}
