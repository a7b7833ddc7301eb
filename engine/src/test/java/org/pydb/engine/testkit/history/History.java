package org.pydb.engine.testkit.history;

import java.util.List;

/**
 * What clients did and saw.
 *
 * @param transactions in any order
 */
public record History(List<Run> transactions) {

  /** How a transaction ended. */
  public enum Outcome {
    /** It was acknowledged. */
    COMMITTED,
    /** It was rolled back, by the client or by the database. */
    ABORTED
  }

  /**
   * One transaction.
   *
   * @param number nobody else's
   * @param client who ran it
   * @param operations in their order
   * @param outcome how it ended
   * @param begun when the client asked for its first step
   * @param ending when the client asked for its end
   * @param ended when that was answered
   */
  public record Run(
      int number,
      String client,
      List<Operation> operations,
      Outcome outcome,
      long begun,
      long ending,
      long ended) {

    /** Whether its writes are to stay. */
    public boolean isCommitted() {
      return outcome == Outcome.COMMITTED;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Run run && run.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    @Override
    public String toString() {
      return "T" + number + " (" + client + ")";
    }
  }
}
