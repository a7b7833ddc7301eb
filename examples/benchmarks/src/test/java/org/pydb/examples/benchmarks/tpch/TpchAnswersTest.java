package org.pydb.examples.benchmarks.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;

/** pydb and H2 hold the same TPC-H tables, and must answer each of the 22 queries alike. */
class TpchAnswersTest {
  private static final double SCALE = 0.01;

  private static final long LIMIT_MILLIS = 60_000;

  @TempDir private static Path directory;
  private static PeerDatabase pydb;
  private static PeerDatabase h2;

  @BeforeAll
  static void load() throws SQLException {
    pydb = load(Peers.pydb());
    h2 = load(Peers.h2());
  }

  private static PeerDatabase load(Peer peer) throws SQLException {
    PeerDatabase database = PeerDatabase.create(peer, directory);
    TpchData.load(database, SCALE);
    return database;
  }

  @AfterAll
  static void close() throws SQLException {
    try (PeerDatabase first = pydb;
        PeerDatabase second = h2) {
      assertThat(first).isNotSameAs(second);
    }
  }

  @ParameterizedTest(name = "Q{0}")
  @MethodSource("org.pydb.examples.benchmarks.tpch.TpchQuery#all")
  void answersAreEqual(TpchQuery query) throws SQLException {
    Answer ours = Answer.ask(pydb.connection(), query.sqlFor(pydb.peer(), SCALE), LIMIT_MILLIS);
    Answer theirs = Answer.ask(h2.connection(), query.sqlFor(h2.peer(), SCALE), LIMIT_MILLIS);
    assertThat(ours.difference(theirs, query.orderColumns())).isEmpty();
  }
}
