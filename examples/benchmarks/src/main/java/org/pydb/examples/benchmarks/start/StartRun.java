package org.pydb.examples.benchmarks.start;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pydb.examples.benchmarks.measure.Series;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * Starts JVM after JVM, candidates in turn: once on a new file with a query that needs no table,
 * once on an existing file with a look-up by key.
 */
public final class StartRun {
  private static final int ROUNDS = 15;
  private static final int ROWS = 10_000;
  private static final String JVM = "JVM alone";
  private static final List<String> STEPS =
      List.of("JVM, process", "connect", "first query", "same again", "close");

  private final Path directory;
  private final Report report;
  private final StringBuilder markdown = new StringBuilder();

  private StartRun(Path directory, Report report) {
    this.directory = directory;
    this.report = report;
  }

  /**
   * Measures and reports.
   *
   * @param parent where databases and jars go
   */
  public static void run(Path parent, Report report) throws Exception {
    Path directory = Directories.create(parent, "start-");
    try {
      new StartRun(directory, report).run();
    } finally {
      Directories.remove(directory);
    }
  }

  private void run() throws Exception {
    List<Candidate> candidates = candidates();
    measure("Open a new file and `select 1`", candidates, false);
    measure("Open an existing file and SELECT one of 10,000 rows by key", candidates, true);
    Candidate pydb = candidates.get(0);
    Path log = directory.resolve("classes.txt");
    Launch.run(LoadedClasses.options(log), pydb.classPath(), newFile(pydb));
    String classes = "pydb on a new file loads " + LoadedClasses.count(log) + ".";
    report.say(classes + "\n");
    markdown.append(classes).append('\n');
    report.publish("start", markdown.toString());
  }

  private List<Candidate> candidates() throws IOException, InterruptedException {
    ClassPath classPath = new ClassPath(directory.resolve("jars"));
    Map<String, String> jars =
        Map.of(
            "H2, not synced",
            "h2-",
            "HSQLDB",
            "hsqldb-",
            "Derby",
            "derby",
            "SQLite",
            "sqlite-jdbc-");
    Map<String, String> ones = Map.of("HSQLDB", "values (1)", "Derby", "values 1");
    List<Candidate> candidates = new ArrayList<>();
    for (Peer peer : Peers.forReading()) {
      candidates.add(
          new Candidate(
              peer.name(),
              peer,
              classPath.of(jars.getOrDefault(peer.name(), "")),
              ones.getOrDefault(peer.name(), "select 1"),
              List.of()));
    }
    return candidates;
  }

  /**
   * pydb with what a user can tell a JVM; its archive of classes is what the same program left.
   *
   * @param arguments what the program is told
   */
  private List<Candidate> variants(Candidate pydb, List<String> arguments)
      throws IOException, InterruptedException {
    Path archive = Directories.create(directory, "archive-").resolve("pydb.jsa");
    Launch.run(
        List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"),
        pydb.classPath(),
        arguments);
    return List.of(
        variant(pydb, "shared classes", "-XX:SharedArchiveFile=" + archive),
        variant(pydb, "C1 only", "-XX:TieredStopAtLevel=1"),
        variant(
            pydb,
            "no verification",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote"));
  }

  private static Candidate variant(Candidate pydb, String name, String... options) {
    return new Candidate(
        pydb.name() + ", " + name, pydb.peer(), pydb.classPath(), pydb.one(), List.of(options));
  }

  private List<String> newFile(Candidate candidate) {
    Path empty = Directories.create(directory, "new-");
    return List.of(candidate.peer().url(empty), candidate.one());
  }

  private void measure(String title, List<Candidate> peers, boolean isExisting) throws Exception {
    Map<String, PeerDatabase> databases = new TreeMap<>();
    try {
      if (isExisting) {
        for (Candidate candidate : peers) {
          databases.put(candidate.peer().name(), existing(candidate.peer()));
        }
      }
      Candidate pydb = peers.get(0);
      List<Candidate> candidates = new ArrayList<>(peers);
      candidates.addAll(1, variants(pydb, arguments(pydb, databases)));
      tell(title, candidates, launches(candidates, databases));
    } finally {
      for (PeerDatabase database : databases.values()) {
        database.close();
      }
    }
  }

  private PeerDatabase existing(Peer peer) throws SQLException {
    PeerDatabase database = PeerDatabase.create(peer, directory);
    database.execute("create table item (id integer not null primary key, name varchar(40))");
    try (PreparedStatement insert =
        database.connection().prepareStatement("insert into item values (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setString(2, "item number " + id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    database.closeFiles();
    return database;
  }

  /** Of each candidate all launches, the JVM alone among them. */
  private Map<String, List<Launch>> launches(
      List<Candidate> candidates, Map<String, PeerDatabase> databases) throws Exception {
    Map<String, List<Launch>> launches = new TreeMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      List<Launch> alone = launches.computeIfAbsent(JVM, absent -> new ArrayList<>());
      add(alone, round, Launch.run(List.of(), candidates.get(0).classPath(), List.of()));
      for (Candidate candidate : candidates) {
        Launch launch =
            Launch.run(candidate.options(), candidate.classPath(), arguments(candidate, databases));
        add(launches.computeIfAbsent(candidate.name(), absent -> new ArrayList<>()), round, launch);
      }
    }
    return launches;
  }

  /** What the program is told: to look at an existing database, if there is one. */
  private List<String> arguments(Candidate candidate, Map<String, PeerDatabase> databases) {
    PeerDatabase database = databases.get(candidate.peer().name());
    return database == null
        ? newFile(candidate)
        : List.of(
            candidate.peer().url(database.directory()),
            "select name from item where id = ?",
            String.valueOf(4711));
  }

  /** The first round fills the file system's cache. */
  private static void add(List<Launch> launches, int round, Launch launch) {
    if (round >= 0) {
      launches.add(launch);
    }
  }

  private void tell(String title, List<Candidate> candidates, Map<String, List<Launch>> launches) {
    List<String> heads = new ArrayList<>(List.of("", "all, ms"));
    heads.addAll(STEPS);
    TextTable table = new TextTable(heads.toArray(String[]::new));
    table.add(cells(JVM, launches));
    for (Candidate candidate : candidates) {
      table.add(cells(candidate.name(), launches));
    }
    report.say(title + " (ms, medians of " + ROUNDS + " JVMs)");
    report.show(table);
    markdown.append("**").append(title).append("** (ms, medians of ").append(ROUNDS);
    markdown.append(" JVMs)\n\n").append(table.markdown()).append('\n');
  }

  private static String[] cells(String name, Map<String, List<Launch>> launches) {
    List<Launch> own = launches.getOrDefault(name, List.of());
    List<String> cells = new ArrayList<>(List.of(name));
    cells.add(median(own.stream().map(Launch::totalMillis).toList()));
    cells.add(median(own.stream().map(StartRun::outside).toList()));
    for (int step = 0; step < STEPS.size() - 1; step++) {
      int index = step;
      boolean has = !own.isEmpty() && own.get(0).stepMillis().size() > step;
      cells.add(
          has ? median(own.stream().map(launch -> launch.stepMillis().get(index)).toList()) : "");
    }
    return cells.toArray(String[]::new);
  }

  /** What passes before and after the program's own steps. */
  private static double outside(Launch launch) {
    return launch.totalMillis()
        - launch.stepMillis().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String median(List<Double> values) {
    return Numbers.format(new Series("start", "", values).median());
  }
}
