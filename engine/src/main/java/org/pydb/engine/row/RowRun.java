package org.pydb.engine.row;

import org.pydb.engine.bytes.Bytes;

/**
 * Rows of a {@link RowBatch} that follow each other, lie in the same arrays and have the same
 * shape: what a loop over them need not look at twice. Reused; not thread-safe.
 */
final class RowRun {

  /** The first row of the run in its batch. */
  int first;

  /** The row behind the last one. */
  int end;

  /** What all keys of the run begin with. */
  byte[] prefix = Bytes.EMPTY;

  int prefixFrom;
  int prefixLength;

  /** The array with the rest of each key. */
  byte[] keys = Bytes.EMPTY;

  /** The array with the values. */
  byte[] values = Bytes.EMPTY;

  ValueShape shape;

  RowRun(ValueShape shape) {
    this.shape = shape;
  }
}
