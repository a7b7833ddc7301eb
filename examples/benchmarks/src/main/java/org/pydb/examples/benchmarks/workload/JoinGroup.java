package org.pydb.examples.benchmarks.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** 100,000 items joined with their 1,000 makers and grouped by the makers' countries. */
public final class JoinGroup implements Workload {
  private static final int ROWS = 100_000;
  private static final int COUNTRIES = 20;
  private static final int MILLIS = 500;

  @Override
  public String name() {
    return "join-group";
  }

  @Override
  public String title() {
    return "Join of 100,000 rows with 1,000, grouped into 20";
  }

  @Override
  public String operation() {
    return "query";
  }

  @Override
  public Rounds rounds() {
    return new Rounds(4, 9);
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Items.create(database, ROWS);
    createMakers(database);
    PreparedStatement query =
        database
            .connection()
            .prepareStatement(
                "select m.country, count(*), sum(i.price * i.stock) from item i"
                    + " join maker m on m.id = i.maker where i.id >= ? group by m.country order by m.country");
    return new PeerContestant(database, () -> Timer.microsEachFor(MILLIS, i -> ask(query, -i)));
  }

  private static void createMakers(PeerDatabase database) throws SQLException {
    database.execute(
        "create table maker (id integer not null primary key, country varchar(20) not null)");
    try (PreparedStatement insert =
        database.connection().prepareStatement("insert into maker values (?, ?)")) {
      for (int id = 0; id < Items.MAKERS; id++) {
        insert.setInt(1, id);
        insert.setString(2, "country " + id % COUNTRIES);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * All rows each time, but no two questions in a row are the same, which H2 would not answer anew.
   */
  private static void ask(PreparedStatement query, int first) throws SQLException {
    long counted = 0;
    query.setInt(1, first);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        counted += rows.getLong(2);
      }
    }
    if (counted != ROWS) {
      throw new IllegalStateException(counted + " rows were joined instead of " + ROWS);
    }
  }
}
