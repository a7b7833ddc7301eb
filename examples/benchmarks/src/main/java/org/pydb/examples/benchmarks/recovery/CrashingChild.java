package org.pydb.examples.benchmarks.recovery;

import java.nio.file.Path;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.workload.Accounts;

/** Updates rows at random until the log is long, and dies. Says how many rows. */
final class CrashingChild {

  private CrashingChild() {}

  /**
   * Updates.
   *
   * @param arguments the peer's name, the directory of the database, its rows, the bytes of the log
   */
  public static void main(String[] arguments) throws Exception {
    Peer peer = Peers.named(arguments[0]);
    Path directory = Path.of(arguments[1]);
    long logBytes = Long.parseLong(arguments[3]);
    PeerDatabase database = PeerDatabase.open(peer, directory);
    database.execute(peer.holdCheckpoints().toArray(String[]::new));
    Accounts accounts = new Accounts(database.connection(), Integer.parseInt(arguments[2]));
    long updates = accounts.updateSome();
    long mark = peer.checkpointMark(directory);
    while (Sizes.of(directory).logBytes() < logBytes) {
      updates += accounts.updateSome();
    }
    if (peer.checkpointMark(directory) != mark) {
      throw new IllegalStateException("a checkpoint ended, so that the log need not be recovered");
    }
    Child.die(updates);
  }
}
