package org.pydb.examples.benchmarks.jmh;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.workload.Items;

/** Queries through JDBC whose text is made anew each time, as many applications do. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 6, time = 1)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class AdHocReads {
  private static final int ROWS = 200_000;

  private PeerDatabase database;
  private Statement statement;
  private long shape;

  /** Makes the table. */
  @Setup(Level.Trial)
  public void open() throws SQLException {
    database = PeerDatabase.create(Peers.pydb(), JmhRun.directory());
    Items.create(database, ROWS);
    statement = database.connection().createStatement();
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws SQLException {
    statement.close();
    database.close();
  }

  /** Two columns of one row by its key, which stands in the text. */
  @Benchmark
  public int newLiteral() throws SQLException {
    return read(
        "select name, stock from item where id = " + ThreadLocalRandom.current().nextInt(ROWS));
  }

  /** The same, in a text whose plan cannot be known: its column has another name each time. */
  @Benchmark
  public int newShape() throws SQLException {
    return read(
        "select name, stock as s"
            + shape++
            + " from item where id = "
            + ThreadLocalRandom.current().nextInt(ROWS));
  }

  private int read(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1).length() + rows.getInt(2);
    }
  }
}
