package org.pydb.engine.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * A row in the making: columns are set one by one, in any order, and then written as key and value.
 * Reusable; not thread-safe.
 *
 * <p>Values are checked against the type of their column: one that does not fit is a mistake in the
 * program and gives an {@link IllegalArgumentException}, since the layer above has told the user
 * long before. A column that was not set is NULL.
 *
 * <p>Bytes values are not copied: what they lie in must stay as it is until the row is written.
 */
public final class RowBuilder implements Row {
  private static final long NO_ROW_ID = 0;

  private final RowLayout layout;
  private final boolean[] set;
  private final long[] longs;
  private final @Nullable BigDecimal[] decimals;
  private final byte[][] arrays;
  private final int[] starts;
  private final int[] lengths;
  private final KeyEncoder keyEncoder;
  private final ByteBuilder key = new ByteBuilder(64);
  private final ByteBuilder value = new ByteBuilder(256);
  private long rowId;

  /** The values that are to be put elsewhere, by column; null if there was none yet. */
  private @Nullable LargeSource @Nullable [] sources;

  /** Columns whose bytes are those of a reference. */
  private final boolean[] references;

  /** A builder of rows of one table, all columns NULL. */
  public RowBuilder(RowLayout layout) {
    this.layout = layout;
    int count = layout.columnCount();
    set = new boolean[count];
    longs = new long[count];
    decimals = new BigDecimal[count];
    arrays = new byte[count][];
    starts = new int[count];
    lengths = new int[count];
    references = new boolean[count];
    keyEncoder = new KeyEncoder(layout.keyFormat());
    clear();
  }

  /** The layout of the rows. */
  public RowLayout layout() {
    return layout;
  }

  /** Sets all columns to NULL and forgets the row id. */
  public void clear() {
    Arrays.fill(set, false);
    Arrays.fill(decimals, null);
    Arrays.fill(arrays, Bytes.EMPTY);
    Arrays.fill(references, false);
    sources = null;
    rowId = NO_ROW_ID;
  }

  /** Sets a column to NULL. */
  public void setNull(int column) {
    set[column] = false;
    forgetLarge(column);
  }

  /** Sets a column whose values travel as {@code long}. */
  public void setLong(int column, long value) {
    expect(column, Carrier.LONG);
    longs[column] = layout.range(column).check(value, layout.type(column));
    set[column] = true;
  }

  /** Sets a column whose values travel as {@code double}. */
  public void setDouble(int column, double value) {
    expect(column, Carrier.DOUBLE);
    if (layout.width(column) == 4 && (float) value != value && !Double.isNaN(value)) {
      throw new IllegalArgumentException(value + " does not fit " + layout.type(column));
    }
    longs[column] = Double.doubleToRawLongBits(value);
    set[column] = true;
  }

  /**
   * Sets a {@code DECIMAL} of any precision, or a {@code NUMERIC}.
   *
   * @throws org.pydb.engine.error.LimitException if a {@code NUMERIC} has too many digits
   */
  public void setDecimal(int column, BigDecimal value) {
    ColumnType type = layout.type(column);
    if (type.kind() == ColumnKind.NUMERIC) {
      decimals[column] = RowNumeric.check(value);
    } else if (type.kind() != ColumnKind.DECIMAL) {
      throw layout.doesNotTravel(column, Carrier.DECIMAL);
    } else if (type.isLong()) {
      longs[column] = ScaledDecimal.toLong(value, type);
    } else {
      decimals[column] = ScaledDecimal.fit(value, type);
    }
    set[column] = true;
  }

  /**
   * Sets a column whose values travel as bytes. Trailing blanks of a {@code CHAR} are dropped.
   *
   * @throws org.pydb.engine.error.InvalidCharacterException if a text holds the NUL character
   */
  public void setBytes(int column, byte[] array, int from, int length) {
    expect(column, Carrier.BYTES);
    ColumnType type = layout.type(column);
    int stored = length;
    switch (type.kind()) {
      case UUID -> checkUuid(length);
      case INTERVAL -> {
        if (length != type.fixedWidth()) {
          throw new IllegalArgumentException("an interval has 16 bytes, not " + length);
        }
      }
      case BYTES, ARRAY -> {}
      default -> {
        stored = TextBytes.storedLength(type.kind(), array, from, length);
        TextBytes.checkNoNul(array, from, stored);
        TextBytes.checkLength(type, array, from, stored);
      }
    }
    arrays[column] = array;
    starts[column] = from;
    lengths[column] = stored;
    set[column] = true;
    forgetLarge(column);
    if (layout.mayBeLarge(column)
        && (stored > LargeReference.IN_ROW_MAX || LargeReference.is(array, from, stored))) {
      putElsewhere(column, array, from, stored);
    }
  }

