package org.pydb.calcite.exec.spill;

/** How much an operator has spilled in an execution. Written by one thread. */
public final class SpillCount {
  private long bytes;
  private long rows;
  private int passes;

  /** Begins to count anew. */
  public void reset() {
    bytes = 0;
    rows = 0;
    passes = 0;
  }

  void wrote(long blockBytes, int rowCount) {
    bytes += blockBytes;
    rows += rowCount;
  }

  /** Notes that rows are written which went to the disk so many times before. */
  public void pass(int number) {
    passes = Math.max(passes, number + 1);
  }

  /** The bytes that were written to temporary files. */
  public long bytes() {
    return bytes;
  }

  /** The rows that were written, each as often as it was. */
  public long rows() {
    return rows;
  }

  /** How often a row was written at most; 0 if nothing was spilled. */
  public int passes() {
    return passes;
  }
}
