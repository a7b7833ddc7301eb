package org.pydb.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.pydb.examples.benchmarks.measure.Series;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.BareSync;

/** What pydb wants to reach beside its peers, and whether it did in a run. */
final class Aims {

  /** An aim: the figure must be at most the limit. */
  private record Aim(String text, double figure, double limit, String unit) {}

  private final List<Series> all;

  private Aims(List<Series> all) {
    this.all = all;
  }

  /** The table of aims. All workloads must have run. */
  static TextTable table(List<Series> all) {
    TextTable table = new TextTable("aim", "limit", "reached", "verdict");
    for (Aim aim : new Aims(all).list()) {
      table.add(
          aim.text(),
          Numbers.format(aim.limit()) + aim.unit(),
          Numbers.format(aim.figure()) + aim.unit(),
          aim.figure() <= aim.limit() ? "met" : "missed");
    }
    return table;
  }

  private List<Aim> list() {
    List<Aim> aims = new ArrayList<>();
    double select = median("select-by-key", Peers.PYDB);
    aims.add(new Aim("SELECT by key", select, 2, " µs"));
    aims.add(
        new Aim(
            "SELECT by key, beside H2",
            select / median("select-by-key", Peers.h2().name()),
            0.5,
            "×"));
    aims.add(new Aim("commit of an insert, above bare", aboveBare("commit-insert"), 20, " µs"));
    aims.add(new Aim("commit of an update, above bare", aboveBare("commit-update"), 20, " µs"));
    aims.add(
        new Aim(
            "batch insert, beside SQLite",
            median("insert-batch", Peers.PYDB) / median("insert-batch", Peers.SQLITE),
            1,
            "×"));
    return aims;
  }

  private double median(String benchmark, String contestant) {
    return find(benchmark, contestant).median();
  }

  private double aboveBare(String benchmark) {
    return find(benchmark, Peers.PYDB).medianAbove(find(benchmark, BareSync.NAME));
  }

  private Series find(String benchmark, String contestant) {
    for (Series one : all) {
      if (one.benchmark().equals(benchmark) && one.contestant().equals(contestant)) {
        return one;
      }
    }
    throw new IllegalArgumentException(contestant + " took no part in " + benchmark);
  }
}
