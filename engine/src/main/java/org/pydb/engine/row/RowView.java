package org.pydb.engine.row;

import java.math.BigDecimal;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Reads the columns of one row where it lies. Moved from row to row without allocation; not
 * thread-safe.
 *
 * <p>A page cuts the prefix that all its keys share off each key, so a key may come in two pieces.
 * They are put together when a column of the key is first asked for.
 */
public final class RowView implements Row {
  private final RowLayout layout;
  private final KeyDecoder key;
  private final ByteBuilder wholeKey = new ByteBuilder(0);

  private byte[] prefix = Bytes.EMPTY;
  private int prefixFrom;
  private int prefixTo;
  private byte[] suffix = Bytes.EMPTY;
  private int suffixFrom;
  private int suffixTo;
  private boolean keyReady;

  private byte[] value = Bytes.EMPTY;
  private int valueFrom;
  private int valueTo;
  private ValueShape shape;

  /** A view of rows of one table, on no row yet. */
  public RowView(RowLayout layout) {
    this.layout = layout;
    key = new KeyDecoder(layout.keyFormat());
    shape = layout.shape();
  }

  /** The layout of the rows. */
  public RowLayout layout() {
    return layout;
  }

  /**
   * Moves to another row, whose key is in one piece. The arrays must stay as they are while the row
   * is read.
   *
   * @throws org.pydb.engine.error.CorruptionException if the value cannot be one of this table's
   */
  public void position(
      byte[] keyArray, int keyFrom, int keyTo, byte[] valueArray, int from, int to) {
    position(Bytes.EMPTY, 0, 0, keyArray, keyFrom, keyTo, valueArray, from, to);
  }

  /** Moves to another row, whose key is in two pieces. */
  public void position(
      byte[] keyPrefix,
      int keyPrefixFrom,
      int keyPrefixTo,
      byte[] keySuffix,
      int keySuffixFrom,
      int keySuffixTo,
      byte[] valueArray,
      int from,
      int to) {
    prefix = keyPrefix;
    prefixFrom = keyPrefixFrom;
    prefixTo = keyPrefixTo;
    suffix = keySuffix;
    suffixFrom = keySuffixFrom;
    suffixTo = keySuffixTo;
    keyReady = false;
    value = valueArray;
    valueFrom = from;
    valueTo = to;
    shape = layout.shape(ValueShape.header(valueArray, from, to));
    if (to - from < shape.variableAt) {
      throw layout.tooShort(to - from, shape);
    }
  }

  @Override
  public boolean isNull(int column) {
    int at = shape.nullAt[column];
    if (at == ValueShape.NONE) {
      return layout.keyPart(column) < 0; // the row is older than the column
    }
    return (value[valueFrom + at] & shape.nullMask[column]) != 0;
  }

  @Override
  public long getLong(int column) {
    int part = layout.keyPart(column);
    return part < 0
        ? RowNumber.getLong(value, fixedAt(column), layout.width(column))
        : key().getLong(part);
  }

  @Override
  public double getDouble(int column) {
    return RowNumber.getDouble(value, fixedAt(column), layout.width(column));
  }

  @Override
  public BigDecimal getDecimal(int column) {
    int part = layout.keyPart(column);
    if (part >= 0) {
      return key().getDecimal(part);
    }
    ColumnType type = layout.type(column);
    if (type.kind() == ColumnKind.NUMERIC) {
      return RowNumeric.get(value, start(column), length(column));
    }
    return type.isLong()
        ? BigDecimal.valueOf(getLong(column), type.scale())
        : ScaledDecimal.getWide(value, fixedAt(column), type.scale());
  }

  @Override
  public byte[] array(int column) {
    int part = layout.keyPart(column);
    return part < 0 ? value : key().array(part);
  }

  @Override
  public int start(int column) {
    int part = layout.keyPart(column);
    if (part >= 0) {
      return key().start(part);
    }
    return layout.width(column) != 0
        ? fixedAt(column)
        : shape.variableStart(value, valueFrom, valueTo, variable(column));
  }

  @Override
  public int length(int column) {
    int part = layout.keyPart(column);
    if (part >= 0) {
      return key().length(part);
    }
    return layout.width(column) != 0
        ? layout.width(column)
        : shape.variableLength(value, valueFrom, valueTo, variable(column));
  }

  @Override
  public boolean isLarge(int column) {
    return layout.mayBeLarge(column)
        && !isNull(column)
        && LargeReference.is(value, start(column), length(column));
  }

  @Override
  public void putKey(ByteBuilder target) {
    target.put(prefix, prefixFrom, prefixTo - prefixFrom);
    target.put(suffix, suffixFrom, suffixTo - suffixFrom);
  }

  /** The hidden row id, if the table has no primary key. */
  public long rowId() {
    wholeKey.clear();
    putKey(wholeKey);
    return RowLayout.rowId(wholeKey.array(), 0, wholeKey.length());
  }

  private KeyDecoder key() {
    if (!keyReady) {
      if (prefixTo == prefixFrom) {
        key.position(suffix, suffixFrom, suffixTo);
      } else {
        wholeKey.clear();
        putKey(wholeKey);
        key.position(wholeKey.array(), 0, wholeKey.length());
      }
      keyReady = true;
    }
    return key;
  }

  private int fixedAt(int column) {
    return valueFrom + checkStored(shape.fixedAt[column], column);
  }

  private int variable(int column) {
    return checkStored(shape.variable[column], column);
  }

  private int checkStored(int place, int column) {
    if (place == ValueShape.NONE) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " of "
              + layout.table().qualifiedName()
              + " is NULL in this row, or travels otherwise");
    }
    return place;
  }
}