  private void putElsewhere(int column, byte[] array, int from, int length) {
    if (layout.takesLarge(column)) {
      setLarge(column, LargeSource.of(array, from, length));
    } else if (length == LargeReference.SIZE) {
      throw new LimitException(
          layout.nameOf(column)
              + ": a value that looks like a reference to a large one cannot be in an index");
    }
  }

  /**
   * Sets a column to a value that is put elsewhere when the row is written; until then it is read
   * from {@code source}, and the row tells nothing of its bytes.
   *
   * @throws org.pydb.engine.error.LimitException if the column is in a key or an index
   */
  public void setLarge(int column, LargeSource source) {
    if (!layout.takesLarge(column)) {
      throw new LimitException(
          layout.nameOf(column)
              + ": a value of "
              + source.length()
              + " bytes is too large for a column that is in a key or an index, or of a table that"
              + " an older version has made");
    }
    @Nullable LargeSource[] all = sources;
    if (all == null) {
      all = new LargeSource[set.length];
      sources = all;
    }
    setReference(column, new byte[LargeReference.SIZE], 0);
    all[column] = source;
  }

  /** Sets a column to a reference, whose chunks are there. */
  private void setReference(int column, byte[] array, int from) {
    arrays[column] = array;
    starts[column] = from;
    lengths[column] = LargeReference.SIZE;
    set[column] = true;
    references[column] = true;
    if (sources != null) {
      sources[column] = null;
    }
  }

  /** The value of a column that is still to be put elsewhere; null if there is none. */
  public @Nullable LargeSource source(int column) {
    return sources == null ? null : sources[column];
  }

  /** Whether values are still to be put elsewhere. */
  public boolean hasSources() {
    return sources != null;
  }

  /** Says where the value of a column was put. */
  public void setStored(int column, LargeReference reference) {
    setReference(column, reference.toBytes(), 0);
  }

  private void forgetLarge(int column) {
    references[column] = false;
    if (sources != null) {
      sources[column] = null;
    }
  }

  /**
   * Sets a column to what it is in another row of the same table. A large value stays where it is.
   */
  public void set(int column, Row source) {
    if (source.isLarge(column)) {
      setReference(column, source.array(column), source.start(column));
    } else {
      set(column, source, column);
    }
  }

  /**
   * Sets a column to what another one is in a row of any table; both travel alike, and the value is
   * not large.
   */
  public void set(int column, Row source, int from) {
    if (source.isNull(from)) {
      setNull(column);
      return;
    }
    switch (layout.carrier(column)) {
      case LONG -> setLong(column, source.getLong(from));
      case DOUBLE -> setDouble(column, source.getDouble(from));
      case DECIMAL -> setDecimal(column, source.getDecimal(from));
      case BYTES -> setBytes(column, source.array(from), source.start(from), source.length(from));
    }
  }

  /** Sets all columns to what they are in another row of the same table. */
  public void setAll(Row source) {
    for (int column = 0; column < layout.columnCount(); column++) {
      set(column, source);
    }
  }

  /** Sets the key of a row whose table has no primary key; ids count from 1. */
  public void setRowId(long id) {
    if (!layout.hasRowIds() || id <= NO_ROW_ID) {
      throw new IllegalArgumentException(layout.table().qualifiedName() + " takes no row id " + id);
    }
    rowId = id;
  }

  /** The first column that is NULL and must not be, or -1. */
  public int firstNullViolation() {
    for (int column = 0; column < set.length; column++) {
      if (!set[column] && !layout.isNullable(column)) {
        return column;
      }
    }
    return -1;
  }

  /**
   * Writes the row's key.
   *
   * @return the bytes; valid until the next call
   */
  public ByteBuilder key() {
    key.clear();
    putKey(key);
    return key;
  }

