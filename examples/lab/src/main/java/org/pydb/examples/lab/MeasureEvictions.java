package org.pydb.examples.lab;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.LruK;
import org.pydb.engine.eviction.SecondChance;

/**
 * Counts how many uses find their page in memory, by each policy and for several kinds of use, and
 * how long a use takes. The pages are only counted: all figures but the times are the same each
 * time.
 */
public final class MeasureEvictions {
  private static final int PAGES = 10_000;
  private static final int MEMORY = PAGES / 10;
  private static final int USES = 1_000_000;
  private static final long SEED = 1;

  private MeasureEvictions() {}

  /** Put yours here. */
  private static Map<String, Supplier<Eviction>> policies() {
    Map<String, Supplier<Eviction>> policies = new LinkedHashMap<>();
    policies.put("fifo", FifoEviction::new);
    policies.put("second_chance", SecondChance::new);
    policies.put("lru", () -> new LruK(1));
    policies.put("lru_2", () -> new LruK(2));
    return policies;
  }

  /** Measures and prints; takes no arguments. */
  public static void main(String[] arguments) {
    run(System.out, USES);
  }

  static void run(PrintStream out, int uses) {
    out.printf("%,d pages, memory for %,d of them, %,d uses%n%n", PAGES, MEMORY, uses);
    Map<String, Supplier<Eviction>> policies = policies();
    Table table = new Table(out, "hits of 100 uses", List.copyOf(policies.keySet()));
    int[] zipf = zipf(uses);
    table.row("some pages more often (Zipf)", "%.1f", hits(zipf, policies));
    table.row("the same, a fifth of it scans", "%.1f", hits(withScans(zipf), policies));
    table.row("a tree: inner page, then a leaf", "%.1f", hits(lookUps(uses), policies));
    table.row("a loop over 0.9 × memory", "%.1f", hits(loop(uses, MEMORY * 9 / 10), policies));
    table.row("a loop over 1.1 × memory", "%.1f", hits(loop(uses, MEMORY * 11 / 10), policies));
    table.row("ns a use (Zipf)", "%.0f", nanos(zipf, policies));
  }

  // ------------------------------------------------------------------ what is used

  /** The most popular page is used twice as often as the second, three times as the third. */
  private static int[] zipf(int uses) {
    double[] upTo = new double[PAGES];
    double sum = 0;
    for (int i = 0; i < PAGES; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    Random random = new Random(SEED);
    int[] trace = new int[uses];
    for (int i = 0; i < uses; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      trace[i] = Math.min(PAGES - 1, at < 0 ? -at - 1 : at);
    }
    return trace;
  }

  private static int[] withScans(int[] other) {
    int[] trace = other.clone();
    for (int from = 0; from + PAGES <= trace.length; from += 5 * PAGES) {
      for (int i = 0; i < PAGES; i++) {
        trace[from + i] = PAGES + i;
      }
    }
    return trace;
  }

  private static int[] lookUps(int uses) {
    Random random = new Random(SEED);
    int inner = PAGES / 20;
    int[] trace = new int[uses];
    for (int i = 0; i + 1 < uses; i += 2) {
      int leaf = random.nextInt(PAGES);
      trace[i] = leaf % inner;
      trace[i + 1] = inner + leaf;
    }
    return trace;
  }

  private static int[] loop(int uses, int pages) {
    int[] trace = new int[uses];
    Arrays.setAll(trace, i -> i % pages);
    return trace;
  }

  // ------------------------------------------------------------------ what is counted

  private static List<Double> hits(int[] trace, Map<String, Supplier<Eviction>> policies) {
    List<Double> hits = new ArrayList<>();
    for (Supplier<Eviction> policy : policies.values()) {
      hits.add(100 - 100.0 * misses(trace, policy.get()) / trace.length);
    }
    return hits;
  }

  private static List<Double> nanos(int[] trace, Map<String, Supplier<Eviction>> policies) {
    List<Double> nanos = new ArrayList<>();
    for (Supplier<Eviction> policy : policies.values()) {
      long began = System.nanoTime();
      misses(trace, policy.get());
      nanos.add((System.nanoTime() - began) / (double) trace.length);
    }
    return nanos;
  }

  /** Does what a buffer pool does with a policy. */
  private static int misses(int[] trace, Eviction policy) {
    Page[] resident = new Page[2 * PAGES];
    int misses = 0;
    for (int number : trace) {
      Page page = resident[number];
      if (page == null) {
        misses++;
        if (policy.size() == MEMORY && policy.next() instanceof Page gone) {
          policy.remove(gone);
          policy.endSearch();
          resident[(int) gone.number() - 1] = null;
        }
        resident[number] = new Page(number + 1);
        policy.add(resident[number]);
      } else if (!page.isMarked()) {
        policy.used(page);
      }
    }
    return misses;
  }

  private static final class Page extends Evictable {
    private final long number;

    Page(long number) {
      this.number = number;
    }

    @Override
    public long number() {
      return number;
    }
  }
}
