package org.pydb.calcite.exec.store;

import java.util.Arrays;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;

/** A column whose values are doubles. */
public final class DoubleStore extends ColumnStore {
  private double[][] chunks = {};

  DoubleStore(MemoryAccount memory) {
    super(memory);
  }

  /** The value at an index. */
  public double get(int index) {
    return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  @Override
  int bytesPerPosition() {
    return Double.BYTES;
  }

  @Override
  void growChunk(int number, int positions) {
    chunks = withRoom(chunks, number);
    double[] old = chunks[number];
    int had = old == null ? 0 : old.length;
    memory().use((long) (positions - had) * Double.BYTES);
    chunks[number] = old == null ? new double[positions] : Arrays.copyOf(old, positions);
  }

  @Override
  void appendValues(Vector source, int[] rows, int count, int start) {
    double[] from = ((DoubleVector) source).values();
    for (int k = 0; k < count; k++) {
      int index = start + k;
      chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)] = from[rows[k]];
    }
  }

  @Override
  void gatherValues(int[] indexes, int from, int[] positions, int count, Vector target) {
    double[] to = ((DoubleVector) target).values();
    for (int k = 0; k < count; k++) {
      int index = indexes[from + k];
      to[positions[k]] = index < 0 ? 0 : get(index);
    }
  }

  @Override
  public int compare(int index, int other) {
    return DoubleVector.compare(get(index), get(other));
  }

  @Override
  public int compare(Vector vector, int row, int index) {
    return DoubleVector.compare(((DoubleVector) vector).get(row), get(index));
  }
}
