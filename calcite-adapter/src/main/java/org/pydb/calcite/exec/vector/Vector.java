package org.pydb.calcite.exec.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.order.BytesOrder;
import org.pydb.engine.schema.ColumnType;

/**
 * One column of a batch: values of one type by position, each of which may be NULL. Not
 * thread-safe.
 *
 * <p>A vector belongs to its producer, which fills it anew for each batch: {@link #reset} first,
 * then values and NULLs for the positions that count. What lies at other positions, or at the
 * position of a NULL, is undefined; arithmetic may run over it, but nobody may rely on it.
 *
 * <p>The arrays grow on demand, so that a vector for one row is small. {@link #hasNulls} is the
 * fast way to know that {@link #nulls} need not be looked at.
 */
public abstract sealed class Vector permits BytesVector, DecimalVector, DoubleVector, LongVector {

  private static final int CAPACITY_MIN = 8;
  private static final boolean[] NO_NULLS = {};

  private boolean[] nulls = NO_NULLS;
  private boolean hasNulls;
  private boolean constant;

  /** An empty vector for values of this type. */
  public static Vector of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, INT16, INT32, INT64, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> new LongVector();
      case FLOAT32, FLOAT64 -> new DoubleVector();
      case DECIMAL -> new DecimalVector(type.scale());
      case NUMERIC -> new DecimalVector(DecimalVector.OWN_SCALES);
      case UUID, CHAR, TEXT, BYTES, JSON -> new BytesVector();
      case INTERVAL, JSONB, ARRAY -> new BytesVector(BytesOrder.of(type));
    };
  }

  /** How many positions there is room for. */
  public abstract int capacity();

  /** Makes room for more positions and keeps what lies at those that there are. */
  protected abstract void grow(int capacity);

  /** Copies values, not NULLs, to the same positions; see {@link #copy}. */
  protected abstract void copyValues(Vector source, int[] rows, int count);

  /** Copies values, not NULLs, to consecutive positions; see {@link #gather}. */
  protected abstract void gatherValues(Vector source, int[] rows, int count, int at);

  /** Copies one value to a range of positions; see {@link #repeat}. */
  protected abstract void repeatValue(Vector source, int sourceRow, int from, int to);

  /**
   * The order of two values of one kind, neither of them NULL: numbers by value, NaN above all and
   * equal to itself, bytes unsigned.
   */
  public abstract int compare(int row, Vector other, int otherRow);

  /**
   * The value at a position in a box, for cold paths: a {@code Long}, {@code Double}, {@code
   * BigDecimal} or {@code byte[]}, or null.
   */
  public final @Nullable Object getObject(int row) {
    return isNull(row) ? null : getBoxed(row);
  }

  /** Sets a position from what {@link #getObject} gives, for cold paths. */
  public final void setObject(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setBoxed(row, value);
    }
  }

  /** The value at a position that is not NULL, in a box. */
  protected abstract Object getBoxed(int row);

  /** Sets a position that is not NULL from a box. */
  protected abstract void setBoxed(int row, Object value);

  /** Drops references to anything that the vector does not own. It is empty afterwards. */
  public abstract void release();

  /** Starts anew: room for {@code capacity} positions, no NULLs, values undefined. */
  public void reset(int capacity) {
    ensureCapacity(capacity);
    hasNulls = false;
    constant = false;
  }

  /** Makes room for at least {@code capacity} positions and keeps what is there. */
  public final void ensureCapacity(int capacity) {
    if (capacity > capacity()) {
      grow(roundUp(capacity));
      if (hasNulls) {
        nulls = Arrays.copyOf(nulls, capacity());
      }
    }
  }

  /** Whether a position may be NULL; if not, {@link #nulls} must not be read. */
  public final boolean hasNulls() {
    return hasNulls;
  }

  /** NULL or not, by position. Only to be read if {@link #hasNulls}. */
  public final boolean[] nulls() {
    return nulls;
  }

  /** Whether this position is NULL. */
  public final boolean isNull(int row) {
    return hasNulls && nulls[row];
  }

  /** Makes a position NULL. */
  public final void setNull(int row) {
    startNulls();
    nulls[row] = true;
  }

  /** Makes a position NULL or not. */
  public final void setNull(int row, boolean isNull) {
    if (isNull) {
      setNull(row);
    } else if (hasNulls) {
      nulls[row] = false;
    }
  }

  /** Makes {@link #nulls} ready to be written; it begins all false. */
  public final boolean[] startNulls() {
    if (!hasNulls) {
      if (nulls.length < capacity()) {
        nulls = new boolean[capacity()];
      } else {
        Arrays.fill(nulls, false);
      }
      hasNulls = true;
    }
    return nulls;
  }

  /** Takes the NULLs of the source at these positions, after {@link #reset}. */
  public final void takeNulls(Vector source, int[] rows, int count) {
    if (!source.hasNulls) {
      return;
    }
    boolean[] to = startNulls();
    boolean[] from = source.nulls;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      to[row] |= from[row];
    }
  }

  /**
   * Whether all positions that were filled hold the same value or NULL. Kernels may then use
   * position 0 alone.
   */
  public final boolean isConstant() {
    return constant;
  }

  /** Declares that all filled positions hold the same; lasts until {@link #reset}. */
  public final void markConstant() {
    constant = true;
  }

  /**
   * Copies these positions of a vector of the same kind to the same positions here, by reference
   * where values are slices of bytes.
   */
  public final void copy(Vector source, int[] rows, int count) {
    copyValues(source, rows, count);
    if (source.hasNulls) {
      boolean[] to = startNulls();
      for (int k = 0; k < count; k++) {
        to[rows[k]] = source.nulls[rows[k]];
      }
    } else if (hasNulls) {
      for (int k = 0; k < count; k++) {
        nulls[rows[k]] = false;
      }
    }
  }

  /** Copies these positions of a vector of the same kind to the positions from {@code at} on. */
  public final void gather(Vector source, int[] rows, int count, int at) {
    gatherValues(source, rows, count, at);
    if (source.hasNulls) {
      boolean[] to = startNulls();
      for (int k = 0; k < count; k++) {
        to[at + k] = source.nulls[rows[k]];
      }
    } else if (hasNulls) {
      Arrays.fill(nulls, at, at + count, false);
    }
  }

  /** Copies one position of a vector of the same kind to the positions {@code from <= i < to}. */
  public final void repeat(Vector source, int sourceRow, int from, int to) {
    if (source.isNull(sourceRow)) {
      Arrays.fill(startNulls(), from, to, true);
      return;
    }
    if (hasNulls) {
      Arrays.fill(nulls, from, to, false);
    }
    repeatValue(source, sourceRow, from, to);
  }

  /** Makes a range of positions NULL. */
  public final void setNulls(int from, int to) {
    Arrays.fill(startNulls(), from, to, true);
  }

  /** The capacity that an array for at least so many positions gets. */
  static int roundUp(int capacity) {
    return Math.max(CAPACITY_MIN, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
  }
}
