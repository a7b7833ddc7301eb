package org.pydb.examples.benchmarks.recovery;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** Opens a database and reads a row; says how many nanoseconds that took, and dies. */
final class OpeningChild {

  private OpeningChild() {}

  /**
   * Opens.
   *
   * @param arguments the peer's name, the directory of the database
   */
  public static void main(String[] arguments) throws SQLException {
    long start = System.nanoTime();
    PeerDatabase database = PeerDatabase.open(Peers.named(arguments[0]), Path.of(arguments[1]));
    try (Statement statement = database.connection().createStatement();
        ResultSet row = statement.executeQuery("select balance from account where id = 7")) {
      if (!row.next()) {
        throw new IllegalStateException("the row is not there");
      }
    }
    Child.die(System.nanoTime() - start);
  }
}
