package org.pydb.examples.benchmarks.tpch;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Asks pydb and its peers the 22 queries in turn, compares the answers and times them. */
public final class TpchRun {
  private static final double SCALE = 0.01;
  private static final int ROUNDS = 5;

  private final Report report;
  private final List<PeerDatabase> databases;
  private final double[] totals;
  private int differences;

  private TpchRun(Report report, List<PeerDatabase> databases) {
    this.report = report;
    this.databases = databases;
    totals = new double[databases.size()];
  }

  /**
   * Runs all queries and reports.
   *
   * @param parent where the databases go
   */
  public static void run(Path parent, Report report) throws Exception {
    List<Peer> peers = new ArrayList<>(List.of(Peers.pydb(), Peers.h2()));
    peers.addAll(Peers.duckdb());
    Deque<PeerDatabase> open = new ArrayDeque<>();
    try {
      for (Peer peer : peers) {
        PeerDatabase database = PeerDatabase.create(peer, parent);
        open.add(database);
        long start = System.nanoTime();
        TpchData.load(database.connection(), SCALE);
        report.say(
            "loaded into " + peer.name() + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
      }
      new TpchRun(report, List.copyOf(open)).compare();
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
    }
    heads.add("rows");
    heads.add("answers");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (TpchQuery query : TpchQuery.all()) {
      compare(query, table);
    }
    addTotals(table, heads.size());
    report.show(table);
    report.publish("tpch", table.markdown());
    if (differences > 0) {
      throw new AssertionError(differences + " queries are answered differently");
    }
  }

  private void compare(TpchQuery query, TextTable table) throws SQLException {
    List<String> cells = new ArrayList<>(List.of("Q" + query.number()));
    List<Answer> answers = new ArrayList<>();
    for (int who = 0; who < databases.size(); who++) {
      Connection connection = databases.get(who).connection();
      String sql = query.sqlFor(databases.get(who).peer());
      try {
        long start = System.nanoTime();
        answers.add(Answer.ask(connection, sql));
        cells.add(Numbers.format((System.nanoTime() - start) / 1e6));
        double again = medianMillis(connection, sql);
        totals[who] += again;
        cells.add(Numbers.format(again));
      } catch (SQLException e) {
        report.say("Q" + query.number() + " " + databases.get(who).peer().name() + ": " + e);
        answers.add(new Answer(List.of(List.of(String.valueOf(e.getMessage())))));
        cells.addAll(List.of("-", "-"));
      }
    }
    cells.add(String.valueOf(answers.get(0).rows().size()));
    cells.add(verdict(query, answers));
    table.add(cells.toArray(String[]::new));
    report.say(String.join("  ", cells));
  }

  private static double medianMillis(Connection connection, String sql) throws SQLException {
    double[] millis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      Answer.ask(connection, sql);
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  private String verdict(TpchQuery query, List<Answer> answers) {
    for (int i = 1; i < answers.size(); i++) {
      Optional<String> difference = answers.get(0).difference(answers.get(i), query.orderColumns());
      if (difference.isPresent()) {
        differences++;
        String peer = databases.get(i).peer().name();
        report.say("Q" + query.number() + " differs from " + peer + ": " + difference.get());
        return "DIFFERENT";
      }
    }
    return "equal";
  }

  private void addTotals(TextTable table, int width) {
    String[] cells = new String[width];
    Arrays.fill(cells, "");
    cells[0] = "all";
    for (int who = 0; who < totals.length; who++) {
      cells[2 + 2 * who] = Numbers.format(totals[who]);
    }
    table.add(cells);
  }
}
