package org.pydb.engine.node;

/** Where nodes come from when they are not in memory. Thread-safe. */
public interface PageSource {

  /**
   * The node behind a reference, read from its page if need be.
   *
   * @throws org.pydb.engine.error.CorruptionException if the page is not what was written
   */
  Node load(PageRef ref);

  /**
   * Compares the part of a long key that lies in an overflow chain with the rest of a probe.
   *
   * @param cell the heap of the cell that holds the head of the long key
   * @param tail where the cell's {@linkplain Entry#TAIL_SIZE tail} begins in it
   * @param probe the key to compare with, whose head is equal
   * @param probeFrom where the part behind the head begins
   * @return negative if the long key is less than the probe, and so on
   */
  int compareTail(byte[] cell, int tail, byte[] probe, int probeFrom, int probeTo);

  /** A node is used that is in memory, and whose reference is not marked. */
  default void used(PageRef ref) {
    ref.mark();
  }
}
