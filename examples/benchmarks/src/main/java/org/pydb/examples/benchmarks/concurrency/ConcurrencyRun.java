package org.pydb.examples.benchmarks.concurrency;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Machine;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;
import org.pydb.examples.benchmarks.workload.BareSync;
import org.pydb.examples.benchmarks.workload.Items;

/**
 * Runs the trials, each with pydb and its peers in turn, and tells what came out beside the aims.
 */
public final class ConcurrencyRun {
  private static final int ROWS = 10_000;
  private static final int MANY = 8;
  private static final int READERS = 3;
  private static final long MILLIS = 400;

  /** One of the trials. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private final Predicate<String> wanted;
  private final Path directory;
  private final Path databases;
  private final Report report;
  private final TextTable aims = new TextTable("aim", "limit", "reached", "verdict");
  private final StringBuilder markdown = new StringBuilder();

  /** Whether all trials were run: only then the page is written. */
  private boolean isWhole = true;

  private ConcurrencyRun(Predicate<String> wanted, Path directory, Path databases, Report report) {
    this.wanted = wanted;
    this.directory = directory;
    this.databases = databases;
    this.report = report;
  }

  /**
   * Runs the trials.
   *
   * @param wanted which of them, by name
   * @param directory whose file system is told
   * @param databases where databases are made, below that
   */
  public static void run(Predicate<String> wanted, Path directory, Path databases, Report report)
      throws Exception {
    new ConcurrencyRun(wanted, directory, databases, report).run();
  }

  private void run() throws Exception {
    String machine = Machine.describe(directory);
    report.say(machine + "\n");
    trial("updates", this::updates);
    trial("readers-and-writer", this::readersAndWriter);
    trial("scaling", this::scaling);
    trial("hot-row", this::hotRow);
    trial("big-commit", this::bigCommit);
    report.show(aims);
    if (isWhole) {
      report.publish(
          "concurrency", "Taken on: " + machine + ".\n\n" + aims.markdown() + "\n" + markdown);
    }
  }

  private void trial(String name, Step step) throws Exception {
    if (wanted.test(name)) {
      step.run();
    } else {
      isWhole = false;
    }
  }

  // ------------------------------------------------------------------ the trials

  /** Many clients that update rows of their own. */
  private void updates() throws Exception {
    Trial trial =
        Trial.run(
            Peers.forWriting(),
            databases,
            database -> {
              Items.create(database, ROWS);
              List<Client> clients = new ArrayList<>();
              for (int i = 0; i < MANY; i++) {
                clients.add(Client.writer(database, ROWS, i, MANY));
              }
              return () -> Map.of("rate", Clients.run(MILLIS, clients).rateFrom(0));
            },
            Map.of());
    TextTable table = new TextTable("", "updates a second", "beside pydb");
    double own = trial.median(Peers.PYDB, "rate");
    for (String name : trial.contestants()) {
      double rate = trial.median(name, "rate");
      table.add(name, Numbers.format(rate), Numbers.ratio(rate / own));
    }
    tell(MANY + " clients, durable updates of single rows", table);
    atLeast("8 clients' updates beside Derby", 2, own / trial.median("Derby", "rate"));
    atLeast("8 clients' updates beside SQLite", 4, own / trial.median(Peers.SQLITE, "rate"));
  }

  /**
   * Readers by key, and a writer that commits durably; the writer alone as well. Beside, what the
   * machine gives to a bare loop of writes and syncs when all processors have something else to do.
   */
  private void readersAndWriter() throws Exception {
    try (BareSync bare = BareSync.create(databases, 0)) {
      Trial trial =
          Trial.run(
              Peers.forWriting(),
              databases,
              database -> {
                Items.create(database, ROWS);
                List<Client> readers = new ArrayList<>();
                for (int i = 0; i < READERS; i++) {
                  readers.add(Client.reader(database, ROWS, i));
                }
                return aloneAndBeside(Client.writer(database, ROWS, 0, 1), readers);
              },
              Map.of(
                  BareSync.NAME,
                  aloneAndBeside(
                      bare::writeOnce,
                      Stream.generate(Client::arithmetic).limit(READERS).toList())));
      tellReadersAndWriter(trial);
    }
  }

  private static Trial.Round aloneAndBeside(Client writer, List<Client> others) {
    List<Client> all = new ArrayList<>(List.of(writer));
    all.addAll(others);
    return () -> {
      double alone = Clients.run(MILLIS, List.of(writer)).rateFrom(0);
      Clients.Outcome together = Clients.run(MILLIS, all);
      double beside = together.rates().get(0);
      return Map.of(
          "alone", alone, "beside", beside, "reads", together.rateFrom(1), "share", beside / alone);
    };
  }

  private void tellReadersAndWriter(Trial trial) throws IOException {
    TextTable table =
        new TextTable("", "reads a second", "commits a second", "commits alone", "share");
    double best = 0;
    for (String name : trial.contestants()) {
      boolean isBare = name.equals(BareSync.NAME);
      double reads = trial.median(name, "reads");
      best = isBare || name.equals(Peers.PYDB) ? best : Math.max(best, reads);
      table.add(
          isBare ? name + ", beside " + READERS + " loops that compute" : name,
          isBare ? "" : Numbers.format(reads),
          Numbers.format(trial.median(name, "beside")),
          Numbers.format(trial.median(name, "alone")),
          Numbers.format(trial.median(name, "share")));
    }
    tell(READERS + " readers by key and 1 writer that commits durably", table);
    atLeast(
        "3 readers beside a writer: reads, beside the best peer",
        2,
        trial.median(Peers.PYDB, "reads") / best);
    atLeast(
        "the writer beside 3 readers, of its speed alone", 0.8, trial.median(Peers.PYDB, "share"));
  }

