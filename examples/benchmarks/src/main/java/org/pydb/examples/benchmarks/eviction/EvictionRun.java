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
import org.pydb.examples.benchmarks.report.PanelChart;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * Counts how many uses find their page in memory, by each policy and for several kinds of use. The
 * policies are those of databases; the pages are only counted, so it is the same each time.
 */
public final class EvictionRun {
  private static final int PAGES = 10_000;

  private static final List<String> STYLES = List.of("hue0", "hue6", "hue5");

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

  /**
   * Counts and reports.
   *
   * @param uses of pages, in each trace
   */
  public static void run(int uses, Report report) throws IOException {
    int memory = PAGES / 10;
    List<Trace> traces =
        List.of(
            Trace.zipf(PAGES, uses),
            Trace.zipfAndScans(PAGES, uses),
            Trace.lookUps(PAGES, uses),
            Trace.loop("loop over 0.9 × memory", memory * 9 / 10, uses),
            Trace.loop("loop over 1.1 × memory", memory * 11 / 10, uses));
    TextTable table = new TextTable("hits of 100 uses", "second_chance", "lru", "lru_2");
    List<PanelChart.Panel> panels = new ArrayList<>();
    for (Trace trace : traces) {
      List<String> row = new ArrayList<>(List.of(trace.name()));
      List<PanelChart.Bar> bars = new ArrayList<>();
      for (EvictionPolicy policy : EvictionPolicy.values()) {
        double hits = hitsOf100(trace, policy.get(), memory);
        row.add(String.format(Locale.ROOT, "%.1f", hits));
        String name = policy.name().toLowerCase(Locale.ROOT);
        bars.add(new PanelChart.Bar(name, hits, STYLES.get(bars.size())));
      }
      table.add(row.toArray(String[]::new));
      panels.add(new PanelChart.Panel(trace.name(), bars));
    }
    String title = "Uses of 100 that find their page in memory: longer is better";
    report.show(table);
    report.picture("parts-eviction.svg", PanelChart.draw(title, panels));
    report.publish(
        "parts.md",
        "parts-eviction",
        String.format(
            Locale.ROOT,
            "%,d pages, memory for %,d of them, %,d uses each.%n%n"
                + "![%s](pictures/parts-eviction.svg)%n%n%s",
            PAGES,
            memory,
            uses,
            title,
            table.markdown()));
  }

  private static double hitsOf100(Trace trace, Eviction policy, int memory) {
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
    return 100 - 100.0 * misses / trace.pages().length;
  }
}
