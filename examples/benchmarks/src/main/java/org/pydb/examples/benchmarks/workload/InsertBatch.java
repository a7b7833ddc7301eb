package org.pydb.examples.benchmarks.workload;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** Rows of five columns into a table with a primary key and two more indexes, 1,000 a commit. */
public final class InsertBatch implements Workload {
  private static final int BATCH_ROWS = 1_000;
  private static final int BATCHES = 10;

  @Override
  public String name() {
    return "insert-batch";
  }

  @Override
  public String title() {
    return "Batch insert, 5 columns, primary key + 2 indexes, 1,000 rows a commit";
  }

  @Override
  public String operation() {
    return "row";
  }

  @Override
  public List<Peer> peers() {
    return Peers.forWriting();
  }

  @Override
  public Rounds rounds() {
    return new Rounds(8, 20);
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    database.execute(
        "create table sale (id integer not null primary key, customer integer not null,"
            + " product integer not null, amount decimal(10,2) not null, note varchar(40))",
        "create index sale_customer on sale (customer)",
        "create index sale_product on sale (product)");
    Connection connection = database.connection();
    connection.setAutoCommit(false);
    Sales sales = new Sales(connection.prepareStatement("insert into sale values (?, ?, ?, ?, ?)"));
    return new PeerContestant(
        database,
        () ->
            Timer.microsEach(
                    BATCHES,
                    i -> {
                      sales.insertBatch();
                      connection.commit();
                      database.peer().afterCommit(connection);
                    })
                / BATCH_ROWS);
  }

  /** The rows to come. */
  private static final class Sales {
    private final PreparedStatement insert;
    private final Random random = new Random(3);
    private int id;

    Sales(PreparedStatement insert) {
      this.insert = insert;
    }

    void insertBatch() throws SQLException {
      for (int i = 0; i < BATCH_ROWS; i++) {
        insert.setInt(1, id++);
        insert.setInt(2, random.nextInt(10_000));
        insert.setInt(3, random.nextInt(100_000));
        insert.setBigDecimal(4, BigDecimal.valueOf(random.nextInt(100_000), 2));
        insert.setString(5, "sold on a fine day, number " + id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
