package org.pydb.examples.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** A count, a sum and a maximum over 10,000 rows next to each other by key. */
public final class ScanRange implements Workload {
  private static final int ROWS = 200_000;
  private static final int RANGE = 10_000;
  private static final int MILLIS = 300;

  @Override
  public String name() {
    return "scan-range";
  }

  @Override
  public String title() {
    return "count, sum and max over 10,000 of 200,000 rows, by a range of the key";
  }

  @Override
  public String operation() {
    return "query";
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Items.create(database, ROWS);
    PreparedStatement query =
        database
            .connection()
            .prepareStatement(
                "select count(*), sum(stock), max(price) from item where id between ? and ?");
    Random random = new Random(4);
    return new PeerContestant(
        database, () -> Timer.microsEachFor(MILLIS, i -> ask(query, random.nextInt(ROWS - RANGE))));
  }

  private static void ask(PreparedStatement query, int first) throws SQLException {
    query.setInt(1, first);
    query.setInt(2, first + RANGE - 1);
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      if (rows.getLong(1) != RANGE || rows.getLong(2) <= 0 || rows.getBigDecimal(3) == null) {
        throw new IllegalStateException(rows.getLong(1) + " rows instead of " + RANGE);
      }
    }
  }
}
