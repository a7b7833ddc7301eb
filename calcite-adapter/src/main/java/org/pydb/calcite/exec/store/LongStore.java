package org.pydb.calcite.exec.store;

import java.util.Arrays;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** A column whose values are longs. */
public final class LongStore extends ColumnStore {
  private long[][] chunks = {};

  LongStore(MemoryAccount memory) {
    super(memory);
  }

  /** The value at an index. */
  public long get(int index) {
    return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  @Override
  int bytesPerPosition() {
    return Long.BYTES;
  }

  @Override
  void growChunk(int number, int positions) {
    chunks = withRoom(chunks, number);
    long[] old = chunks[number];
    int had = old == null ? 0 : old.length;
    memory().use((long) (positions - had) * Long.BYTES);
    chunks[number] = old == null ? new long[positions] : Arrays.copyOf(old, positions);
  }

  @Override
  void appendValues(Vector source, int[] rows, int count, int start) {
    long[] from = ((LongVector) source).values();
    for (int k = 0; k < count; k++) {
      int index = start + k;
      chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)] = from[rows[k]];
    }
  }

  @Override
  void gatherValues(int[] indexes, int from, int[] positions, int count, Vector target) {
    long[] to = ((LongVector) target).values();
    for (int k = 0; k < count; k++) {
      int index = indexes[from + k];
      to[positions[k]] = index < 0 ? 0 : get(index);
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
    long[] values = ((LongVector) vector).values();
    int kept = 0;
    int dropped = failedCount;
    for (int i = 0; i < count; i++) {
      int k = candidates[i];
      if (values[rows[k]] == get(ids[k])) {
        candidates[kept++] = k;
      } else {
        failed[dropped++] = k;
      }
    }
    return kept;
  }

  @Override
  public int compare(int index, int other) {
    return Long.compare(get(index), get(other));
  }

  @Override
  public int compare(Vector vector, int row, int index) {
    return Long.compare(((LongVector) vector).get(row), get(index));
  }
}
