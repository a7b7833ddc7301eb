package org.pydb.examples.benchmarks.workload;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** A table of things that are sold: key, name, price, stock, maker. */
public final class Items {

  /** How many makers there are; each item has one. */
  public static final int MAKERS = 1_000;

  private static final int ROWS_PER_COMMIT = 10_000;
  private static final long SEED = 4711;

  private Items() {}

  /** Makes the table with keys from 0 to {@code count} - 1, the same in each database. */
  public static void create(PeerDatabase database, int count) throws SQLException {
    database.execute(
        "create table item (id integer not null primary key, name varchar(40) not null,"
            + " price decimal(10,2) not null, stock integer not null, maker integer not null)");
    Connection connection = database.connection();
    Random random = new Random(SEED);
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into item values (?, ?, ?, ?, ?)")) {
      for (int id = 0; id < count; id++) {
        insert.setInt(1, id);
        insert.setString(2, "item number " + id);
        insert.setBigDecimal(3, BigDecimal.valueOf(random.nextInt(100_000), 2));
        insert.setInt(4, random.nextInt(1_000));
        insert.setInt(5, random.nextInt(MAKERS));
        insert.addBatch();
        if ((id + 1) % ROWS_PER_COMMIT == 0 || id + 1 == count) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    connection.setAutoCommit(true);
  }
}
