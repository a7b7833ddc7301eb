package org.pydb.examples.benchmarks.parts;

/**
 * What went between a store and its files.
 *
 * @param read bytes
 * @param written bytes
 * @param syncs how often a file was synced
 */
record Counts(long read, long written, long syncs) {

  /** What came since. */
  Counts minus(Counts earlier) {
    return new Counts(read - earlier.read, written - earlier.written, syncs - earlier.syncs);
  }
}
