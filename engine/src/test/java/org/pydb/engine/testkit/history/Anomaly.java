package org.pydb.engine.testkit.history;

/**
 * Something in a history that its level forbids.
 *
 * @param kind what it is
 * @param text what happened, in words
 */
public record Anomaly(Kind kind, String text) {

  /** Anomalies, by Adya's names where he has one. */
  public enum Kind {
    /** Writes of two transactions came in opposite orders: a dirty write. */
    G0("G0, write cycle"),
    /** What was rolled back was read. */
    G1A("G1a, aborted read"),
    /** What was replaced within its own transaction was read. */
    G1B("G1b, intermediate read"),
    /** Transactions depend on each other by what they wrote and read. */
    G1C("G1c, circular information flow"),
    /** Two read a version, and both replaced it. */
    LOST_UPDATE("P4, lost update"),
    /** A transaction saw some, but not all, of what another one did. */
    G_SINGLE("G-single, read skew"),
    /** A cycle with several overtaken reads, no two of which meet in one transaction. */
    G_NONADJACENT("G-nonadjacent, a fork seen by others"),
    /** Each missed what the other wrote, to rows that it read. */
    G2_ITEM("G2-item, write skew"),
    /** Each missed what the other wrote, to rows that a condition would have found. */
    G2("G2, phantom"),
    /** A transaction did not see its own writes, or saw those that it had undone. */
    INTERNAL("internal inconsistency"),
    /** Two versions replaced the same one. */
    FORK("fork of versions"),
    /** A committed version is not there in the end. */
    LOST_WRITE("lost write"),
    /** A version was read that nobody wrote. */
    GARBAGE("garbage read");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  @Override
  public String toString() {
    return kind + ": " + text;
  }
}
