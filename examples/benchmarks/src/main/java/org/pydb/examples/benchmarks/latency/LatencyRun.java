package org.pydb.examples.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.BarChart;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.BareSync;

/**
 * Commits single rows for a while, by one client and by four, while each database runs the
 * checkpoints that it begins by itself. The databases take turns, in rounds that are long enough
 * for a checkpoint.
 */
public final class LatencyRun {
  private static final int[] CLIENTS = {1, 4};
  private static final int ROUNDS = 4;
  private static final long WARM_UP_MILLIS = 1_500;

  private final Path databases;
  private final int seconds;
  private final Report report;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private LatencyRun(Path databases, int seconds, Report report) {
    this.databases = databases;
    this.seconds = seconds;
    this.report = report;
  }

  /**
   * Runs, and reports.
   *
   * @param databases where databases are made, below that
   * @param seconds how long each line of the table takes
   */
  public static void run(Path databases, int seconds, Report report) throws Exception {
    new LatencyRun(databases, seconds, report).run();
  }

  private void run() throws Exception {
    try {
      List<Line> lines = lines();
      String machine = Machine.describe(databases);
      report.say(machine + "\n");
      measure(lines);
      tell(machine, lines);
    } finally {
      while (!open.isEmpty()) {
        open.removeLast().close();
      }
    }
  }

  private List<Line> lines() throws IOException, SQLException {
    List<PeerDatabase> all = new ArrayList<>();
    for (Peer peer : List.of(Peers.pydb(), Peers.sqlite(), Peers.derby())) {
      PeerDatabase database = PeerDatabase.create(peer, databases);
      open.add(database);
      Entries.create(database);
      all.add(database);
    }
    List<Line> lines = new ArrayList<>();
    for (int count : CLIENTS) {
      for (PeerDatabase database : all) {
        lines.add(line(database, count));
      }
    }
    BareSync bare = BareSync.create(databases, 1);
    open.add(bare);
    lines.add(new Line(BareSync.NAME, null, List.of(Client.of(bare))));
    return lines;
  }

  private static Line line(PeerDatabase database, int count) throws SQLException {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(Client.of(database, i, count));
    }
    String name = database.peer().name() + ", " + count + (count == 1 ? " client" : " clients");
    return new Line(name, database, clients);
  }

  private void measure(List<Line> lines) throws Exception {
    for (Line line : lines) {
      line.warmUp(WARM_UP_MILLIS);
    }
    List<Line> turns = new ArrayList<>(lines);
    for (int round = 0; round < ROUNDS; round++) {
      for (Line line : turns) {
        line.round(seconds * 1_000L / ROUNDS);
      }
      Collections.reverse(turns); // Nobody comes always after the same one.
    }
  }

  private void tell(String machine, List<Line> lines) throws IOException {
    TextTable table =
        new TextTable(
            "", "commits a second", "checkpoints", "p50, µs", "p99, µs", "p99.9, µs", "worst, µs");
    for (Line line : lines) {
      table.add(line.cells());
    }
    report.show(table);
    report.picture(
        "latency.svg",
        BarChart.draw(
            List.of(
                panel("p99: one commit of 100 takes longer (µs)", lines, 0.99),
                panel("p99.9: one commit of 1,000 takes longer (µs)", lines, 0.999),
                panel("the worst commit (µs)", lines, 1))));
    report.publish(
        "latency",
        "Taken on: "
            + machine
            + "; "
            + seconds
            + " s each line.\n\n"
            + table.markdown()
            + "\n![Bars: microseconds a commit](pictures/latency.svg)\n");
  }

  private static BarChart.Panel panel(String title, List<Line> lines, double share) {
    return new BarChart.Panel(title, lines.stream().map(line -> line.bar(share)).toList());
  }
}
