package org.pydb.engine.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.engine.testkit.history.Anomaly.Kind;
import org.pydb.engine.testkit.history.History.Run;

/**
 * The checker finds each anomaly that was planted, at the levels that forbid it, and reports
 * nothing where it is allowed.
 */
class HistoryCheckerTest {

  private static void assertFound(String history, Kind kind, Level... levels) {
    History parsed = HistoryNotation.parse(history);
    for (Level level : Level.values()) {
      List<Anomaly> found = HistoryChecker.check(parsed, level);
      if (Set.of(levels).contains(level)) {
        assertThat(found).as("%s at %s", history, level).extracting(Anomaly::kind).contains(kind);
      } else {
        assertThat(found).as("%s at %s", history, level).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "G0 | w1(x=1) w2(x=2) w2(y=3) w1(y=4) c1 c2 r9(x=1,2 y=3,4) c9",
        "G1A | w1(x=1) r2(x=1) a1 c2",
        "G1A | s1 w1(x=1) r2(x=1) b1 c1 c2",
        "G1B | w1(x=1) r2(x=1) w1(x=2) c1 c2",
        "G1C | w1(x=1) w2(y=2) r1(y=2) r2(x=1) c1 c2",
        "INTERNAL | w1(x=1) r1(x) c1",
        "INTERNAL | w1(x=1) s1 w1(x=2) b1 r1(x=1,2) c1",
        "FORK | w1(x=1) w2(x=2) c1 c2 r3(x=1) r4(x=2) c3 c4",
        "GARBAGE | r1(x=7) c1",
        // In one statement: a read of two times.
        "G_SINGLE | w1(x=1 y=2) w1(y=2) c1 r2(x=1 y) c2",
        // A snapshot that is older than the transaction.
        "G_SINGLE | w1(x=1) c1 r2(x) c2",
        // What is not committed yet was read, and is committed later.
        "G1C | w1(x=1) r2(x=1) c2 c1"
      })
  void foundAtEveryLevel(Kind kind, String history) {
    assertFound(history, kind, Level.values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "G_SINGLE | r1(x) w2(x=1) w2(y=2) c2 r1(y=2) c1",
        "G_SINGLE | r1(x) w2(x=1) c2 r1(x=1) c1",
        "LOST_UPDATE | r1(x) r2(x) w1(x=1) c1 w2(x=2) c2 r9(x=1,2) c9",
        "G_SINGLE | p1(x) w2(x=1) c2 p1(x=1) c1",
        "G_SINGLE | w8(x=1) c8 p1(x=1) d2(x=1) w2(y=2) c2 r1(y=2) c1",
        // Two readers see two writers in opposite orders.
        "G_NONADJACENT | r3(y) r4(x) w1(x=1) c1 w2(y=2) c2 r3(x=1) r4(y=2) c3 c4"
      })
  void foundFromRepeatableReadOn(Kind kind, String history) {
    assertFound(history, kind, Level.REPEATABLE_READ, Level.SERIALIZABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "G2_ITEM | r1(x y) r2(x y) w1(x=1) w2(y=2) c1 c2",
        "G2 | p1(x y) p2(x y) w1(x=1) w2(y=2) c1 c2",
        // Two doctors: each saw that the other one is on call.
        "G2_ITEM | w0(x=1) w0(y=2) c0 r1(x=1 y=2) r2(x=1 y=2) w1(x=3) w2(y=4) c1 c2 r9(x=1,3 y=2,4) c9",
        // Fekete's: 3 only reads, and sees what makes the other two impossible.
        "G2_ITEM | r2(x y) r1(y) w1(y=1) c1 r3(x y=1) c3 w2(x=2) c2"
      })
  void foundAtSerializable(Kind kind, String history) {
    assertFound(history, kind, Level.SERIALIZABLE);
  }

  @Test
  void aLockedReadLosesNoUpdateAtReadCommitted() {
    assertFound("l1(x) w2(x=2) c2 w1(x=1) c1 r9(x=2,1) c9", Kind.LOST_UPDATE, Level.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w1(x=1) c1 r2(x=1) w2(x=2) c2 r3(x=1,2) c3",
        "w1(x=1) r2(x) a1 r2(x) c2",
        "w1(x=1) s1 w1(x=2) r1(x=1,2) b1 r1(x=1) w1(x=3) r1(x=1,3) c1 r2(x=1,3) c2",
        "w1(x=1) w1(x=2) c1 r2(x=1,2) c2",
        // Two at once, neither of which saw the other: the reader comes first.
        "r2(x) w1(x=1) c1 r2(y) c2",
        // It undid its write, so it only read, in the past.
        "r2(x) w1(x=1) c1 s2 w2(y=2) b2 c2",
        // It found nothing because it had removed it itself, which it undid.
        "w1(x=1) c1 p2(x=1) s2 d2(x=1) p2(x) b2 p2(x=1) c2",
        // Made, removed, made again: who finds nothing may have come at either time.
        "w1(x=1) c1 d2(x=1) c2 w3(x=2) c3 p4(x=2) c4",
        "w1(x=1) p2(x) c1 d3(x=1) c3 p2(x) c2"
      })
  void nothingIsWrong(String history) {
    History parsed = HistoryNotation.parse(history);
    for (Level level : Level.values()) {
      assertThat(HistoryChecker.check(parsed, level)).as("%s at %s", history, level).isEmpty();
    }
  }

  @Test
  void aCommittedVersionThatIsNotThereInTheEndIsLost() {
    History history = HistoryNotation.parse("w1(x=1) c1 w2(x=2) c2 r9(x=2) c9");
    Run last = history.transactions().get(2);
    assertThat(HistoryChecker.check(history, Level.READ_COMMITTED, last))
        .extracting(Anomaly::kind)
        .contains(Kind.LOST_WRITE);
    assertThat(
            HistoryChecker.check(
                HistoryNotation.parse("w1(x=1) c1 r9(x) c9"), Level.READ_COMMITTED))
        .isNotEmpty();
  }

  @Test
  void cyclesAreToldInWords() {
    History history = HistoryNotation.parse("r1(x y) r2(x y) w1(x=1) w2(y=2) c1 c2");
    assertThat(HistoryChecker.check(history, Level.SERIALIZABLE).get(0).toString())
        .isEqualTo(
            """
            G2-item, write skew: at SERIALIZABLE, each before the next:
              - T1 (client 1) read y 0 before, which T2 (client 2) replaced by y 0 as version 2
              - T2 (client 2) read x 0 before, which T1 (client 1) replaced by x 0 as version 1""");
  }
}
