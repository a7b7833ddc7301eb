package org.pydb.calcite.exec.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.order.BytesOrder;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/** A column whose values are runs of bytes, copied into blocks that never move. */
public final class BytesStore extends ColumnStore {
  private static final byte[] EMPTY = {};
  private static final int BLOCK_MIN = 256;
  private static final int BLOCK_MAX = 1 << 16;

  // Of each value the block that it lies in, its start there and its length.
  private byte[][][] arrays = {};
  private int[][] starts = {};
  private int[][] lengths = {};

  private byte[] block = EMPTY;
  private int used;

  /** The bytes of all blocks. */
  private long blockBytes;

  private final @Nullable BytesOrder order;

  /**
   * An empty column.
   *
   * @param order the order of the values; null for that of their bytes
   */
  BytesStore(MemoryAccount memory, @Nullable BytesOrder order) {
    super(memory);
    this.order = order;
  }

  /** The order of the values; null if it is that of their bytes. */
  @Nullable BytesOrder order() {
    return order;
  }

  /** The block in which a value lies. */
  public byte[] array(int index) {
    return arrays[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  /** Where a value begins in its block. */
  public int start(int index) {
    return starts[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  /** The length of a value. */
  public int length(int index) {
    return lengths[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  @Override
  void clearValues() {
    for (byte[][] chunk : arrays) {
      if (chunk != null) {
        Arrays.fill(chunk, null);
      }
    }
    memory().free(blockBytes - block.length);
    blockBytes = block.length;
    used = 0;
  }

  @Override
  int bytesPerPosition() {
    return 16;
  }

  @Override
  void growChunk(int number, int positions) {
    arrays = withRoom(arrays, number);
    starts = withRoom(starts, number);
    lengths = withRoom(lengths, number);
    int had = arrays[number] == null ? 0 : arrays[number].length;
    memory().use((positions - had) * 16L);
    arrays[number] = had == 0 ? new byte[positions][] : Arrays.copyOf(arrays[number], positions);
    starts[number] = had == 0 ? new int[positions] : Arrays.copyOf(starts[number], positions);
    lengths[number] = had == 0 ? new int[positions] : Arrays.copyOf(lengths[number], positions);
  }

  @Override
  void appendValues(Vector source, int[] rows, int count, int start) {
    BytesVector vector = (BytesVector) source;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int length = vector.isNull(row) ? 0 : vector.length(row);
      makeRoom(length);
      if (length > 0) { // Where a NULL begins is nobody's promise, not even within its array.
        System.arraycopy(vector.array(row), vector.start(row), block, used, length);
      }
      int number = (start + k) >>> CHUNK_BITS;
      int offset = (start + k) & (CHUNK - 1);
      arrays[number][offset] = block;
      starts[number][offset] = used;
      lengths[number][offset] = length;
      used += length;
    }
  }

  private void makeRoom(int length) {
    if (block.length - used < length) {
      int next = Math.min(BLOCK_MAX, Math.max(BLOCK_MIN, 2 * block.length));
      block = new byte[Math.max(length, next)];
      used = 0;
      memory().use(block.length);
      blockBytes += block.length;
    }
  }

  @Override
  void gatherValues(int[] indexes, int from, int[] positions, int count, Vector target) {
    BytesVector vector = (BytesVector) target;
    byte[][] toArrays = vector.arrays();
    int[] toStarts = vector.starts();
    int[] toLengths = vector.lengths();
    for (int k = 0; k < count; k++) {
      int index = indexes[from + k];
      if (index >= 0) {
        int number = index >>> CHUNK_BITS;
        int offset = index & (CHUNK - 1);
        toArrays[positions[k]] = arrays[number][offset];
        toStarts[positions[k]] = starts[number][offset];
        toLengths[positions[k]] = lengths[number][offset];
      }
    }
  }

  @Override
  int retainEqualValues(
      Vector vector,
      int[] rows,
      int[] ids,
      int[] candidates,
      int count,
      int[] failed,
      int failedCount) {
    BytesVector bytes = (BytesVector) vector;
    int kept = 0;
    int dropped = failedCount;
    for (int i = 0; i < count; i++) {
      int k = candidates[i];
      if (equal(bytes, rows[k], ids[k])) {
        candidates[kept++] = k;
      } else {
        failed[dropped++] = k;
      }
    }
    return kept;
  }

  private boolean equal(BytesVector bytes, int row, int index) {
    if (order != null) {
      return compare(bytes, row, index) == 0;
    }
    int length = bytes.length(row);
    int start = bytes.start(row);
    int ownStart = start(index);
    return length == length(index)
        && Arrays.equals(
            bytes.array(row), start, start + length, array(index), ownStart, ownStart + length);
  }

  @Override
  public int compare(int index, int other) {
    int start = start(index);
    int otherStart = start(other);
    if (order != null) {
      return order.compare(
          array(index), start, length(index), array(other), otherStart, length(other));
    }
    return Arrays.compareUnsigned(
        array(index),
        start,
        start + length(index),
        array(other),
        otherStart,
        otherStart + length(other));
  }

  @Override
  public int compare(Vector vector, int row, int index) {
    BytesVector bytes = (BytesVector) vector;
    int start = start(index);
    if (order != null) {
      return order.compare(
          bytes.array(row),
          bytes.start(row),
          bytes.length(row),
          array(index),
          start,
          length(index));
    }
    return Arrays.compareUnsigned(
        bytes.array(row),
        bytes.start(row),
        bytes.start(row) + bytes.length(row),
        array(index),
        start,
        start + length(index));
  }
}
