package org.pydb.examples.benchmarks.jmh;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
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
import org.pydb.engine.Database;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.table.RowLookup;
import org.pydb.engine.table.TableCursor;
import org.pydb.engine.table.Transaction;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.workload.Items;

/** Reads of the engine, below SQL: what is left of a query's time when SQL is taken away. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class EngineReads {
  private static final int ROWS = 200_000;
  private static final int STOCK = 3;

  private PeerDatabase files;
  private Database database;
  private Transaction transaction;
  private RowLookup lookup;
  private TableCursor cursor;
  private KeyEncoder key;

  /** Makes the table by SQL and opens it without. */
  @Setup(Level.Trial)
  public void open() throws SQLException {
    files = PeerDatabase.create(Peers.pydb(), JmhRun.directory());
    Items.create(files, ROWS);
    files.closeFiles();
    Path path = files.directory().resolve("pydb");
    database = Database.open(DatabaseOptions.at(path));
    transaction = database.begin(true);
    Catalog catalog = transaction.catalog();
    TableLayout layout = catalog.layout(requireNonNull(catalog.table("public", "item")));
    lookup = new RowLookup(layout);
    cursor = new TableCursor(layout, transaction.view());
    key = new KeyEncoder(layout.rows().keyFormat());
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws SQLException {
    transaction.close();
    database.close();
    files.close();
  }

  /** One row by its key, one column of it. */
  @Benchmark
  public long get() {
    byte[] bytes = key.clear().addLong(ThreadLocalRandom.current().nextInt(ROWS)).toArray();
    if (!lookup.find(transaction.view(), bytes, 0, bytes.length)) {
      throw new IllegalStateException("no such row");
    }
    return lookup.row().getLong(STOCK);
  }

  /** All 200,000 rows, one column of each, row by row. */
  @Benchmark
  public long scan() {
    cursor.open(transaction.view(), KeyRange.ALL, false);
    long sum = 0;
    while (cursor.next()) {
      sum += cursor.row().getLong(STOCK);
    }
    return sum;
  }
}
