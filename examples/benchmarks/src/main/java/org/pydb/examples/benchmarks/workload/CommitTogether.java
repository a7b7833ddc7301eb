package org.pydb.examples.benchmarks.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** Eight clients that each commit one inserted row after the other. */
public final class CommitTogether implements Workload {
  private static final int CLIENTS = 8;
  private static final int COMMITS_EACH = 40;

  @Override
  public String name() {
    return "commit-together";
  }

  @Override
  public String title() {
    return "Durable commits of one inserted row by 8 clients at once";
  }

  @Override
  public String operation() {
    return "commit, all clients taken together";
  }

  @Override
  public List<Peer> peers() {
    return Peers.forWriting();
  }

  @Override
  public Rounds rounds() {
    return new Rounds(5, 25);
  }

  @Override
  public Contestant prepare(PeerDatabase database) throws SQLException {
    database.execute("create table entry (id integer not null primary key, text varchar(100))");
    AtomicInteger next = new AtomicInteger();
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(client(database, database.connect(), next));
    }
    return new PeerContestant(database, () -> run(clients));
  }

  private static Callable<Void> client(
      PeerDatabase database, Connection connection, AtomicInteger next) throws SQLException {
    PreparedStatement insert = connection.prepareStatement("insert into entry values (?, ?)");
    return () -> {
      for (int i = 0; i < COMMITS_EACH; i++) {
        int id = next.getAndIncrement();
        insert.setInt(1, id);
        insert.setString(2, "the text of entry number " + id);
        insert.executeUpdate();
        database.peer().afterCommit(connection);
      }
      return null;
    };
  }

  private static double run(List<Callable<Void>> clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      long start = System.nanoTime();
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get();
      }
      return (System.nanoTime() - start) / 1e3 / (CLIENTS * COMMITS_EACH);
    } finally {
      threads.shutdown();
    }
  }
}
