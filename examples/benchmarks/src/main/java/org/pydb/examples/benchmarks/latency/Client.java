package org.pydb.examples.benchmarks.latency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.workload.BareSync;

/** Somebody who commits one thing after the other. Used by one thread at a time. */
interface Client {

  /** Says what is committed next; not timed. */
  default void prepare() throws Exception {}

  /** Does it, and returns when it is durable. */
  void commit() throws Exception;

  /** Writes to a file and syncs it. */
  static Client of(BareSync bare) {
    return bare::writeOnce;
  }

  /** Updates a random row out of every {@code of}-th, beginning with row {@code which}. */
  static Client of(PeerDatabase database, int which, int of) throws SQLException {
    Connection connection = database.connect();
    PreparedStatement update =
        connection.prepareStatement("update entry set note = ? where id = ?");
    Random random = new Random(which);
    return new Client() {

      @Override
      public void prepare() throws SQLException {
        update.setString(1, Entries.note(random));
        update.setInt(2, random.nextInt(Entries.ROWS / of) * of + which);
      }

      @Override
      public void commit() throws SQLException {
        if (update.executeUpdate() != 1) {
          throw new IllegalStateException("no row was updated");
        }
        database.peer().afterCommit(connection);
      }
    };
  }
}
