package org.pydb.jdbc.fuzz;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Finds smaller decisions of which something still holds: with runs of them left out, and with
 * simpler ones.
 */
final class Shrinker {
  private static final int TRIES_MAX = Integer.getInteger("fuzz.tries", 400);

  private final Predicate<int[]> holds;
  private int tries;

  Shrinker(Predicate<int[]> holds) {
    this.holds = holds;
  }

  int[] shrink(int[] found) {
    int[] best = found;
    for (boolean isSmaller = true; isSmaller && tries < TRIES_MAX; ) {
      int[] before = best;
      for (int size = 32; size > 0; size /= 2) {
        best = withoutRuns(best, size);
      }
      best = withSmaller(best);
      isSmaller = !Arrays.equals(best, before);
    }
    return best;
  }

  private int[] withoutRuns(int[] from, int size) {
    int[] best = from;
    for (int at = best.length - size; at >= 0; at--) {
      if (at + size <= best.length) {
        int[] shorter = Arrays.copyOf(best, best.length - size);
        System.arraycopy(best, at + size, shorter, at, best.length - size - at);
        best = better(best, shorter);
      }
    }
    return best;
  }

  private int[] withSmaller(int[] from) {
    int[] best = from;
    for (int at = 0; at < best.length; at++) {
      for (int value : new int[] {0, best[at] / 2, best[at] - 1}) {
        if (at < best.length && value >= 0 && value < best[at]) {
          int[] smaller = best.clone();
          smaller[at] = value;
          best = better(best, smaller);
        }
      }
    }
    return best;
  }

  /** The second one if what is looked for holds of it as well. */
  private int[] better(int[] best, int[] tried) {
    return tries++ < TRIES_MAX && holds.test(tried) ? tried : best;
  }
}
