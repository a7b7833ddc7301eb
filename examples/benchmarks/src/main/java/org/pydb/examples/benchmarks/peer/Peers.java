package org.pydb.examples.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

/** The databases that are measured together. */
public final class Peers {

  /** pydb's name in tables. */
  public static final String PYDB = "pydb";

  /** SQLite's name in tables. */
  public static final String SQLITE = "SQLite";

  private Peers() {}

  /** pydb. */
  public static Peer pydb() {
    return new PydbPeer();
  }

  /** H2. */
  public static Peer h2() {
    return new H2Peer(false);
  }

  /** Derby. */
  public static Peer derby() {
    return new DerbyPeer();
  }

  /** SQLite. */
  public static Peer sqlite() {
    return new SqlitePeer();
  }

  /** The one with this name. */
  public static Peer named(String name) {
    for (Peer peer : forWriting()) {
      if (peer.name().equals(name)) {
        return peer;
      }
    }
    throw new IllegalArgumentException(name + " is none of " + forWriting());
  }

  /** Those that are set up once for reading; what they sync does not matter. */
  public static List<Peer> forReading() {
    return List.of(pydb(), h2(), new HsqldbPeer(), derby(), sqlite());
  }

  /** Those that commit: H2 twice, as fast as it goes and as durable as it goes. */
  public static List<Peer> forWriting() {
    List<Peer> peers = new ArrayList<>(forReading());
    peers.add(2, new H2Peer(true));
    return List.copyOf(peers);
  }

  /**
   * DuckDB, if it is on the class path. It is for analysis: single rows go in and out at a
   * hundredth of the others' pace, so it takes part in nothing else.
   */
  public static List<Peer> duckdb() {
    try {
      Class.forName("org.duckdb.DuckDBDriver");
      return List.of(new DuckdbPeer());
    } catch (ClassNotFoundException e) {
      return List.of();
    }
  }
}
