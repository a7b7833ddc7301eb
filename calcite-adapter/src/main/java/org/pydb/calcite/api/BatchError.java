package org.pydb.calcite.api;

/** One statement of a batch failed; those before it ran. */
public final class BatchError extends SqlError {
  private static final long serialVersionUID = 1;

  private final long[] counts;

  /**
   * An error in a batch.
   *
   * @param cause what went wrong in the statement at index {@code counts.length}
   * @param counts the counts of the statements before it
   */
  public BatchError(SqlError cause, long[] counts) {
    super(
        cause.state(),
        "batch entry " + counts.length + ": " + cause.getMessage(),
        cause.line(),
        cause.column(),
        cause);
    this.counts = counts.clone();
  }

  /** The counts of the statements before the failed one. */
  public long[] counts() {
    return counts.clone();
  }
}
