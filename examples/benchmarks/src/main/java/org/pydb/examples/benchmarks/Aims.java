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
    aims.add(new Aim("SELECT by key", select, 1.2, " µs"));
    aims.add(
        new Aim(
            "SELECT by key, beside H2",
            select / median("select-by-key", Peers.h2().name()),
            0.5,
            "×"));
    aims.add(micros("SELECT by a secondary index", "select-by-index", 1.8));
    aims.add(micros("100 rows by a range of the key", "range-100", 9));
    aims.add(micros("count and sum over 200 rows by an index", "sum-by-index", 30));
    aims.add(micros("ad hoc SELECT by key", "ad-hoc-literal", 6));
    aims.add(micros("ad hoc SELECT of a new shape", "ad-hoc-shape", 300));
    aims.add(millis("scan and group by", "scan-group", 10));
    aims.add(millis("scan filtered by LIKE", "scan-like", 6));
    aims.add(millis("join by a string", "join-strings", 15));
    aims.add(millis("top 10 by two keys", "top-10", 6));
    aims.add(new Aim("commit of an insert, above bare", aboveBare("commit-insert"), 20, " µs"));
    aims.add(new Aim("commit of an update, above bare", aboveBare("commit-update"), 20, " µs"));
    aims.add(new Aim("update of a batch, above bare", aboveBare("update-batch"), 6, " µs"));
    aims.add(micros("row of a batch insert (300,000 rows/s)", "insert-batch", 1e6 / 300_000));
    aims.add(
        new Aim(
            "batch insert, beside SQLite",
            median("insert-batch", Peers.PYDB) / median("insert-batch", Peers.SQLITE),
            1,
            "×"));
    return aims;
  }

  private Aim micros(String text, String benchmark, double limit) {
    return new Aim(text, median(benchmark, Peers.PYDB), limit, " µs");
  }

  private Aim millis(String text, String benchmark, double limit) {
    return new Aim(text, median(benchmark, Peers.PYDB) / 1e3, limit, " ms");
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
