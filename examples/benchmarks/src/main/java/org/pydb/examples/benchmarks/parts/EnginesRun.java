package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pydb.examples.benchmarks.report.LatencyChart;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** All workloads on each engine, the log with each index. */
final class EnginesRun {

  private EnginesRun() {}

  /** Measures and reports. */
  static void run(Path databases, int entries, Report report) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Contender contender : Contender.ENGINES) {
      outcomes.add(Trial.run(contender, entries, databases, report::say));
    }
    throughput(outcomes, report);
    latencies(outcomes, report);
    amplification(outcomes, report);
  }

  private static void throughput(List<Outcome> outcomes, Report report) throws IOException {
    Comparison comparison = new Comparison("engine", outcomes);
    for (Workload workload : Workload.values()) {
      comparison.add(workload.title(), "/s", outcome -> outcome.perSecond(workload));
    }
    comparison.add("opening", "ms", outcome -> outcome.reopenMillis);
    comparison.publish(report, "parts-throughput", "One client: operations a second; time to open");
  }

  private static void amplification(List<Outcome> outcomes, Report report) throws IOException {
    new Comparison("engine", outcomes)
        .addAmplification()
        .publish(
            report,
            "parts-amplification",
            "Bytes of files beside bytes of keys and values: shorter is better");
  }

  private static void latencies(List<Outcome> outcomes, Report report) throws IOException {
    TextTable table = new TextTable("µs", "p50", "p99", "p99.9", "longest");
    List<LatencyChart.Panel> panels = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      List<LatencyChart.Row> rows = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        List<Double> micros =
            LatencyChart.SHARES.stream().map(share -> outcome.micros(workload, share)).toList();
        Contender contender = outcome.contender();
        rows.add(new LatencyChart.Row(contender.name(), micros, contender.style()));
        List<String> cells = new ArrayList<>(List.of(workload.title() + ": " + contender.name()));
        micros.forEach(each -> cells.add(Numbers.orDash(each)));
        table.add(cells.toArray(String[]::new));
      }
      panels.add(new LatencyChart.Panel(workload.title(), rows));
    }
    String title = "How long an operation takes";
    Publication.publish(report, "parts-latency", table, title, LatencyChart.draw(title, panels));
  }
}
