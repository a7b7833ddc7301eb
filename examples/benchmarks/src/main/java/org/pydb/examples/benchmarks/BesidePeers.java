package org.pydb.examples.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Series;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.BarChart;
import org.pydb.examples.benchmarks.report.FigureFiles;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.BareSync;
import org.pydb.examples.benchmarks.workload.Workload;
import org.pydb.examples.benchmarks.workload.Workloads;

/** Runs the workloads, each with pydb and its peers in turn, and tells how they compare. */
final class BesidePeers {
  private final Settings settings;
  private final Report report;
  private final List<Series> all = new ArrayList<>();
  private final List<BarChart.Panel> panels = new ArrayList<>();
  private final StringBuilder markdown = new StringBuilder();

  private BesidePeers(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  static void run(Settings settings, Report report) throws Exception {
    new BesidePeers(settings, report).run();
  }

  private void run() throws Exception {
    Path databases = settings.databases();
    String machine = Machine.describe(settings.directory());
    report.say(machine + "\n");
    markdown.append("Taken on: ").append(machine).append(".\n\n");
    tellDurability(databases);
    for (Workload workload : Workloads.all()) {
      if (settings.wants(workload.name())) {
        tell(workload, measure(workload, databases));
      }
    }
    FigureFiles.write(report, "beside-peers", all);
    if (settings.only().isEmpty()) {
      TextTable aims = Aims.table(all);
      report.show(aims);
      report.publish("aims", aims.markdown());
      markdown.append("![Bars: microseconds an operation](pictures/beside-peers.svg)\n");
      report.picture("beside-peers.svg", BarChart.draw(panels));
      report.publish("beside-peers", markdown.toString());
    }
  }

  private void tellDurability(Path databases) throws SQLException {
    TextTable table = new TextTable("database", "version", "what it says of itself");
    for (Peer peer : Peers.forWriting()) {
      try (PeerDatabase database = PeerDatabase.create(peer, databases)) {
        DatabaseMetaData metaData = database.connection().getMetaData();
        table.add(
            peer.name(),
            metaData.getDatabaseProductVersion(),
            String.join(", ", peer.durability(database.connection())));
      }
    }
    report.show(table);
    markdown.append(table.markdown()).append('\n');
  }

  private static List<Series> measure(Workload workload, Path databases) throws Exception {
    Deque<Contestant> contestants = new ArrayDeque<>();
    try {
      for (Peer peer : workload.peers()) {
        contestants.add(workload.prepare(PeerDatabase.create(peer, databases)));
      }
      contestants.addAll(workload.baselines(databases));
      return workload.rounds().run(workload.name(), List.copyOf(contestants));
    } finally {
      while (!contestants.isEmpty()) {
        contestants.removeLast().close();
      }
    }
  }

  private void tell(Workload workload, List<Series> series) throws IOException {
    Series pydb = find(series, Peers.PYDB);
    boolean hasBare = series.stream().anyMatch(one -> one.contestant().equals(BareSync.NAME));
    TextTable table = hasBare ? table("above bare") : table();
    List<BarChart.Bar> bars = new ArrayList<>();
    for (Series one : series) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  one.contestant(),
                  Numbers.format(one.median()),
                  Numbers.format(one.quantile(0.25)) + " … " + Numbers.format(one.quantile(0.75)),
                  Numbers.ratio(one.median() / pydb.median())));
      if (hasBare) {
        cells.add(Numbers.format(one.medianAbove(find(series, BareSync.NAME))));
      }
      table.add(cells.toArray(String[]::new));
      bars.add(
          new BarChart.Bar(one.contestant(), one.median(), one.contestant().equals(Peers.PYDB)));
    }
    String head = workload.title() + " (µs a " + workload.operation() + ")";
    report.say(head);
    report.show(table);
    markdown.append("**").append(head).append("**\n\n").append(table.markdown()).append('\n');
    panels.add(new BarChart.Panel(head, bars));
    all.addAll(series);
  }

  private static TextTable table(String... more) {
    List<String> heads = new ArrayList<>(List.of("", "median", "middle half", "beside pydb"));
    heads.addAll(List.of(more));
    return new TextTable(heads.toArray(String[]::new));
  }

  private static Series find(List<Series> series, String contestant) {
    for (Series one : series) {
      if (one.contestant().equals(contestant)) {
        return one;
      }
    }
    throw new IllegalArgumentException(contestant + " took no part");
  }
}
