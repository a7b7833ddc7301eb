package org.pydb.calcite.api;

/** One statement of a batch failed: with the state and the place of its error. */
public final class BatchError extends SqlError {
  private static final long serialVersionUID = 1;

  private final SqlError ofEntry;
  private final long[] counts;
  private final int index;

  /**
   * An error in a batch.
   *
   * @param cause what went wrong
   * @param counts the counts of the statements that have had an effect
   * @param index which statement it was, from 0
   */
  public BatchError(SqlError cause, long[] counts, int index) {
    super(
        cause.state(),
        "batch entry " + index + ": " + cause.getMessage(),
        cause.line(),
        cause.column(),
        cause);
    ofEntry = cause;
    this.counts = counts.clone();
    this.index = index;
  }

  /** What went wrong, without the number of the entry. */
  public SqlError ofEntry() {
    return ofEntry;
  }

  /** Which statement failed, from 0. */
  public int index() {
    return index;
  }

  /** The same, but no statement of the batch has had an effect. */
  public BatchError withoutEffect() {
    return new BatchError(ofEntry, new long[0], index);
  }

  /** The counts of the statements that have had an effect. */
  public long[] counts() {
    return counts.clone();
  }
}
