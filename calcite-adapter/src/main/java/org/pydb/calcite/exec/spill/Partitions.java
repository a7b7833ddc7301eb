package org.pydb.calcite.exec.spill;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.KeyHash;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Rows on the disk, divided by the hash of their key: those with equal keys are in one partition. A
 * partition that is still too large is divided again, at the next level, by other bits of the same
 * hash. Not thread-safe.
 */
public final class Partitions {
  private static final int BITS = 4;

  /** How many partitions rows are divided into. */
  public static final int COUNT = 1 << BITS;

  /** The first level at which there are no bits left to divide by. */
  public static final int LEVELS = Long.SIZE / BITS;

  private final Workspace workspace;
  private final List<ColumnType> types;
  private final int level;
  private final KeyHash hash;
  private final @Nullable SpilledRows[] parts = new SpilledRows[COUNT];

  // Scratch: the partition of each row, where the rows of a partition begin, the rows by partition.
  private int[] targets = {};
  private final int[] starts = new int[COUNT + 1];
  private int[] grouped = {};

  /**
   * No rows yet.
   *
   * @param types of the columns
   * @param keyTypes as which keys are compared
   * @param level how often the rows were divided before
   */
  public Partitions(
      Workspace workspace, List<ColumnType> types, List<ColumnType> keyTypes, int level) {
    assert level < LEVELS;
    this.workspace = workspace;
    this.types = types;
    this.level = level;
    hash = new KeyHash(keyTypes);
    workspace.count().pass(level);
  }

  /** Adds some rows of a batch, whose keys are given beside it. */
  public void add(Batch batch, int[] rows, int count, Vector[] keys) {
    divide(hash.of(keys, rows, count), count);
    grouped = Selection.ensure(grouped, count);
    int[] next = starts.clone();
    for (int k = 0; k < count; k++) {
      grouped[next[targets[k]]++] = rows[k];
    }
    for (int i = 0; i < COUNT; i++) {
      int size = starts[i + 1] - starts[i];
      if (size > 0) {
        int[] own = Arrays.copyOfRange(grouped, starts[i], starts[i + 1]);
        part(i).append(batch, own, size);
      }
    }
  }

  private void divide(long[] hashes, int count) {
    targets = Selection.ensure(targets, count);
    int shift = Long.SIZE - BITS * (level + 1);
    Arrays.fill(starts, 0);
    for (int k = 0; k < count; k++) {
      int target = (int) (hashes[k] >>> shift) & (COUNT - 1);
      targets[k] = target;
      starts[target + 1]++;
    }
    for (int i = 0; i < COUNT; i++) {
      starts[i + 1] += starts[i];
    }
  }

  private SpilledRows part(int index) {
    SpilledRows part = parts[index];
    if (part == null) {
      part = workspace.rows(types);
      parts[index] = part;
    }
    return part;
  }

  /** Called when all rows have come. */
  public void finish() {
    for (SpilledRows part : parts) {
      if (part != null) {
        part.finish();
      }
    }
  }

  /** How many rows there are in all. */
  public long rowCount() {
    long rowCount = 0;
    for (SpilledRows part : parts) {
      rowCount += part == null ? 0 : part.rowCount();
    }
    return rowCount;
  }

  /** A partition, after {@link #finish}; null if it has no rows. The caller closes it. */
  public @Nullable SpilledRows get(int index) {
    return parts[index];
  }
}
