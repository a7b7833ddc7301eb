package org.pydb.engine.table;

import java.util.function.LongSupplier;

/**
 * Many random numbers from one seed, at a nanosecond each: SplitMix64 (Steele, Lea, Flood, "Fast
 * Splittable Pseudorandom Number Generators", 2014). Not thread-safe.
 */
public final class RandomBits implements LongSupplier {
  private long state;

  /** The numbers that follow from a seed. */
  public RandomBits(long seed) {
    state = seed;
  }

  @Override
  public long getAsLong() {
    state += 0x9E3779B97F4A7C15L;
    long bits = state;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
