package org.pydb.examples.benchmarks.eviction;

import java.util.Arrays;
import java.util.Random;

/**
 * Pages in the order in which somebody uses them.
 *
 * @param name what kind of use it is
 * @param pages their numbers, from 1 on
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Trace(String name, int[] pages) {
  private static final long SEED = 1;

  /** Some pages are used much more than others: as 1, 1/2, 1/3 … of the most popular one. */
  static Trace zipf(int pages, int count) {
    double[] upTo = new double[pages];
    double sum = 0;
    for (int i = 0; i < pages; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    Random random = new Random(SEED);
    int[] uses = new int[count];
    for (int i = 0; i < count; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      uses[i] = 1 + Math.min(pages - 1, at < 0 ? -at - 1 : at);
    }
    return new Trace("Zipf", uses);
  }

  /** The same, and from time to time a scan of as many other pages. */
  static Trace zipfAndScans(int pages, int count) {
    int[] uses = zipf(pages, count).pages;
    for (int from = 0; from + pages <= count; from += 5 * pages) {
      for (int i = 0; i < pages; i++) {
        uses[from + i] = pages + 1 + i;
      }
    }
    return new Trace("Zipf, a fifth of it scans", uses);
  }

  /** A tree: each use of one of many leaves follows one of a few inner pages. */
  static Trace lookUps(int pages, int count) {
    Random random = new Random(SEED);
    int inner = pages / 20;
    int[] uses = new int[count];
    for (int i = 0; i + 1 < count; i += 2) {
      int leaf = random.nextInt(pages);
      uses[i] = 1 + leaf % inner;
      uses[i + 1] = inner + 1 + leaf;
    }
    return new Trace("inner page, leaf at random", uses);
  }

  /** The same pages again and again, in order. */
  static Trace loop(String name, int pages, int count) {
    int[] uses = new int[count];
    Arrays.setAll(uses, i -> 1 + i % pages);
    return new Trace(name, uses);
  }
}
