package org.pydb.examples.benchmarks.workload;

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

/** Durable commits of one row updated by key each, by one client, beside a bare loop that syncs. */
public final class CommitUpdate implements Workload {

  /** Commits a round: few, so that a contestant and the bare loop meet the same moods of a disk. */
  static final int COMMITS = 40;

  /** Many short rounds, for the same reason. */
  static final Rounds ROUNDS = new Rounds(25, 75);

  private static final int ROWS = 10_000;

  @Override
  public String name() {
    return "commit-update";
  }

  @Override
  public String title() {
    return "Durable commit of one row updated by key, 1 client, median";
  }

  @Override
  public String operation() {
    return "commit";
  }

  @Override
  public List<Peer> peers() {
    return Peers.forWriting();
  }

  @Override
  public Rounds rounds() {
    return ROUNDS;
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    Items.create(database, ROWS);
    Connection connection = database.connection();
    PreparedStatement update =
        connection.prepareStatement("update item set stock = ? where id = ?");
    Random random = new Random(2);
    return new PeerContestant(
        database,
        () ->
            Timer.medianMicros(
                COMMITS,
                i -> {
                  update.setInt(1, random.nextInt(1_000));
                  update.setInt(2, random.nextInt(ROWS));
                  if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("no row was updated");
                  }
                  database.peer().afterCommit(connection);
                }));
  }

  @Override
  public List<Contestant> baselines(Path directory) throws Exception {
    return List.of(BareSync.create(directory, COMMITS));
  }
}
