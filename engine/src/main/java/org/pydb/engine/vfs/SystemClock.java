package org.pydb.engine.vfs;

import java.security.SecureRandom;

/** The machine's time and chance. Thread-safe. */
final class SystemClock implements Vfs.VfsClock {

  /** Made when first asked: the providers behind it take milliseconds to load. */
  private static final class Chance {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long random() {
    return Chance.SOURCE.nextLong();
  }
}