  /** One reader, then two; and the same with a loop that only computes. */
  private void scaling() throws Exception {
    Trial trial =
        Trial.run(
            Peers.forReading(),
            databases,
            database -> {
              Items.create(database, ROWS);
              return oneAndTwo(Client.reader(database, ROWS, 1), Client.reader(database, ROWS, 2));
            },
            Map.of("a loop that computes", oneAndTwo(Client.arithmetic(), Client.arithmetic())));
    TextTable table = new TextTable("", "1 client, a second", "2 clients", "scaling");
    for (String name : trial.contestants()) {
      table.add(
          name,
          Numbers.format(trial.median(name, "one")),
          Numbers.format(trial.median(name, "two")),
          Numbers.ratio(trial.median(name, "scaling")));
    }
    tell("Readers by key on one and two cores", table);
    atLeast(
        "scaling of readers from 1 to 2 cores, of a loop's",
        0.9,
        trial.median(Peers.PYDB, "scaling") / trial.median("a loop that computes", "scaling"));
  }

  private static Trial.Round oneAndTwo(Client first, Client second) {
    return () -> {
      double one = Clients.run(MILLIS, List.of(first)).rateFrom(0);
      double two = Clients.run(MILLIS, List.of(first, second)).rateFrom(0);
      return Map.of("one", one, "two", two, "scaling", two / one);
    };
  }

  /** All clients count in one row; nothing may be lost. */
  private void hotRow() throws Exception {
    Trial trial =
        Trial.run(
            Peers.forWriting(),
            databases,
            database -> {
              database.execute(
                  "create table counter (id integer not null primary key, n integer not null)",
                  "insert into counter values (1, 0)");
              List<Client> clients = new ArrayList<>();
              for (int i = 0; i < MANY; i++) {
                clients.add(Client.counter(database));
              }
              return () -> hotRowRound(database, clients);
            },
            Map.of());
    TextTable table = new TextTable("", "1 client, a second", "8 clients", "beside one", "errors");
    for (String name : trial.contestants()) {
      table.add(
          name,
          Numbers.format(trial.median(name, "one")),
          Numbers.format(trial.median(name, "many")),
          Numbers.ratio(trial.median(name, "ratio")),
          Numbers.format(trial.median(name, "failures")));
    }
    tell("All count in one row, durably", table);
    atLeast("one hot row: 8 clients, beside one", 1, trial.median(Peers.PYDB, "ratio"));
    atMost("one hot row: errors", 0, trial.median(Peers.PYDB, "failures"), "");
  }

  private static Map<String, Double> hotRowRound(PeerDatabase database, List<Client> clients)
      throws Exception {
    long before = counter(database.connection());
    Clients.Outcome one = Clients.run(MILLIS, clients.subList(0, 1));
    Clients.Outcome many = Clients.run(MILLIS, clients);
    long counted = counter(database.connection()) - before;
    if (counted != one.done() + many.done()) {
      throw new IllegalStateException(
          database.peer().name() + (" counted " + counted + " of " + (one.done() + many.done())));
    }
    return Map.of(
        "one",
        one.rateFrom(0),
        "many",
        many.rateFrom(0),
        "ratio",
        many.rateFrom(0) / one.rateFrom(0),
        "failures",
        (double) many.failures());
  }

  private static long counter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select n from counter where id = 1")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A million rows in one transaction, beside one that commits single rows. */
  private void bigCommit() throws Exception {
    bigCommit("another table", List.of(Peers.pydb(), Peers.pydb(), Peers.h2(), Peers.derby()));
    // In Derby the other client would wait for the lock of the whole table until it gives up.
    bigCommit("the same table", List.of(Peers.pydb(), Peers.pydb(), Peers.h2()));
  }

  private void bigCommit(String where, List<Peer> peers) throws Exception {
    TextTable table =
        new TextTable(
            "",
            "writing, ms",
            "committing, ms",
            "longest commit meanwhile, writing, ms",
            "committing, ms");
    double worst = 0;
    for (Peer peer : peers) {
      BigCommit.Outcome outcome = BigCommit.run(peer, databases, where.equals("the same table"));
      table.add(
          peer.name(),
          Numbers.format(outcome.writingMillis()),
          Numbers.format(outcome.committingMillis()),
          Numbers.format(outcome.longestWhileWriting()),
          Numbers.format(outcome.longestWhileCommitting()));
      if (peer.name().equals(Peers.PYDB)) {
        worst = Math.max(worst, outcome.longestWhileCommitting());
      }
    }
    tell(
        "Commits of single rows to "
            + where
            + " while a transaction of 1,000,000 rows is written and commits",
        table);
    atMost("the longest commit to " + where + " beside one of 1,000,000 rows", 250, worst, " ms");
  }

  // ------------------------------------------------------------------ what is told

  private void tell(String head, TextTable table) throws IOException {
    report.say(head);
    report.show(table);
    markdown.append("**").append(head).append("**\n\n").append(table.markdown()).append('\n');
  }

  private void atLeast(String aim, double limit, double reached) {
    aims.add(
        aim,
        "≥ " + Numbers.ratio(limit),
        Numbers.ratio(reached),
        reached >= limit ? "met" : "missed");
  }

  private void atMost(String aim, double limit, double reached, String unit) {
    aims.add(
        aim,
        "≤ " + Numbers.format(limit) + unit,
        Numbers.format(reached) + unit,
        reached <= limit ? "met" : "missed");
  }
}
