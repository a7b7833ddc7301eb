package org.pydb.calcite.exec.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.order.BytesOrder;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * A column of any length that is appended to and read at random. Values count from 0. Not
 * thread-safe.
 *
 * <p>Values stand in chunks of {@link #CHUNK} positions, so that growing copies nothing. Only the
 * first chunk begins small and doubles: a column of one row is cheap.
 */
public abstract sealed class ColumnStore permits BytesStore, DecimalStore, DoubleStore, LongStore {

  /** log2 of the positions in a chunk. */
  static final int CHUNK_BITS = 12;

  /** The positions in a chunk. */
  static final int CHUNK = 1 << CHUNK_BITS;

  private static final int FIRST_CHUNK_MIN = 16;

  private final MemoryAccount memory;
  private boolean[] @Nullable [] nulls = {};
  private boolean hasNulls;
  private int size;
  private int capacity;

  ColumnStore(MemoryAccount memory) {
    this.memory = memory;
  }

  /** An empty column for values of this type. */
  public static ColumnStore of(ColumnType type, MemoryAccount memory) {
    return switch (type.kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ ->
          new LongStore(memory);
      case FLOAT32, FLOAT64 -> new DoubleStore(memory);
      case DECIMAL, NUMERIC -> new DecimalStore(memory);
      case UUID, CHAR, TEXT, BYTES, JSON, INTERVAL, JSONB, ARRAY ->
          new BytesStore(memory, BytesOrder.of(type));
    };
  }

  /** How many values there are. */
  public final int size() {
    return size;
  }

  /** Whether a value is NULL. */
  public final boolean isNull(int index) {
    int number = index >>> CHUNK_BITS;
    if (!hasNulls || number >= nulls.length) {
      return false;
    }
    boolean[] chunk = nulls[number];
    return chunk != null && chunk[index & (CHUNK - 1)];
  }

  /** Whether a value may be NULL. */
  public final boolean hasNulls() {
    return hasNulls;
  }

  /** Where the memory of this column is counted. */
  final MemoryAccount memory() {
    return memory;
  }

  /** The bytes that positions for so many more values will take, besides the bytes of slices. */
  final long growthBytes(int count) {
    int needed = size + count - capacity;
    if (needed <= 0) {
      return 0;
    }
    long positions =
        size + count <= CHUNK
            ? chunkSize(size + count) - capacity
            : (long) CHUNK * ((needed + CHUNK - 1) / CHUNK);
    return positions * (bytesPerPosition() + 1);
  }

  /** The bytes of a position, without its NULL. */
  abstract int bytesPerPosition();

  /** Drops all values, and keeps the room that they had. */
  final void clear() {
    size = 0;
    if (hasNulls) {
      hasNulls = false;
      for (boolean[] chunk : nulls) {
        if (chunk != null) {
          Arrays.fill(chunk, false);
        }
      }
    }
    clearValues();
  }

  /** Drops what values refer to. */
  void clearValues() {}

  /** Appends some positions of a vector. */
  public final void append(Vector source, int[] rows, int count) {
    int start = size;
    ensure(size + count);
    size += count;
    appendValues(source, rows, count, start);
    if (source.hasNulls()) {
      appendNulls(source.nulls(), rows, count, start);
    }
  }

  private void appendNulls(boolean[] from, int[] rows, int count, int start) {
    for (int k = 0; k < count; k++) {
      if (from[rows[k]]) {
        setNull(start + k);
      }
    }
  }

  private void setNull(int index) {
    hasNulls = true;
    int number = index >>> CHUNK_BITS;
    if (number >= nulls.length) {
      nulls = Arrays.copyOf(nulls, Math.max(number + 1, 2 * nulls.length));
    }
    boolean[] chunk = nulls[number];
    if (chunk == null) {
      memory.use(CHUNK);
      chunk = new boolean[CHUNK];
      nulls[number] = chunk;
    }
    chunk[index & (CHUNK - 1)] = true;
  }

  private void ensure(int needed) {
    while (capacity < needed) {
      int chunkSize;
      if (capacity < CHUNK) {
        chunkSize = chunkSize(needed);
        growChunk(0, chunkSize);
        capacity = chunkSize;
      } else {
        growChunk(capacity >>> CHUNK_BITS, CHUNK);
        capacity += CHUNK;
      }
    }
  }

  /** The size of the first chunk if it must have so many positions. */
  private static int chunkSize(int needed) {
    return Math.min(CHUNK, Math.max(FIRST_CHUNK_MIN, Integer.highestOneBit(needed) << 1));
  }

  /** Makes or enlarges a chunk. */
  abstract void growChunk(int number, int positions);

  /** Writes values, not NULLs, from {@code start} on; there is room. */
  abstract void appendValues(Vector source, int[] rows, int count, int start);

  /**
   * Copies values to a vector that has room. Slices of bytes point into this store, and live as
   * long as it.
   *
   * @param indexes which values, from {@code indexes[from]} on; -1 gives NULL
   * @param positions where each goes: {@code indexes[from + k]} to position {@code positions[k]}
   */
  public final void gather(int[] indexes, int from, int[] positions, int count, Vector target) {
    gatherValues(indexes, from, positions, count, target);
    for (int k = 0; k < count; k++) {
      int index = indexes[from + k];
      if (index < 0 || isNull(index)) {
        target.setNull(positions[k]);
      }
    }
  }

  /** Copies values, not NULLs; see {@link #gather}. */
  abstract void gatherValues(int[] indexes, int from, int[] positions, int count, Vector target);

  /** The order of two values of this column, neither of them NULL. */
  public abstract int compare(int index, int other);

  /** The order of a value of a vector and one of this column, neither of them NULL. */
  public abstract int compare(Vector vector, int row, int index);

  /**
   * Compares values of a vector with values of this column, NULL being equal to NULL.
   *
   * @param rows the positions in the vector, by {@code k}
   * @param ids the indexes in this column, by {@code k}
   * @param candidates which {@code k} to compare; those that are equal are kept, in order
   * @param failed where the others are added, from {@code failedCount} on
   * @return how many were kept
   */
  final int retainEqual(
      Vector vector,
      int[] rows,
      int[] ids,
      int[] candidates,
      int count,
      int[] failed,
      int failedCount) {
    if (!hasNulls && !vector.hasNulls()) {
      return retainEqualValues(vector, rows, ids, candidates, count, failed, failedCount);
    }
    int kept = 0;
    int dropped = failedCount;
    for (int i = 0; i < count; i++) {
      int k = candidates[i];
      boolean here = isNull(ids[k]);
      boolean there = vector.isNull(rows[k]);
      boolean equal = (here || there) ? here == there : compare(vector, rows[k], ids[k]) == 0;
      if (equal) {
        candidates[kept++] = k;
      } else {
        failed[dropped++] = k;
      }
    }
    return kept;
  }

  /** {@link #retainEqual} where nothing is NULL. */
  int retainEqualValues(
      Vector vector,
      int[] rows,
      int[] ids,
      int[] candidates,
      int count,
      int[] failed,
      int failedCount) {
    int kept = 0;
    int dropped = failedCount;
    for (int i = 0; i < count; i++) {
      int k = candidates[i];
      if (compare(vector, rows[k], ids[k]) == 0) {
        candidates[kept++] = k;
      } else {
        failed[dropped++] = k;
      }
    }
    return kept;
  }

  /** A table of chunks with room for chunk {@code number}. */
  static <T> T[] withRoom(T[] chunks, int number) {
    return number < chunks.length
        ? chunks
        : Arrays.copyOf(chunks, Math.max(number + 1, 2 * chunks.length));
  }
}