  /**
   * Writes the row's value.
   *
   * @return the bytes; valid until the next call
   */
  public ByteBuilder value() {
    value.clear();
    putValue(value);
    return value;
  }

  @Override
  public void putKey(ByteBuilder target) {
    if (!layout.hasRowIds()) {
      putPrimaryKey(target);
    } else if (rowId != NO_ROW_ID) {
      target.putLong(rowId);
    } else {
      throw new IllegalStateException(
          "a row of " + layout.table().qualifiedName() + " has no row id yet");
    }
  }

  private void putPrimaryKey(ByteBuilder target) {
    keyEncoder.begin(target);
    for (int column : layout.keyColumns()) {
      keyEncoder.add(this, column);
    }
  }

  /** Appends the row's value. */
  public void putValue(ByteBuilder target) {
    int violation = firstNullViolation();
    if (violation >= 0) {
      throw new IllegalStateException(
          layout.table().qualifiedName() + ": column " + violation + " must not be NULL");
    }
    ValueShape shape = needsWideEnds() ? layout.wideShape() : layout.shape();
    int from = target.skip(shape.variableAt);
    Arrays.fill(target.array(), from, target.length(), (byte) 0);
    shape.putHeader(target.array(), from);
    for (int column : layout.stored()) {
      if (!set[column]) {
        target.array()[from + shape.nullAt[column]] |= shape.nullMask[column];
      } else if (shape.fixedAt[column] >= 0) {
        putFixed(target.array(), from + shape.fixedAt[column], column);
      } else {
        putVariable(target, column);
      }
      if (shape.variable[column] >= 0) {
        shape.putVariableEnd(target.array(), from, shape.variable[column], target.length());
      }
    }
  }

  /** Whether a variable column other than the last one ends where two bytes cannot say it. */
  private boolean needsWideEnds() {
    long end = 0;
    for (int column : layout.stored()) {
      if (layout.width(column) == 0) {
        if (end > ValueShape.NARROW_END_MAX) {
          return true;
        }
        end += set[column] ? variableLength(column) : 0;
      }
    }
    return false;
  }

  private int variableLength(int column) {
    BigDecimal decimal = decimals[column];
    return decimal != null ? RowNumeric.length(decimal) : lengths[column];
  }

  private void putFixed(byte[] bytes, int at, int column) {
    int width = layout.width(column);
    switch (layout.carrier(column)) {
      case LONG -> RowNumber.putLong(bytes, at, width, longs[column]);
      case DOUBLE -> RowNumber.putDouble(bytes, at, width, getDouble(column));
      case DECIMAL -> ScaledDecimal.putWide(bytes, at, getDecimal(column), layout.type(column));
      case BYTES -> System.arraycopy(arrays[column], starts[column], bytes, at, width);
    }
  }

  private void putVariable(ByteBuilder target, int column) {
    BigDecimal decimal = decimals[column];
    if (decimal != null) {
      RowNumeric.put(target, decimal);
    } else {
      target.put(arrays[column], starts[column], lengths[column]);
    }
  }

  @Override
  public boolean isLarge(int column) {
    return references[column];
  }

  @Override
  public boolean isNull(int column) {
    return !set[column];
  }

  @Override
  public long getLong(int column) {
    return longs[column];
  }

  @Override
  public double getDouble(int column) {
    return Double.longBitsToDouble(longs[column]);
  }

  @Override
  public BigDecimal getDecimal(int column) {
    BigDecimal decimal = decimals[column];
    return decimal != null
        ? decimal
        : BigDecimal.valueOf(longs[column], layout.type(column).scale());
  }

  @Override
  public byte[] array(int column) {
    return arrays[column];
  }

  @Override
  public int start(int column) {
    return starts[column];
  }

  @Override
  public int length(int column) {
    return lengths[column];
  }

  private void expect(int column, Carrier carrier) {
    if (layout.carrier(column) != carrier) {
      throw layout.doesNotTravel(column, carrier);
    }
  }

  private static void checkUuid(int length) {
    if (length != 16) {
      throw new IllegalArgumentException("a UUID of " + length + " bytes: expected 16");
    }
  }
}
