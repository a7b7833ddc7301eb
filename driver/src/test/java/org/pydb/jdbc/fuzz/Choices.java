package org.pydb.jdbc.fuzz;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * The decisions of which something random is made. They are recorded, so that it can be made again,
 * made smaller, with fewer or smaller decisions, or made with other values. 0 always stands for the
 * simplest choice.
 */
final class Choices {
  private final Random random;
  private final int[] given;
  private final boolean isReplay;
  private int[] made = new int[64];
  private final BitSet values = new BitSet();
  private int count;

  private Choices(Random random, int[] given, boolean isReplay) {
    this.random = random;
    this.given = given;
    this.isReplay = isReplay;
  }

  /** New decisions. */
  static Choices random(Random random) {
    return new Choices(random, new int[0], false);
  }

  /** What was recorded; what goes beyond is as simple as can be. */
  static Choices replay(int[] given) {
    return new Choices(new Random(0), given, true);
  }

  /** A number from 0 to below the bound. */
  int next(int bound) {
    int choice =
        isReplay ? (count < given.length ? given[count] % bound : 0) : random.nextInt(bound);
    if (count == made.length) {
      made = Arrays.copyOf(made, 2 * count);
    }
    made[count++] = choice;
    return choice;
  }

  /** Whether something that makes the whole larger happens, once in so many times. */
  boolean onceIn(int times) {
    return next(times) == times - 1;
  }

  /** Whether something that makes the whole larger happens, with this share in percent. */
  boolean percent(int share) {
    return next(100) >= 100 - share;
  }

  /** One of some, the simplest first. */
  @SafeVarargs
  final <T> T pick(T... from) {
    return from[next(from.length)];
  }

  /** One of some, the simplest first. */
  <T> T pick(List<T> from) {
    return from.get(next(from.size()));
  }

  /** A number from 0 to below the bound, on which a value hangs and nothing else. */
  int nextOfValue(int bound) {
    values.set(count);
    return next(bound);
  }

  /** Whether a value hangs on some of what was decided. */
  boolean hasValues() {
    return !values.isEmpty();
  }

  /** What was decided so far, with other values. */
  int[] withOtherValues(Random other) {
    int[] varied = made();
    values.stream().forEach(at -> varied[at] = other.nextInt(Integer.MAX_VALUE));
    return varied;
  }

  /** What was decided so far. */
  int[] made() {
    return Arrays.copyOf(made, count);
  }
}
