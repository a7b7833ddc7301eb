package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.pydb.examples.benchmarks.eviction.EvictionRun;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Report;

/** The same workload over all parts that can be swapped; writes the figures of {@link #PAGE}. */
public final class PartsRun {

  /** The page of the docs. */
  public static final String PAGE = "parts.md";

  /** Fewer show nothing: the pages must come often enough. */
  private static final int EVICTION_USES_MIN = 100_000;

  /** Figures of fewer are no figures anyway. */
  private static final int WARM_UP_ENTRIES_MIN = 1_000;

  private PartsRun() {}

  /**
   * Measures and reports.
   *
   * @param databases where stores are made
   * @param entries how many entries a store has
   */
  public static void run(Path databases, int entries, Report report) throws IOException {
    long begin = System.nanoTime();
    String machine = Machine.describe(Files.createDirectories(databases));
    if (entries >= WARM_UP_ENTRIES_MIN) {
      warmUp(databases, entries / 5, report);
    }
    EnginesRun.run(databases, entries, report);
    WritersRun.run(databases, Math.max(entries / 200, 10), report);
    FilesRun.run(databases, entries / 2, report);
    EvictionRun.run(Math.max(5 * entries, EVICTION_USES_MIN), report);
    report.publish(
        PAGE,
        "parts-run",
        String.format(
            Locale.ROOT,
            "Taken on: %s; %,d entries; %.0f s in all.",
            machine,
            entries,
            (System.nanoTime() - begin) / 1e9));
  }

  /** Has the JVM compile what is to be measured: else the first engine would pay for the others. */
  private static void warmUp(Path databases, int entries, Report report) {
    report.say("warming up");
    for (Contender contender : Contender.ENGINES) {
      Trial.run(contender, entries, databases, done -> {});
    }
  }
}
