package org.pydb.engine.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Reads the columns of keys of one {@link KeyFormat}, wherever they stand. Reusable; not
 * thread-safe.
 *
 * <p>A column behind others of fixed width is read in one step; otherwise the ones before it are
 * skipped, once a key.
 *
 * <p>An {@code INTERVAL} and an {@code ARRAY} come back as the key has them, not as rows do. A
 * {@code NUMERIC} comes back without trailing zeros and a negative zero as zero: see {@link
 * ColumnType#isExactInKeys}.
 */
public final class KeyDecoder {
  private final KeyFormat format;

  private byte[] bytes = Bytes.EMPTY;
  private int from;
  private int to;

  /** Where column {@code i} begins, for {@code i <= located}. */
  private final int[] starts;

  private int located;

  /** Bytes values of the key, valid where {@code sliced} says so. */
  private final byte[][] arrays;

  private final int[] sliceStarts;
  private final int[] sliceLengths;
  private final boolean[] sliced;
  private final ByteBuilder decoded = new ByteBuilder(0);

  /** A decoder without a key yet. */
  public KeyDecoder(KeyFormat format) {
    this.format = format;
    int count = format.size();
    starts = new int[count + 1];
    arrays = new byte[count][];
    Arrays.fill(arrays, Bytes.EMPTY);
    sliceStarts = new int[count];
    sliceLengths = new int[count];
    sliced = new boolean[count];
  }

  /** What keys it reads. */
  public KeyFormat format() {
    return format;
  }

  /**
   * Moves to another key. The array must stay as it is while the key is read; bytes values of the
   * key before are gone.
   *
   * @throws CorruptionException if the key is shorter than any of its format
   */
  public void position(byte[] key, int keyFrom, int keyTo) {
    if (keyTo - keyFrom < format.fixedLength()) {
      throw new CorruptionException(
          "a key of " + (keyTo - keyFrom) + " bytes: expected at least " + format.fixedLength());
    }
    bytes = key;
    from = keyFrom;
    to = keyTo;
    starts[0] = keyFrom;
    located = 0;
    Arrays.fill(sliced, false);
    decoded.clear();
  }

  /** Whether the column is NULL. */
  public boolean isNull(int part) {
    return format.part(part).nullable() && format.isNullMarker(part, bytes, offset(part), to);
  }

  /** The value of a column whose values travel as {@code long}. */
  public long getLong(int part) {
    return OrderedNumber.getLong(bytes, valueAt(part), format.width(part), format.mask(part));
  }

  /** The value of a column whose values travel as {@code double}. */
  public double getDouble(int part) {
    return OrderedNumber.getDouble(bytes, valueAt(part), format.width(part), format.mask(part));
  }

  /** The value of a {@code DECIMAL} of any precision, or of a {@code NUMERIC}. */
  public BigDecimal getDecimal(int part) {
    ColumnType type = format.part(part).type();
    if (type.isLong()) {
      return BigDecimal.valueOf(getLong(part), type.scale());
    }
    int at = valueAt(part);
    return type.kind() == ColumnKind.NUMERIC
        ? OrderedNumeric.get(bytes, at, offset(part + 1), format.mask(part))
        : OrderedNumber.getDecimal(bytes, at, type.scale(), format.mask(part));
  }

  /**
   * The array in which the value of a bytes column lies: the key's own where it stands there as it
   * is. Never to be changed; valid until the next {@link #position}.
   */
  public byte[] array(int part) {
    slice(part);
    return arrays[part];
  }

  /** Where the value of a bytes column begins in {@link #array}. */
  public int start(int part) {
    slice(part);
    return sliceStarts[part];
  }

  /** The length of the value of a bytes column. */
  public int length(int part) {
    slice(part);
    return sliceLengths[part];
  }

  /** The offset behind the last column: what follows is not the format's. */
  public int end() {
    return offset(format.size());
  }

  /** Where the value begins, marker excluded; all of it lies within the key. */
  private int valueAt(int part) {
    int fixed = format.fixedStart(part);
    if (fixed >= 0 && format.width(part) != 0) {
      return from + fixed;
    }
    int end = offset(part + 1);
    int at = starts[part] + (format.part(part).nullable() ? 1 : 0);
    assert at <= end;
    return at;
  }

  /** Where a column begins; everything before it has been found to lie within the key. */
  private int offset(int part) {
    while (located < part) {
      starts[located + 1] = format.end(located, bytes, starts[located], to);
      located++;
    }
    return starts[part];
  }

  private void slice(int part) {
    if (!sliced[part]) {
      int at = valueAt(part);
      int width = format.width(part);
      int end = width != 0 ? at + width : offset(part + 1);
      locateSlice(part, at, end);
      sliced[part] = true;
    }
  }

  private void locateSlice(int part, int at, int end) {
    ColumnKind kind = format.part(part).type().kind();
    boolean ascending = format.mask(part) == 0;
    boolean isWhole =
        kind == ColumnKind.UUID || kind == ColumnKind.INTERVAL || kind == ColumnKind.ARRAY;
    if (ascending && isWhole) {
      slice(part, bytes, at, end - at);
    } else if (ascending && kind != ColumnKind.BYTES) {
      slice(part, bytes, at, end - 1 - at); // a text without its terminator
    } else {
      int start = decoded.length();
      decode(kind, at, end, format.mask(part));
      slice(part, decoded.array(), start, decoded.length() - start);
    }
  }

  private void decode(ColumnKind kind, int at, int end, int mask) {
    switch (kind) {
      case BYTES -> OrderedBytes.get(bytes, at, end, mask, decoded);
      case UUID, INTERVAL, ARRAY -> OrderedText.get(bytes, at, end + 1, mask, decoded);
      default -> OrderedText.get(bytes, at, end, mask, decoded);
    }
  }

  private void slice(int part, byte[] array, int start, int length) {
    arrays[part] = array;
    sliceStarts[part] = start;
    sliceLengths[part] = length;
  }
}
