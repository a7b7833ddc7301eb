package org.pydb.examples.benchmarks.jmh;

import java.io.IOException;
import java.sql.SQLException;
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
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.workload.InsertBatch;

/** Rows in batches through JDBC: the workload of the table beside the peers, here for profilers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class JdbcInserts {
  private Contestant inserts;

  /** Makes the table. */
  @Setup(Level.Trial)
  public void open() throws SQLException {
    inserts = new InsertBatch().prepare(PeerDatabase.create(Peers.pydb(), JmhRun.directory()));
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws IOException, SQLException {
    inserts.close();
  }

  /** Ten commits of 1,000 rows. */
  @Benchmark
  public double insert() throws Exception {
    return inserts.round();
  }
}
