package org.pydb.calcite.exec.vector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Exact decimals. Values of {@code DECIMAL(p, s)} share the scale {@code s} and are kept as
 * unscaled {@code long}s, whatever {@code p} is; a value that needs more than 64 bits escapes to a
 * {@link BigDecimal}. Values of {@code NUMERIC} have scales of their own, and all are {@code
 * BigDecimal}s.
 *
 * <p>Two forms of one number never meet: with a common scale a value is <em>big</em> if and only if
 * it does not fit a {@code long}, and its scale is then the vector's.
 */
public final class DecimalVector extends Vector {

  /** The scale of a vector whose values have scales of their own. */
  public static final int OWN_SCALES = -1;

  private static final BigDecimal[] NONE = {};

  private final int scale;
  private long[] values = {};
  private @Nullable BigDecimal[] bigs = NONE;
  private boolean hasBigs;

  /** An empty vector of this scale, or of {@link #OWN_SCALES}. */
  public DecimalVector(int scale) {
    this.scale = scale;
  }

  /** The digits after the point of all values, or {@link #OWN_SCALES}. */
  public int scale() {
    return scale;
  }

  /** Whether each value has its own scale, as NUMERIC does. */
  public boolean hasOwnScales() {
    return scale == OWN_SCALES;
  }

  /** The unscaled values by position, except for those that {@link #isBig}. */
  public long[] values() {
    return values;
  }

  /** Whether a position may be big; if not, {@link #values} alone tell. */
  public boolean hasBigs() {
    return hasBigs;
  }

  /** Whether the value at this position is a {@code BigDecimal}. */
  public boolean isBig(int row) {
    return hasBigs && bigs[row] != null;
  }

  /** The value at a position; made on the spot unless it is big. */
  public BigDecimal get(int row) {
    BigDecimal big = hasBigs ? bigs[row] : null;
    return big != null ? big : BigDecimal.valueOf(values[row], Math.max(scale, 0));
  }

  /**
   * The unscaled value at a position.
   *
   * @throws SqlError 22003 if it does not fit 64 bits
   */
  public long getUnscaled(int row) {
    if (isBig(row)) {
      throw new SqlError("22003", "numeric field overflow: " + get(row) + " has over 18 digits");
    }
    return values[row];
  }

  /** Sets an unscaled value of the common scale. */
  public void setUnscaled(int row, long unscaled) {
    values[row] = unscaled;
    if (hasBigs) {
      bigs[row] = null;
    }
    setNull(row, false);
  }

  /**
   * Sets a value.
   *
   * @param value of the vector's scale, unless it {@link #hasOwnScales}
   */
  public void set(int row, BigDecimal value) {
    if (scale == OWN_SCALES) {
      setBig(row, value);
      return;
    }
    assert value.scale() == scale;
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      setUnscaled(row, unscaled.longValue());
    } else {
      setBig(row, value);
    }
  }

  @Override
  public int compare(int row, Vector other, int otherRow) {
    DecimalVector decimals = (DecimalVector) other;
    boolean plain = scale == decimals.scale && !isBig(row) && !decimals.isBig(otherRow);
    return plain
        ? Long.compare(values[row], decimals.values[otherRow])
        : get(row).compareTo(decimals.get(otherRow));
  }

  private void setBig(int row, BigDecimal value) {
    startBigs()[row] = value;
    setNull(row, false);
  }

  private @Nullable BigDecimal[] startBigs() {
    if (bigs.length < capacity()) {
      bigs = hasBigs ? Arrays.copyOf(bigs, capacity()) : new BigDecimal[capacity()];
    } else if (!hasBigs) {
      Arrays.fill(bigs, null);
    }
    hasBigs = true;
    return bigs;
  }

  @Override
  public void reset(int capacity) {
    super.reset(capacity);
    hasBigs = false;
  }

  @Override
  public int capacity() {
    return values.length;
  }

  @Override
  protected void grow(int capacity) {
    values = Arrays.copyOf(values, capacity);
    if (hasBigs) {
      bigs = Arrays.copyOf(bigs, capacity);
    }
  }

  @Override
  protected void copyValues(Vector source, int[] rows, int count) {
    DecimalVector from = (DecimalVector) source;
    assert from.scale == scale;
    for (int k = 0; k < count; k++) {
      values[rows[k]] = from.values[rows[k]];
    }
    if (from.hasBigs || hasBigs) {
      @Nullable BigDecimal[] to = startBigs();
      for (int k = 0; k < count; k++) {
        to[rows[k]] = from.hasBigs ? from.bigs[rows[k]] : null;
      }
    }
  }

  @Override
  protected void gatherValues(Vector source, int[] rows, int count, int at) {
    DecimalVector from = (DecimalVector) source;
    assert from.scale == scale;
    for (int k = 0; k < count; k++) {
      values[at + k] = from.values[rows[k]];
    }
    if (from.hasBigs || hasBigs) {
      @Nullable BigDecimal[] to = startBigs();
      for (int k = 0; k < count; k++) {
        to[at + k] = from.hasBigs ? from.bigs[rows[k]] : null;
      }
    }
  }

  @Override
  protected void repeatValue(Vector source, int sourceRow, int from, int to) {
    DecimalVector vector = (DecimalVector) source;
    assert vector.scale == scale;
    Arrays.fill(values, from, to, vector.values[sourceRow]);
    if (vector.hasBigs || hasBigs) {
      Arrays.fill(startBigs(), from, to, vector.hasBigs ? vector.bigs[sourceRow] : null);
    }
  }

  @Override
  protected Object getBoxed(int row) {
    return get(row);
  }

  @Override
  protected void setBoxed(int row, Object value) {
    set(row, (BigDecimal) value);
  }

  @Override
  public void release() {
    reset(0);
    bigs = NONE;
  }
}
