package org.pydb.engine.row;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;

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
  private final @Nullable RowView included;

  private byte[] rowKeyArray = Bytes.EMPTY;
  private int rowKeyFrom;
  private int rowKeyTo;
  private boolean rowKeyReady;

  /** A view of entries of one index, on no entry yet. */
  public IndexEntryView(IndexLayout layout) {
    this.layout = layout;
    indexKey = new KeyDecoder(layout.format());
    rowKey = new KeyDecoder(layout.rows().keyFormat());
    RowLayout includedRows = layout.includedRows();
    included = includedRows == null ? null : new RowView(includedRows);
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
    if (included != null) {
      int rest = layout.index().unique() ? splitValue(value, valueFrom, valueTo) : valueFrom;
      included.position(Bytes.EMPTY, 0, 0, value, rest, valueTo);
    }
  }

  /** Finds the row key in a value that holds more; where that begins. */
  private int splitValue(byte[] value, int from, int to) {
    int length = 0;
    int at = from;
    for (int shift = 0; at < to && shift <= 28; shift += 7) {
      byte next = value[at++];
      length |= (next & 0x7F) << shift;
      if (next >= 0) {
        if (length < 0 || length > to - at) {
          break;
        }
        rowKeyFrom = at;
        rowKeyTo = at + length;
        return rowKeyTo;
      }
    }
    throw new CorruptionException(
        "an entry of index " + layout.index().name() + " does not say how long its row's key is");
  }

  /** Whether a column of the index is NULL, so that no other entry equals this one. */
  public boolean hasDistinctNull() {
    if (layout.index().nullsNotDistinct()) {
      return false;
    }
    for (int part = 0; part < layout.columns().length; part++) {
      if (indexKey.isNull(part)) {
        return true;
      }
    }
    return false;
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

  /** Entries hold whole values. */
  @Override
  public boolean isLarge(int column) {
    return false;
  }

  @Override
  public boolean isNull(int column) {
    RowView held = included(column);
    return held != null
        ? held.isNull(layout.includedPlace(column))
        : decoder(column).isNull(part(column));
  }

  @Override
  public long getLong(int column) {
    RowView held = included(column);
    return held != null
        ? held.getLong(layout.includedPlace(column))
        : decoder(column).getLong(part(column));
  }

  /** Of an included column: no key gives back a floating-point number as it was. */
  @Override
  public double getDouble(int column) {
    RowView held = included(column);
    if (held != null) {
      return held.getDouble(layout.includedPlace(column));
    }
    throw layout.rows().doesNotTravel(column, Carrier.DOUBLE);
  }

  @Override
  public BigDecimal getDecimal(int column) {
    RowView held = included(column);
    return held != null
        ? held.getDecimal(layout.includedPlace(column))
        : decoder(column).getDecimal(part(column));
  }

  @Override
  public byte[] array(int column) {
    RowView held = included(column);
    return held != null
        ? held.array(layout.includedPlace(column))
        : decoder(column).array(part(column));
  }

  @Override
  public int start(int column) {
    RowView held = included(column);
    return held != null
        ? held.start(layout.includedPlace(column))
        : decoder(column).start(part(column));
  }

  @Override
  public int length(int column) {
    RowView held = included(column);
    return held != null
        ? held.length(layout.includedPlace(column))
        : decoder(column).length(part(column));
  }

  /** What holds a column that keys do not; null if they do. */
  private @Nullable RowView included(int column) {
    return included != null && layout.includedPlace(column) >= 0 ? included : null;
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
