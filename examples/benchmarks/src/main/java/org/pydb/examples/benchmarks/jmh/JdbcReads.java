package org.pydb.examples.benchmarks.jmh;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** Prepared queries through JDBC. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class JdbcReads {
  private static final int ROWS = 200_000;

  private PeerDatabase database;
  private PreparedStatement byKey;
  private PreparedStatement sum;

  /** Makes the table. */
  @Setup(Level.Trial)
  public void open() throws SQLException {
    database = PeerDatabase.create(Peers.pydb(), JmhRun.directory());
    Items.create(database, ROWS);
    byKey = database.connection().prepareStatement("select name, stock from item where id = ?");
    sum = database.connection().prepareStatement("select sum(stock) from item");
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws SQLException {
    database.close();
  }

  /** Two columns of one row by its key. */
  @Benchmark
  public int selectByKey() throws SQLException {
    byKey.setInt(1, ThreadLocalRandom.current().nextInt(ROWS));
    try (ResultSet rows = byKey.executeQuery()) {
      rows.next();
      return rows.getString(1).length() + rows.getInt(2);
    }
  }

  /** The sum of a column over all 200,000 rows. */
  @Benchmark
  public long sumOfColumn() throws SQLException {
    try (ResultSet rows = sum.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
