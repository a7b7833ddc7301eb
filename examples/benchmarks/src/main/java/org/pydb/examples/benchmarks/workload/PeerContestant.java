package org.pydb.examples.benchmarks.workload;

import java.sql.SQLException;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/** A database at work. */
final class PeerContestant implements Contestant {

  /** One round of work. */
  @FunctionalInterface
  interface Round {

    /** Does it; returns microseconds an operation. */
    double run() throws Exception;
  }

  private final PeerDatabase database;
  private final Round round;

  PeerContestant(PeerDatabase database, Round round) {
    this.database = database;
    this.round = round;
  }

  @Override
  public String name() {
    return database.peer().name();
  }

  @Override
  public double round() throws Exception {
    return round.run();
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
