package org.pydb.examples.benchmarks.eviction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pydb.engine.eviction.Evictable;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.EvictionPolicy;
import org.pydb.examples.benchmarks.report.BarChart;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * Counts how many uses do not find their page in memory, by each policy and for several kinds of
 * use. The policies are those of databases; the pages are only counted, so it is the same each
 * time.
 */
public final class EvictionRun {
  private static final int PAGES = 10_000;

  private EvictionRun() {}

  /** A page that has a number and no more. */
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

  /** Counts and reports. */
  public static void run(Report report) throws IOException {
    int memory = PAGES / 10;
    List<Trace> traces =
        List.of(
            Trace.zipf(PAGES),
            Trace.zipfAndScans(PAGES),
            Trace.lookUps(PAGES),
            Trace.loop("loop over 0.9 × memory", memory * 9 / 10),
            Trace.loop("loop over 1.1 × memory", memory * 11 / 10));
    TextTable table = new TextTable("hits of 100 uses", "second_chance", "lru", "lru_2");
    List<BarChart.Panel> panels = new ArrayList<>();
    for (Trace trace : traces) {
      List<String> row = new ArrayList<>(List.of(trace.name()));
      List<BarChart.Bar> bars = new ArrayList<>();
      for (EvictionPolicy policy : EvictionPolicy.values()) {
        double misses = missesOf100(trace, policy.get(), memory);
        row.add(String.format(Locale.ROOT, "%.1f", 100 - misses));
        bars.add(
            new BarChart.Bar(
                policy.name().toLowerCase(Locale.ROOT),
                misses,
                policy == EvictionPolicy.SECOND_CHANCE));
      }
      table.add(row.toArray(String[]::new));
      panels.add(new BarChart.Panel(trace.name() + ": misses of 100 uses", bars));
    }
    report.show(table);
    report.picture("eviction.svg", BarChart.draw(panels));
    report.publish(
        "eviction",
        String.format(
            Locale.ROOT,
            "%,d pages, memory for %,d of them, a million uses each.%n%n%s"
                + "%n![Misses by policy](pictures/eviction.svg)%n",
            PAGES,
            memory,
            table.markdown()));
  }

  private static double missesOf100(Trace trace, Eviction policy, int memory) {
    Map<Integer, Page> resident = new HashMap<>();
    int misses = 0;
    for (int number : trace.pages()) {
      Page page = resident.get(number);
      if (page != null) {
        if (!page.isMarked()) {
          policy.used(page);
        }
        continue;
      }
      misses++;
      if (resident.size() == memory && policy.next() instanceof Page gone) {
        policy.remove(gone);
        policy.endSearch();
        resident.remove((int) gone.number());
      }
      Page read = new Page(number);
      policy.add(read);
      resident.put(number, read);
    }
    return 100.0 * misses / trace.pages().length;
  }
}
