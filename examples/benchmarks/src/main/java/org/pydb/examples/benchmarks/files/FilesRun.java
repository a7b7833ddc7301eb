package org.pydb.examples.benchmarks.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.measure.Series;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.Directories;
import org.pydb.examples.benchmarks.report.Numbers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/**
 * The same database on each kind of data file: commits, scans, reads by key, and its size. It has
 * 16 MB of memory, so that most pages come from the file; the system has that in its cache, but
 * where the file goes past it.
 */
public final class FilesRun {
  private static final int ROWS = 300_000;
  private static final Rounds ROUNDS = new Rounds(4, 7);

  /** What is measured, with the properties that make it. */
  private static final List<String> KINDS =
      List.of(
          "plain",
          "segmented(16m)",
          "compressed",
          "mapped",
          "direct",
          "segmented(16m)+compressed",
          "encrypted");

  private FilesRun() {}

  /** Measures and reports. */
  public static void run(Path parent, Report report) throws Exception {
    List<Kind> kinds = new ArrayList<>();
    try {
      for (String name : KINDS) {
        report.say("a database that is " + name + " is being made …");
        kinds.add(Kind.create(name, parent));
      }
      List<Series> commits = measure("commit", kinds, Kind::commits);
      List<Series> scans = measure("scan", kinds, Kind::scan);
      List<Series> reads = measure("reads", kinds, Kind::reads);
      TextTable table =
          new TextTable(
              "data file",
              "commit of a row, µs",
              "scan, ms",
              "read by key, µs",
              "size, MB",
              "beside plain: commit",
              "scan",
              "read",
              "size");
      for (int i = 0; i < kinds.size(); i++) {
        double scan = scans.get(i).median() / 1000;
        table.add(
            KINDS.get(i),
            Numbers.format(commits.get(i).median()),
            Numbers.format(scan),
            Numbers.format(reads.get(i).median()),
            Numbers.megabytes(kinds.get(i).size),
            ratio(commits, i),
            ratio(scans, i),
            ratio(reads, i),
            Numbers.ratio((double) kinds.get(i).size / kinds.get(0).size));
      }
      report.show(table);
      report.publish("files", table.markdown());
    } finally {
      for (Kind kind : kinds) {
        kind.close();
      }
    }
  }

  private static String ratio(List<Series> series, int i) {
    return Numbers.ratio(series.get(i).median() / series.get(0).median());
  }

  /** A round of something. */
  private interface Work {
    double round(Kind kind) throws Exception;
  }

  private static List<Series> measure(String benchmark, List<Kind> kinds, Work work)
      throws Exception {
    List<Contestant> contestants = new ArrayList<>();
    for (Kind kind : kinds) {
      contestants.add(
          new Contestant() {
            @Override
            public String name() {
              return kind.name;
            }

            @Override
            public double round() throws Exception {
              return work.round(kind);
            }

            @Override
            public void close() {}
          });
    }
    return ROUNDS.run(benchmark, contestants);
  }

  /** A database on one kind of file. */
  private static final class Kind {
    final String name;
    private final Path directory;
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement byKey;
    private final Random random = new Random(1);
    final long size;
    private int next = ROWS;

    private Kind(String name, Path directory, Connection connection) throws SQLException {
      this.name = name;
      this.directory = directory;
      this.connection = connection;
      fill(connection);
      size = sizeOf(directory);
      insert = connection.prepareStatement("INSERT INTO song VALUES (?, ?, ?)");
      byKey = connection.prepareStatement("SELECT title, plays FROM song WHERE id = ?");
    }

    static Kind create(String name, Path parent) throws SQLException {
      Path directory = Directories.create(parent, "files");
      String properties =
          name.equals("encrypted")
              ? "encryption_key=" + "0123456789abcdef".repeat(4)
              : "storage=" + name;
      String url = "jdbc:pydb:" + directory.resolve("shop") + "?memory=16m&" + properties;
      return new Kind(name, directory, DriverManager.getConnection(url));
    }

    private static void fill(Connection connection) throws SQLException {
      try (Statement s = connection.createStatement()) {
        s.execute("CREATE TABLE song (id int PRIMARY KEY, title text, plays bigint)");
        s.execute(
            "INSERT INTO song SELECT i, 'The song with the number ' || i || ', sung by singer '"
                + " || i * 79 % 10007 || ' on the album ' || i * 7 % 1009, i * 31 % 100000"
                + " FROM generate_series(0, "
                + (ROWS - 1)
                + ") AS g(i)");
        s.execute("CHECKPOINT");
        s.execute("CHECKPOINT");
      }
    }

    /** Of the data file with all of its segments. */
    private static long sizeOf(Path directory) {
      try (Stream<Path> files = Files.list(directory)) {
        long bytes = 0;
        for (Path file : files.filter(each -> isData(each.toString())).toList()) {
          bytes += Files.size(file);
        }
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean isData(String file) {
      return file.contains(".pydb") && !file.contains("-wal") && !file.contains("-lock");
    }

    double commits() throws Exception {
      return Timer.medianMicros(
          200,
          i -> {
            insert.setInt(1, next++);
            insert.setString(2, "A new song");
            insert.setLong(3, i);
            insert.execute();
          });
    }

    double scan() throws Exception {
      try (Statement s = connection.createStatement()) {
        return Timer.microsEach(3, i -> readAll(s.executeQuery("SELECT sum(plays) FROM song")));
      }
    }

    double reads() throws Exception {
      return Timer.microsEach(
          5_000,
          i -> {
            byKey.setInt(1, random.nextInt(ROWS));
            readAll(byKey.executeQuery());
          });
    }

    private static void readAll(ResultSet rows) throws SQLException {
      try (rows) {
        if (!rows.next()) {
          throw new AssertionError("no row");
        }
      }
    }

    void close() throws SQLException {
      connection.close();
      Directories.remove(directory);
    }
  }
}
