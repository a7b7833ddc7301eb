package org.pydb.engine.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnKind;

/**
 * Many rows where they lie, read column by column: a <i>gather</i> fills an array with one column
 * of all rows. Reusable; not thread-safe.
 *
 * <p>A batch holds only offsets. Rows that lie in the same page and have the same shape form a
 * {@link RowRun}; a gather asks once a run where the column stands and how wide it is, and then
 * does nothing but load and store:
 *
 * <pre>
 *  batch                       page (values)
 *  valueFrom[0] ──────────────► 06 04 00 00 01 A9 00 03 48 65 79
 *  valueFrom[1] ─────────┐            └─ at ─┘            out[0] = int at valueFrom[0] + at
 *  …                     └────► 06 00 00 00 00 C8 …       out[1] = int at valueFrom[1] + at
 * </pre>
 *
 * <p>The arrays that were handed in must stay as they are until {@link #clear}; slices that {@link
 * #bytes} gave point into them, or into the batch itself, and live as long.
 *
 * <p>Gathers write at {@code outFrom} and behind, one value a row. What they write for a NULL is
 * not specified; {@link #nullCount} and {@link #nulls} tell which values are.
 */
public final class RowBatch {
  private static final int NO_HEADER = -1;

  private final RowLayout layout;
  private final ValueGather values;
  private final KeyGather keys;
  private final int keyLengthMin;

  int[] keyFroms;
  int[] keyTos;
  int[] valueFroms;
  int[] valueTos;
  private int capacity;
  private int size;

  private RowRun[] runs;
  private int runCount;
  private int runHeader = NO_HEADER;

  private byte[] openPrefix = Bytes.EMPTY;
  private int openPrefixFrom;
  private int openPrefixLength;
  private byte[] openKeys = Bytes.EMPTY;
  private byte[] openValues = Bytes.EMPTY;

  /** An empty batch for at most {@code capacity} rows of one table. */
  public RowBatch(RowLayout layout, int capacity) {
    this.layout = layout;
    this.capacity = capacity;
    keyFroms = new int[capacity];
    keyTos = new int[capacity];
    valueFroms = new int[capacity];
    valueTos = new int[capacity];
    runs = new RowRun[capacity];
    keyLengthMin = layout.keyFormat().fixedLength();
    values = new ValueGather(layout, this);
    keys = new KeyGather(layout, this);
  }

