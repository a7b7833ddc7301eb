package org.pydb.examples.benchmarks.workload;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Rounds;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** One benchmark: the same work for each peer. */
public interface Workload {

  /** Its name in file names and in tables of figures: {@code select-by-key}. */
  String name();

  /** What is done, in a few words. */
  String title();

  /** What one operation is, for "µs a …". */
  default String operation() {
    return "operation";
  }

  /** Who takes part. */
  default List<Peer> peers() {
    return Peers.forReading();
  }

  /** How often. */
  default Rounds rounds() {
    return new Rounds(5, 15);
  }

  /** Lays the work out in a new database. The contestant closes it. */
  Contestant prepare(PeerDatabase database) throws SQLException;

  /** What is measured beside the peers and is no database. */
  default List<Contestant> baselines(Path directory) throws Exception {
    return List.of();
  }
}
