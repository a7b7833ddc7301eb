package org.pydb.examples.benchmarks.bloat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.LineChart;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.Accounts;

/**
 * Updates a million rows at random, without end, and watches the files. In the third fifth of the
 * time a transaction holds a snapshot: what it sees must be kept, so files may grow then, and must
 * not grow any further once it has ended.
 */
public final class BloatRun {
  private static final int ROWS = 1_000_000;

  /** What an application put in. */
  static final long LIVE_BYTES = ROWS * Accounts.ROW_BYTES;

  private static final double AIM = 2.5;
  private static final double HELD_FROM = 0.4;
  private static final double HELD_TO = 0.6;
  private static final double EVERY_SECONDS = 2;

  private final PeerDatabase database;
  private final int seconds;
  private final Report report;
  private final List<Moment> moments = new ArrayList<>();
  private @Nullable HeldSnapshot held;

  private BloatRun(PeerDatabase database, int seconds, Report report) {
    this.database = database;
    this.seconds = seconds;
    this.report = report;
  }

  /**
   * Runs for so many seconds and reports.
   *
   * @param parent where the database goes
   */
  public static void run(Path parent, int seconds, Report report) throws Exception {
    try (PeerDatabase database = PeerDatabase.create(Peers.pydb(), parent)) {
      report.say(ROWS + " rows are being made …");
      Accounts.create(database.connection(), ROWS);
      BloatRun run = new BloatRun(database, seconds, report);
      run.update();
      run.tell();
    }
  }

  private void update() throws SQLException {
    Accounts accounts = new Accounts(database.connect(), ROWS);
    var reader = database.connect();
    long start = System.nanoTime();
    long updates = 0;
    look(0, 0);
    for (double now = 0; now < seconds; now = (System.nanoTime() - start) / 1e9) {
      updates += accounts.updateSome();
      if (held == null && now >= HELD_FROM * seconds && now < HELD_TO * seconds) {
        held = HeldSnapshot.begin(reader);
      } else if (held != null && now >= HELD_TO * seconds) {
        held.end();
        held = null;
      }
      if (now - moments.get(moments.size() - 1).seconds() >= EVERY_SECONDS) {
        look(now, updates);
      }
    }
    look(seconds, updates);
  }

  private void look(double now, long updates) {
    Moment moment = Moment.of(database.directory(), now, updates, held != null);
    moments.add(moment);
    report.say(
        String.format(
            Locale.ROOT,
            "%5.0f s  %,12d updates  data %,7.1f MB  log %,6.1f MB  %.2f × live%s",
            moment.seconds(),
            moment.updates(),
            moment.dataBytes() / 1e6,
            moment.logBytes() / 1e6,
            moment.ratio(),
            moment.held() ? "  (snapshot held)" : ""));
  }

  private void tell() throws IOException {
    TextTable table = new TextTable("", "data, MB", "log, MB", "together, beside the live data");
    addRow(table, "after loading", moments.get(0));
    addRow(table, "largest before a snapshot was held", largest(0, HELD_FROM));
    addRow(table, "largest while it was held", largest(HELD_FROM, HELD_TO));
    addRow(table, "largest after it had ended", largest(HELD_TO, 1.1));
    addRow(table, "at the end", moments.get(moments.size() - 1));
    report.show(table);
    report.picture("bloat.svg", picture());
    Moment last = moments.get(moments.size() - 1);
    report.publish(
        "bloat",
        String.format(
                Locale.ROOT,
                "%,d updates in %d s, 1,000 a commit; live data: %s MB of column values.%n%n",
                last.updates(),
                seconds,
                Numbers.megabytes(LIVE_BYTES))
            + table.markdown()
            + "\n![Sizes of the files over time](pictures/bloat.svg)\n");
  }

  private static void addRow(TextTable table, String name, Moment moment) {
    table.add(
        name,
        Numbers.megabytes(moment.dataBytes()),
        Numbers.megabytes(moment.logBytes()),
        Numbers.ratio(moment.ratio()));
  }

  private Moment largest(double from, double to) {
    Moment largest = moments.get(0);
    for (Moment moment : moments) {
      boolean isWithin = moment.seconds() >= from * seconds && moment.seconds() < to * seconds;
      boolean isFirst = largest.seconds() < from * seconds;
      if (isWithin && (isFirst || moment.allBytes() > largest.allBytes())) {
        largest = moment;
      }
    }
    return largest;
  }

  private String picture() {
    return LineChart.draw(
        "Files under random updates of 1,000,000 rows, MB",
        moments.stream().mapToDouble(Moment::seconds).toArray(),
        List.of(
            line("data and log", Moment::allBytes),
            line("data", Moment::dataBytes),
            line("log", Moment::logBytes)),
        AIM + " × live data",
        AIM * LIVE_BYTES / 1e6,
        List.of(new LineChart.Band("a snapshot is held", HELD_FROM * seconds, HELD_TO * seconds)));
  }

  private LineChart.Line line(String name, ToDoubleFunction<Moment> bytes) {
    return new LineChart.Line(
        name, moments.stream().map(moment -> bytes.applyAsDouble(moment) / 1e6).toList());
  }
}
