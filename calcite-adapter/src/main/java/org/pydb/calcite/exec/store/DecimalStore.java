package org.pydb.calcite.exec.store;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * A column whose values are decimals: unscaled longs of the scale that the vectors share, and
 * {@link BigDecimal}s beside them where vectors have them.
 */
public final class DecimalStore extends ColumnStore {
  static final int BIG_BYTES = 88;

  private long[][] chunks = {};
  private @Nullable BigDecimal[] @Nullable [] bigs = {};
  private boolean hasBigs;
  private long bigBytes;
  private int scale = DecimalVector.OWN_SCALES;

  DecimalStore(MemoryAccount memory) {
    super(memory);
  }

  /** The scale of all values, or {@link DecimalVector#OWN_SCALES}. */
  int scale() {
    return scale;
  }

  /** Whether a value may be a {@code BigDecimal}. */
  public boolean hasBigs() {
    return hasBigs;
  }

  /** The unscaled value at an index, unless it is big. */
  public long getUnscaled(int index) {
    return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
  }

  /** The value at an index. */
  public BigDecimal get(int index) {
    BigDecimal big = big(index);
    return big != null ? big : BigDecimal.valueOf(getUnscaled(index), Math.max(0, scale));
  }

  /** The value at an index if it is big, otherwise null. */
  @Nullable BigDecimal big(int index) {
    int number = index >>> CHUNK_BITS;
    if (!hasBigs || number >= bigs.length) {
      return null;
    }
    @Nullable BigDecimal[] chunk = bigs[number];
    return chunk == null ? null : chunk[index & (CHUNK - 1)];
  }

  private void countBig(long bytes) {
    memory().use(bytes);
    bigBytes += bytes;
  }

  private void setBig(int index, BigDecimal value) {
    hasBigs = true;
    int number = index >>> CHUNK_BITS;
    bigs = withRoom(bigs, number);
    @Nullable BigDecimal[] chunk = bigs[number];
    if (chunk == null) {
      countBig((long) CHUNK * Long.BYTES);
      chunk = new BigDecimal[CHUNK];
      bigs[number] = chunk;
    }
    countBig(BIG_BYTES);
    chunk[index & (CHUNK - 1)] = value;
  }

  @Override
  void clearValues() {
    if (hasBigs) {
      memory().free(bigBytes);
      bigBytes = 0;
      bigs = new BigDecimal[0][];
      hasBigs = false;
    }
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
    DecimalVector vector = (DecimalVector) source;
    scale = vector.scale();
    long[] from = vector.values();
    for (int k = 0; k < count; k++) {
      int index = start + k;
      chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)] = from[rows[k]];
    }
    if (vector.hasBigs()) {
      for (int k = 0; k < count; k++) {
        if (vector.isBig(rows[k]) && !vector.isNull(rows[k])) {
          setBig(start + k, vector.get(rows[k]));
        }
      }
    }
  }

  @Override
  void gatherValues(int[] indexes, int from, int[] positions, int count, Vector target) {
    DecimalVector vector = (DecimalVector) target;
    long[] to = vector.values();
    for (int k = 0; k < count; k++) {
      int index = indexes[from + k];
      to[positions[k]] = index < 0 ? 0 : getUnscaled(index);
    }
    if (hasBigs) {
      for (int k = 0; k < count; k++) {
        int index = indexes[from + k];
        BigDecimal big = index < 0 ? null : big(index);
        if (big != null) {
          vector.set(positions[k], big);
        }
      }
    }
  }

  @Override
  public int compare(int index, int other) {
    return big(index) == null && big(other) == null
        ? Long.compare(getUnscaled(index), getUnscaled(other))
        : get(index).compareTo(get(other));
  }

  @Override
  public int compare(Vector vector, int row, int index) {
    DecimalVector decimals = (DecimalVector) vector;
    return decimals.scale() == scale && !decimals.isBig(row) && big(index) == null
        ? Long.compare(decimals.values()[row], getUnscaled(index))
        : decimals.get(row).compareTo(get(index));
  }
}
