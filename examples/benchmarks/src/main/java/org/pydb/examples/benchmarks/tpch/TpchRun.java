package org.pydb.examples.benchmarks.tpch;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Asks pydb and its peers the 22 queries in turn, compares the answers and times them. */
public final class TpchRun {
  private static final int ROUNDS = 5;

  /** What takes longer is asked less often. */
  private static final double ENOUGH_MILLIS = 5_000;

  /** A query is warm once it was asked for so long: then a JVM has compiled what runs it. */
  private static final double WARM_UP_MILLIS = 1_000;

  private static final double WARM_MILLIS = 500;

  /** What takes longer the first time is asked once. */
  private static final double LONG_MILLIS = 20_000;

  /** Who takes longer is not waited for, and counted with that. */
  private static final long LIMIT_MILLIS = 120_000;

  /** From this scale on H2 takes minutes for some queries. */
  private static final double H2_TOO_SLOW = 0.05;

  private final double scale;
  private final Report report;
  private final List<PeerDatabase> databases;
  private final double[] sums;
  private final double[] logs;
  private final double[] warmSums;
  private final double[] warmLogs;
  private int differences;

  private TpchRun(double scale, Report report, List<PeerDatabase> databases) {
    this.scale = scale;
    this.report = report;
    this.databases = databases;
    sums = new double[databases.size()];
    logs = new double[databases.size()];
    warmSums = new double[databases.size()];
    warmLogs = new double[databases.size()];
  }

  /**
   * Runs all queries and reports.
   *
   * @param parent where the databases go
   * @param scale how much data: 1 is 8.7 million rows
   */
  public static void run(Path parent, double scale, Report report) throws Exception {
    List<Peer> peers = new ArrayList<>(List.of(Peers.pydb(), Peers.sqlite()));
    if (scale < H2_TOO_SLOW) {
      peers.add(Peers.h2());
    }
    peers.addAll(Peers.duckdb());
    Deque<PeerDatabase> open = new ArrayDeque<>();
    try {
      for (Peer peer : peers) {
        PeerDatabase database = PeerDatabase.create(peer, parent);
        open.add(database);
        long start = System.nanoTime();
        TpchData.load(database, scale);
        database.execute("analyze");
        report.say(
            "loaded into " + peer.name() + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
      }
      new TpchRun(scale, report, List.copyOf(open)).compare();
    } finally {
      while (!open.isEmpty()) {
        open.removeLast().close();
      }
    }
  }

  private void compare() throws Exception {
    List<String> heads = new ArrayList<>(List.of("query"));
    for (PeerDatabase database : databases) {
      heads.add(database.peer().name() + " first, ms");
      heads.add("again, ms");
      heads.add("warm, ms");
    }
    heads.add("rows");
    heads.add("answers");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (TpchQuery query : TpchQuery.all()) {
      compare(query, table);
    }
    int count = TpchQuery.all().size();
    addRow(table, "sum", who -> sums[who], who -> warmSums[who]);
    addRow(
        table,
        "geometric mean",
        who -> Math.exp(logs[who] / count),
        who -> Math.exp(warmLogs[who] / count));
    report.show(table);
    String head =
        "Scale " + scale + ", " + Machine.describe(databases.get(0).directory()) + ".\n\n";
    report.publish("tpch-" + scale, head + table.markdown());
    if (differences > 0) {
      throw new AssertionError(differences + " queries are answered differently");
    }
  }

  private void compare(TpchQuery query, TextTable table) throws SQLException {
    List<String> cells = new ArrayList<>(List.of("Q" + query.number()));
    List<Answer> answers = new ArrayList<>();
    for (int who = 0; who < databases.size(); who++) {
      Connection connection = databases.get(who).connection();
      String sql = query.sqlFor(databases.get(who).peer(), scale);
      long start = System.nanoTime();
      try {
        answers.add(Answer.ask(connection, sql, LIMIT_MILLIS));
        double first = (System.nanoTime() - start) / 1e6;
        cells.add(Numbers.format(first));
        if (first > LONG_MILLIS) {
          count(who, first, first, cells);
          continue;
        }
        double again = medianMillis(connection, sql, ROUNDS, ENOUGH_MILLIS);
        medianMillis(connection, sql, Integer.MAX_VALUE, WARM_UP_MILLIS);
        double warm = medianMillis(connection, sql, Integer.MAX_VALUE, WARM_MILLIS);
        count(who, again, warm, cells);
      } catch (SQLException e) {
        report.say("Q" + query.number() + " " + databases.get(who).peer().name() + ": " + e);
        boolean isLate = (System.nanoTime() - start) / 1e6 >= LIMIT_MILLIS;
        if (isLate && who > 0) {
          cells.add("beyond");
          count(who, LIMIT_MILLIS, LIMIT_MILLIS, cells);
        } else {
          answers.add(new Answer(List.of(List.of(String.valueOf(e.getMessage())))));
          cells.addAll(List.of("-", "-", "-"));
        }
      }
    }
    cells.add(String.valueOf(answers.get(0).rows().size()));
    cells.add(verdict(query, answers));
    table.add(cells.toArray(String[]::new));
    report.say(String.join("  ", cells));
  }

  private void count(int who, double again, double warm, List<String> cells) {
    sums[who] += again;
    logs[who] += Math.log(again);
    warmSums[who] += warm;
    warmLogs[who] += Math.log(warm);
    cells.add(Numbers.format(again));
    cells.add(Numbers.format(warm));
  }

  /** The median of as many rounds as begin within some time, {@code most} at most. */
  private static double medianMillis(
      Connection connection, String sql, int most, double enoughMillis) throws SQLException {
    List<Double> millis = new ArrayList<>();
    double sum = 0;
    while (millis.isEmpty() || (millis.size() < most && sum < enoughMillis)) {
      long start = System.nanoTime();
      Answer.ask(connection, sql, LIMIT_MILLIS);
      double round = (System.nanoTime() - start) / 1e6;
      millis.add(round);
      sum += round;
    }
    Collections.sort(millis);
    return millis.get(millis.size() / 2);
  }

  /** Compares our answer with those of the others that have given one. */
  private String verdict(TpchQuery query, List<Answer> answers) {
    for (int i = 1; i < answers.size(); i++) {
      Optional<String> difference = answers.get(0).difference(answers.get(i), query.orderColumns());
      if (difference.isPresent()) {
        differences++;
        report.say("Q" + query.number() + " differs: " + difference.get());
        return "DIFFERENT";
      }
    }
    return answers.size() == 1 ? "alone" : "equal";
  }

  private void addRow(
      TextTable table, String name, IntToDoubleFunction again, IntToDoubleFunction warm) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (int who = 0; who < databases.size(); who++) {
      cells.addAll(
          List.of(
              "",
              Numbers.format(again.applyAsDouble(who)),
              Numbers.format(warm.applyAsDouble(who))));
    }
    cells.addAll(List.of("", ""));
    table.add(cells.toArray(String[]::new));
  }
}
