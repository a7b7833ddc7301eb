package org.pydb.examples.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** A prepared SELECT of two columns by primary key, keys at random. */
public final class SelectByKey implements Workload {
  private static final int ROWS = 200_000;
  private static final int MILLIS = 300;

  @Override
  public String name() {
    return "select-by-key";
  }

  @Override
  public String title() {
    return "Prepared SELECT of 2 columns by primary key, 200,000 rows, 1 thread";
  }

  @Override
  public String operation() {
    return "SELECT";
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Items.create(database, ROWS);
    PreparedStatement select =
        database.connection().prepareStatement("select name, stock from item where id = ?");
    Random keys = new Random(1);
    return new PeerContestant(
        database, () -> Timer.microsEachFor(MILLIS, i -> selectOne(select, keys.nextInt(ROWS))));
  }

  private static void selectOne(PreparedStatement select, int key) throws SQLException {
    select.setInt(1, key);
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next() || rows.getString(1).isEmpty() || rows.getInt(2) < 0) {
        throw new IllegalStateException("item " + key + " was not found, or not as it was made");
      }
    }
  }
}
