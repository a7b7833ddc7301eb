package org.pydb.calcite.exec.vector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.order.BytesOrder;

/**
 * Values that are runs of bytes: TEXT and CHAR in UTF-8, BYTES, UUID, and those whose {@link
 * BytesOrder} is not that of their bytes. Each is a slice: an array, a start in it and a length.
 *
 * <p>A slice may lie in a foreign array, such as a page, and is then never copied; or in the
 * vector's own memory, to which {@link #append} and {@link #allocate} write. Own memory is used
 * again after {@link #reset}.
 */
public final class BytesVector extends Vector {
  private static final byte[] EMPTY = {};
  private static final int BLOCK_MIN = 64;

  private final @Nullable BytesOrder order;
  private byte[][] arrays = {};
  private int[] starts = {};
  private int[] lengths = {};

  /** The block of own memory that is being written; older ones live on in {@link #arrays}. */
  private byte[] block = EMPTY;

  private int used;

  /** Values in the order of their bytes. */
  public BytesVector() {
    this(null);
  }

  /** Values in an order; null for that of their bytes. */
  BytesVector(@Nullable BytesOrder order) {
    this.order = order;
  }

  /** The order of the values; null if it is that of their bytes. */
  public @Nullable BytesOrder order() {
    return order;
  }

  /** The arrays in which the values lie, by position. */
  public byte[][] arrays() {
    return arrays;
  }

  /** Where the values begin in their arrays, by position. */
  public int[] starts() {
    return starts;
  }

  /** The lengths of the values in bytes, by position. */
  public int[] lengths() {
    return lengths;
  }

  /** The array in which a value lies. */
  public byte[] array(int row) {
    return arrays[row];
  }

  /** Where a value begins in its array. */
  public int start(int row) {
    return starts[row];
  }

  /** The length of a value in bytes. */
  public int length(int row) {
    return lengths[row];
  }

  /** The value at a position as a new string; for cold paths. */
  public String getString(int row) {
    return new String(arrays[row], starts[row], lengths[row], StandardCharsets.UTF_8);
  }

  /** The value at a position as a new array; for cold paths. */
  public byte[] getBytes(int row) {
    return Arrays.copyOfRange(arrays[row], starts[row], starts[row] + lengths[row]);
  }

  /** Whether two values, neither of them NULL, are the same bytes. */
  public boolean equal(int row, BytesVector other, int otherRow) {
    if (order != null) {
      return compare(row, other, otherRow) == 0;
    }
    int length = lengths[row];
    int start = starts[row];
    int otherStart = other.starts[otherRow];
    return length == other.lengths[otherRow]
        && Arrays.equals(
            arrays[row],
            start,
            start + length,
            other.arrays[otherRow],
            otherStart,
            otherStart + length);
  }

  @Override
  public int compare(int row, Vector other, int otherRow) {
    BytesVector bytes = (BytesVector) other;
    if (order != null) {
      return order.compare(
          arrays[row],
          starts[row],
          lengths[row],
          bytes.arrays[otherRow],
          bytes.starts[otherRow],
          bytes.lengths[otherRow]);
    }
    return Arrays.compareUnsigned(
        arrays[row],
        starts[row],
        starts[row] + lengths[row],
        bytes.arrays[otherRow],
        bytes.starts[otherRow],
        bytes.starts[otherRow] + bytes.lengths[otherRow]);
  }

  /** Sets a value to a slice, which is not copied. */
  public void set(int row, byte[] array, int start, int length) {
    arrays[row] = array;
    starts[row] = start;
    lengths[row] = length;
    setNull(row, false);
  }

  /** Sets a value to a copy of a slice in own memory. */
  public void append(int row, byte[] array, int start, int length) {
    byte[] to = allocate(row, length);
    System.arraycopy(array, start, to, starts[row], length);
  }

  /**
   * Sets a value to {@code length} bytes of own memory, for the caller to write: from {@link
   * #start} on in the array that is returned.
   */
  public byte[] allocate(int row, int length) {
    if (block.length - used < length) {
      block = new byte[Math.max(length, Math.max(BLOCK_MIN, Math.min(2 * block.length, 1 << 16)))];
      used = 0;
    }
    set(row, block, used, length);
    used += length;
    return block;
  }

  /** Gives back the end of the value that was allocated last. */
  public void shorten(int row, int length) {
    assert arrays[row] == block && starts[row] + lengths[row] == used;
    assert length <= lengths[row];
    used -= lengths[row] - length;
    lengths[row] = length;
  }

  @Override
  public void reset(int capacity) {
    super.reset(capacity);
    used = 0;
  }

  @Override
  public int capacity() {
    return arrays.length;
  }

  @Override
  protected void grow(int capacity) {
    int filled = arrays.length;
    arrays = Arrays.copyOf(arrays, capacity);
    Arrays.fill(arrays, filled, capacity, EMPTY);
    starts = Arrays.copyOf(starts, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
  }

  @Override
  protected void copyValues(Vector source, int[] rows, int count) {
    BytesVector from = (BytesVector) source;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      arrays[row] = from.arrays[row];
      starts[row] = from.starts[row];
      lengths[row] = from.lengths[row];
    }
  }

  @Override
  protected void gatherValues(Vector source, int[] rows, int count, int at) {
    BytesVector from = (BytesVector) source;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      arrays[at + k] = from.arrays[row];
      starts[at + k] = from.starts[row];
      lengths[at + k] = from.lengths[row];
    }
  }

  @Override
  protected void repeatValue(Vector source, int sourceRow, int from, int to) {
    BytesVector vector = (BytesVector) source;
    Arrays.fill(arrays, from, to, vector.arrays[sourceRow]);
    Arrays.fill(starts, from, to, vector.starts[sourceRow]);
    Arrays.fill(lengths, from, to, vector.lengths[sourceRow]);
  }

  @Override
  protected Object getBoxed(int row) {
    return getBytes(row);
  }

  @Override
  protected void setBoxed(int row, Object value) {
    byte[] bytes = (byte[]) value;
    set(row, bytes, 0, bytes.length);
  }

  @Override
  public void release() {
    reset(0);
    Arrays.fill(arrays, EMPTY);
    block = EMPTY;
  }
}
