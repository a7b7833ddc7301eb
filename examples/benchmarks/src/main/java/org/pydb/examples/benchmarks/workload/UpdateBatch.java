package org.pydb.examples.benchmarks.workload;

import java.math.BigDecimal;
import java.nio.file.Path;
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

/** Rows of the {@link Ledger} updated by key, 100 a commit, beside a bare loop that syncs. */
public final class UpdateBatch implements Workload {
  private static final int UPDATES = 100;
  private static final int COMMITS = 10;

  @Override
  public String name() {
    return "update-batch";
  }

  @Override
  public String title() {
    return "Updates by key, 100 a durable commit, median commit";
  }

  @Override
  public String operation() {
    return "update";
  }

  @Override
  public List<Peer> peers() {
    return Peers.forWriting();
  }

  @Override
  public Rounds rounds() {
    return new Rounds(20, 50);
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Ledger.create(database);
    Connection connection = database.connection();
    connection.setAutoCommit(false);
    PreparedStatement update =
        connection.prepareStatement("update booking set amount = ? where id = ?");
    Random random = new Random(7);
    return new PeerContestant(
        database,
        () ->
            Timer.medianMicros(
                    COMMITS,
                    i -> {
                      updateSome(update, random);
                      connection.commit();
                      database.peer().afterCommit(connection);
                    })
                / UPDATES);
  }

  private static void updateSome(PreparedStatement update, Random random) throws SQLException {
    for (int i = 0; i < UPDATES; i++) {
      update.setBigDecimal(1, BigDecimal.valueOf(random.nextInt(10_000_000), 2));
      update.setInt(2, random.nextInt(Ledger.ROWS));
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("no row was updated");
      }
    }
  }

  @Override
  public List<Contestant> baselines(Path directory) throws Exception {
    return List.of(BareSync.create(directory, COMMITS, UPDATES));
  }
}
