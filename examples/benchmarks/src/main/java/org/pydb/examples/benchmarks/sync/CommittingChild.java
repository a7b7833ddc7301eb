package org.pydb.examples.benchmarks.sync;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** A process that commits a number of rows, one by one, and dies. */
final class CommittingChild {

  private CommittingChild() {}

  /**
   * Commits.
   *
   * @param arguments the peer's name, the number of rows, the directory for the database
   */
  public static void main(String[] arguments) throws Exception {
    Peer peer = Peers.named(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    PeerDatabase database = PeerDatabase.create(peer, Path.of(arguments[2]));
    database.execute("create table entry (id integer not null primary key, text varchar(100))");
    Connection connection = database.connection();
    try (PreparedStatement insert =
        connection.prepareStatement("insert into entry values (?, ?)")) {
      for (int id = 0; id < rows; id++) {
        insert.setInt(1, id);
        insert.setString(2, "the text of entry number " + id);
        insert.executeUpdate();
        peer.afterCommit(connection);
      }
    }
    // Closing would sync; only what commits do is to be counted.
    Runtime.getRuntime().halt(0);
  }
}
