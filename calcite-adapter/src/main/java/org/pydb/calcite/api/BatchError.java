package org.pydb.calcite.api;

/** One statement of a batch failed. */
public final class BatchError extends SqlError {
  private static final long serialVersionUID = 1;

  private final long[] counts;

  /**
   * An error in a batch.
   *
   * @param cause what went wrong
   * @param counts the counts of the statements that have had an effect: those before it, or none if
   *     the batch was one transaction
   * @param index which statement it was, from 0
   */
  public BatchError(SqlError cause, long[] counts, int index) {
    super(
        cause.state(),
        "batch entry " + index + ": " + cause.getMessage(),
        cause.line(),
        cause.column(),
        cause);
    this.counts = counts.clone();
  }

  /** The counts of the statements that have had an effect. */
  public long[] counts() {
    return counts.clone();
  }
}
