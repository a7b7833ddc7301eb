package org.pydb.engine.row;

import java.math.BigDecimal;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;

/**
 * Reads an index entry where it lies: the way back to the row, and as a {@link Row} those columns
 * of the table that the entry holds ({@link IndexLayout#isReadable}). Moved from entry to entry
 * without allocation, except where a key comes in two pieces for the first time; not thread-safe.
 */
public final class IndexEntryView implements Row {
  private final IndexLayout layout;
  private final KeyDecoder indexKey;
  private final KeyDecoder rowKey;
  private final ByteBuilder wholeKey = new ByteBuilder(0);

  private byte[] rowKeyArray = Bytes.EMPTY;
  private int rowKeyFrom;
  private int rowKeyTo;
  private boolean rowKeyReady;

  /** A view of entries of one index, on no entry yet. */
  public IndexEntryView(IndexLayout layout) {
    this.layout = layout;
    indexKey = new KeyDecoder(layout.format());
    rowKey = new KeyDecoder(layout.rows().keyFormat());
  }

  /** Moves to another entry, whose key is in two pieces, of which the first may be empty. */
  public void position(
      byte[] prefix,
      int prefixFrom,
      int prefixTo,
      byte[] suffix,
      int suffixFrom,
      int suffixTo,
      byte[] value,
      int valueFrom,
      int valueTo) {
    if (prefixFrom == prefixTo) {
      position(suffix, suffixFrom, suffixTo, value, valueFrom, valueTo);
    } else {
      wholeKey.clear();
      wholeKey.put(prefix, prefixFrom, prefixTo - prefixFrom);
      wholeKey.put(suffix, suffixFrom, suffixTo - suffixFrom);
      position(wholeKey.array(), 0, wholeKey.length(), value, valueFrom, valueTo);
    }
  }

  /**
   * Moves to another entry. The arrays must stay as they are while it is read.
   *
   * @throws org.pydb.engine.error.CorruptionException if the key cannot be one of this index
   */
  public void position(
      byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo) {
    indexKey.position(key, keyFrom, keyTo);
    if (layout.index().unique()) {
      rowKeyArray = value;
      rowKeyFrom = valueFrom;
      rowKeyTo = valueTo;
    } else {
      rowKeyArray = key;
      rowKeyFrom = indexKey.end();
      rowKeyTo = keyTo;
    }
    rowKeyReady = false;
  }

  /** What entries it reads. */
  public IndexLayout layout() {
    return layout;
  }

  /** The array with the key of the row; valid until the next {@code position}. */
  public byte[] rowKeyArray() {
    return rowKeyArray;
  }

  /** Where the key of the row begins. */
  public int rowKeyFrom() {
    return rowKeyFrom;
  }

  /** Where the key of the row ends. */
  public int rowKeyTo() {
    return rowKeyTo;
  }

  @Override
  public void putKey(ByteBuilder target) {
    target.put(rowKeyArray, rowKeyFrom, rowKeyTo - rowKeyFrom);
  }

  @Override
  public boolean isNull(int column) {
    return decoder(column).isNull(part(column));
  }

  @Override
  public long getLong(int column) {
    return decoder(column).getLong(part(column));
  }

  /** Never to be called: no key gives back a floating-point number as it was. */
  @Override
  public double getDouble(int column) {
    throw layout.rows().doesNotTravel(column, Carrier.DOUBLE);
  }

  @Override
  public BigDecimal getDecimal(int column) {
    return decoder(column).getDecimal(part(column));
  }

  @Override
  public byte[] array(int column) {
    return decoder(column).array(part(column));
  }

  @Override
  public int start(int column) {
    return decoder(column).start(part(column));
  }

  @Override
  public int length(int column) {
    return decoder(column).length(part(column));
  }

  private int part(int column) {
    int part = layout.keyPart(column);
    return part >= 0 ? part : layout.rows().keyPart(column);
  }

  private KeyDecoder decoder(int column) {
    if (layout.keyPart(column) >= 0) {
      return indexKey;
    }
    if (!layout.rows().isInKey(column)) {
      throw new IllegalArgumentException(
          "index " + layout.index().name() + " does not hold column " + column);
    }
    if (!rowKeyReady) {
      rowKey.position(rowKeyArray, rowKeyFrom, rowKeyTo);
      rowKeyReady = true;
    }
    return rowKey;
  }
}