  /** The layout of the rows. */
  public RowLayout layout() {
    return layout;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** How many rows there can be. */
  public int capacity() {
    return capacity;
  }

  /** Forgets all rows, and has room for so many from now on; the arrays only grow. */
  public void clear(int newCapacity) {
    clear();
    capacity = newCapacity;
    if (newCapacity > valueFroms.length) {
      keyFroms = new int[newCapacity];
      keyTos = new int[newCapacity];
      valueFroms = new int[newCapacity];
      valueTos = new int[newCapacity];
      runs = Arrays.copyOf(runs, newCapacity);
    }
  }

  /** Whether no more rows can be added. */
  public boolean isFull() {
    return size == capacity;
  }

  /** Where the rest of each row's key begins; to be written before {@link #append}. */
  public int[] keyFroms() {
    return keyFroms;
  }

  /** Where each row's key ends. */
  public int[] keyTos() {
    return keyTos;
  }

  /** Where each row's value begins. */
  public int[] valueFroms() {
    return valueFroms;
  }

  /** Where each row's value ends. */
  public int[] valueTos() {
    return valueTos;
  }

  /** Forgets all rows, and where the next ones would lie. */
  public void clear() {
    size = 0;
    runCount = 0;
    runHeader = NO_HEADER;
    keys.clear();
  }

  /**
   * Says where the rows that are added next lie.
   *
   * @param prefix the array with what all their keys begin with
   * @param keyArray the array with the rest of each key
   * @param valueArray the array with the values
   */
  public void open(
      byte[] prefix, int prefixFrom, int prefixTo, byte[] keyArray, byte[] valueArray) {
    openPrefix = prefix;
    openPrefixFrom = prefixFrom;
    openPrefixLength = prefixTo - prefixFrom;
    openKeys = keyArray;
    openValues = valueArray;
    runHeader = NO_HEADER;
  }

  /** Adds a row. */
  public void add(int keyFrom, int keyTo, int valueFrom, int valueTo) {
    keyFroms[size] = keyFrom;
    keyTos[size] = keyTo;
    valueFroms[size] = valueFrom;
    valueTos[size] = valueTo;
    append(1);
  }

  /**
   * Adds rows whose offsets were written into {@link #keyFroms}, {@link #keyTos}, {@link
   * #valueFroms} and {@link #valueTos}, from {@link #size} on: many at once cost less.
   *
   * @throws CorruptionException if one of them cannot be of this table
   */
  public void append(int count) {
    int to = size + count;
    while (size < to) {
      int header = ValueShape.header(openValues, valueFroms[size], valueTos[size]);
      RowRun run = header == runHeader ? runs[runCount - 1] : newRun(header);
      size = extend(run, to);
      run.end = size;
    }
  }

  /** Finds the first row behind the batch's end that does not belong to the run. */
  private int extend(RowRun run, int to) {
    byte[] values = openValues;
    int header = run.shape.header;
    int lengthMin = run.shape.variableAt;
    int row = size;
    while (row < to && ValueShape.header(values, valueFroms[row], valueTos[row]) == header) {
      checkLengths(run, lengthMin, row);
      row++;
    }
    return row;
  }

  private void checkLengths(RowRun run, int lengthMin, int row) {
    if (valueTos[row] - valueFroms[row] < lengthMin) {
      throw layout.tooShort(valueTos[row] - valueFroms[row], run.shape);
    }
    if (run.prefixLength + keyTos[row] - keyFroms[row] < keyLengthMin) {
      throw new CorruptionException(
          "a key of " + layout.table().qualifiedName() + " is shorter than " + keyLengthMin);
    }
  }

  private RowRun newRun(int header) {
    ValueShape shape = layout.shape(header);
    RowRun run = runs[runCount];
    if (run == null) {
      run = new RowRun(shape);
      runs[runCount] = run;
    }
    run.first = size;
    run.end = size;
    run.prefix = openPrefix;
    run.prefixFrom = openPrefixFrom;
    run.prefixLength = openPrefixLength;
    run.keys = openKeys;
    run.values = openValues;
    run.shape = shape;
    runCount++;
    runHeader = header;
    return run;
  }

  int runCount() {
    return runCount;
  }

  RowRun run(int index) {
    return runs[index];
  }

  /** Moves a view to a row. */
  public void view(int row, RowView view) {
    RowRun run = runOf(row);
    view.position(
        run.prefix,
        run.prefixFrom,
        run.prefixFrom + run.prefixLength,
        run.keys,
        keyFroms[row],
        keyTos[row],
        run.values,
        valueFroms[row],
        valueTos[row]);
  }

  /** Appends the key of a row. */
  public void putKey(int row, ByteBuilder target) {
    RowRun run = runOf(row);
    target.put(run.prefix, run.prefixFrom, run.prefixLength);
    target.put(run.keys, keyFroms[row], keyTos[row] - keyFroms[row]);
  }

  private RowRun runOf(int row) {
    int low = 0;
    int high = runCount - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs[middle].end <= row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return runs[low];
  }

  /** How many rows have NULL in a column; at once if it is NOT NULL. */
  public int nullCount(int column) {
    return layout.isInKey(column) ? 0 : values.nullCount(column);
  }

  /** Gathers whether rows have NULL in a column. */
  public void nulls(int column, boolean[] out, int outFrom) {
    if (layout.isInKey(column)) {
      Arrays.fill(out, outFrom, outFrom + size, false);
    } else {
      values.nulls(column, out, outFrom);
    }
  }

  /** Gathers a column whose values travel as {@code long}. */
  public void longs(int column, long[] out, int outFrom) {
    expect(column, Carrier.LONG);
    if (layout.isInKey(column)) {
      keys.longs(column, out, outFrom);
    } else {
      values.longs(column, out, outFrom);
    }
  }

  /** Gathers a column whose values travel as {@code double}. */
  public void doubles(int column, double[] out, int outFrom) {
    expect(column, Carrier.DOUBLE);
    values.doubles(column, out, outFrom);
  }

  /** Gathers a column whose values travel as {@code BigDecimal}; null for NULL. */
  public void decimals(int column, @Nullable BigDecimal[] out, int outFrom) {
    expect(column, Carrier.DECIMAL);
    if (layout.isInKey(column)) {
      keys.decimals(column, out, outFrom);
    } else {
      values.decimals(column, out, outFrom);
    }
  }

  /**
   * Gathers the unscaled values of a {@code DECIMAL} of more than 18 digits, if they all fit a
   * {@code long}, as they mostly do.
   *
   * @return false if they do not; then {@code out} holds nothing of use, and {@link #decimals}
   *     gathers them
   */
  public boolean unscaledLongs(int column, long[] out, int outFrom) {
    if (layout.type(column).kind() != ColumnKind.DECIMAL || layout.type(column).isLong()) {
      throw layout.doesNotTravel(column, Carrier.DECIMAL);
    }
    return layout.isInKey(column)
        ? keys.unscaledLongs(column, out, outFrom)
        : values.unscaledLongs(column, out, outFrom);
  }

  /**
   * Gathers a column whose values travel as bytes: for each row an array, where the value begins in
   * it, and its length.
   */
  public void bytes(int column, byte[][] arrays, int[] starts, int[] lengths, int outFrom) {
    expect(column, Carrier.BYTES);
    if (layout.isInKey(column)) {
      keys.bytes(column, arrays, starts, lengths, outFrom);
    } else {
      values.bytes(column, arrays, starts, lengths, outFrom);
    }
  }

  private void expect(int column, Carrier carrier) {
    if (layout.carrier(column) != carrier) {
      throw layout.doesNotTravel(column, carrier);
    }
  }
}
