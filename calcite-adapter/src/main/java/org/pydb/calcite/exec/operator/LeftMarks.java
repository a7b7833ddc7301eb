package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import org.pydb.calcite.exec.store.MemoryAccount;

/**
 * Which left rows have met a right row so far, by their place in the order of their coming: for
 * joins that pass over the left rows several times. Not thread-safe.
 */
final class LeftMarks {
  private final MemoryAccount memory;
  private long[] words = {};
  private long position;

  /** No marks; the memory that they take is counted. */
  LeftMarks(MemoryAccount memory) {
    this.memory = memory;
  }

  /** Begins at the first left row again. */
  void rewind() {
    position = 0;
  }

  /** Gives the marks of the next rows. */
  void read(boolean[] matched, int count) {
    int needed = (int) ((position + count + Long.SIZE - 1) / Long.SIZE);
    if (needed > words.length) {
      int capacity = Math.max(needed, 2 * words.length);
      memory.use((long) Long.BYTES * (capacity - words.length));
      words = Arrays.copyOf(words, capacity);
    }
    for (int k = 0; k < count; k++) {
      long at = position + k;
      matched[k] = (words[(int) (at / Long.SIZE)] >>> at & 1) != 0;
    }
  }

  /** Takes the marks of the rows that were read last, and goes on. */
  void write(boolean[] matched, int count) {
    for (int k = 0; k < count; k++) {
      long at = position + k;
      if (matched[k]) {
        words[(int) (at / Long.SIZE)] |= 1L << at;
      }
    }
    position += count;
  }
}
