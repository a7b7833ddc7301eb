package org.pydb.examples.benchmarks.workload;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.measure.Timer;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** Durable commits of one inserted row each, by one client, beside a bare loop that syncs. */
public final class CommitInsert implements Workload {

  @Override
  public String name() {
    return "commit-insert";
  }

  @Override
  public String title() {
    return "Durable commit of one inserted row, 1 client, median";
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
    return CommitUpdate.ROUNDS;
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    database.execute("create table entry (id integer not null primary key, text varchar(100))");
    Connection connection = database.connection();
    PreparedStatement insert = connection.prepareStatement("insert into entry values (?, ?)");
    AtomicInteger next = new AtomicInteger();
    return new PeerContestant(
        database,
        () ->
            Timer.medianMicros(
                CommitUpdate.COMMITS,
                i -> {
                  int id = next.getAndIncrement();
                  insert.setInt(1, id);
                  insert.setString(2, "the text of entry number " + id);
                  insert.executeUpdate();
                  database.peer().afterCommit(connection);
                }));
  }

  @Override
  public List<Contestant> baselines(Path directory) throws Exception {
    return List.of(BareSync.create(directory, CommitUpdate.COMMITS));
  }
}
