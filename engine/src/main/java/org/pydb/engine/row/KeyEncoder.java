package org.pydb.engine.row;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Writes keys of one {@link KeyFormat}, column after column. Reusable; not thread-safe.
 *
 * <p>A key need not be finished: the bytes of the first columns are the prefix of all keys that
 * have these values there.
 *
 * <p>Values are checked against the type of their column: one that does not fit is a mistake in the
 * program and gives an {@link IllegalArgumentException}.
 */
public final class KeyEncoder {
  private final KeyFormat format;
  private ByteBuilder target;
  private int next;

  /** Encoders of the elements of arrays, by column; made when first needed. */
  private @Nullable KeyEncoder @Nullable [] elements;

  /** An encoder with a buffer of its own. */
  public KeyEncoder(KeyFormat format) {
    this.format = format;
    target = new ByteBuilder(64);
  }

  /** What keys it writes. */
  KeyFormat format() {
    return format;
  }

  /** Begins a new key in the buffer that was used last. */
  public KeyEncoder clear() {
    target.clear();
    next = 0;
    return this;
  }

  /** Begins a new key behind what stands in a buffer of the caller's. */
  public KeyEncoder begin(ByteBuilder buffer) {
    target = buffer;
    next = 0;
    return this;
  }

  /** What was written; valid until the next write. */
  public ByteBuilder bytes() {
    return target;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return target.toArray();
  }

  /** Writes NULL. */
  public KeyEncoder addNull() {
    KeyPart part = format.part(next);
    if (!part.nullable()) {
      throw new IllegalArgumentException("column " + next + " of the key cannot be NULL");
    }
    target.putByte(part.nullsFirst() ? KeyFormat.NULL_FIRST : KeyFormat.NULL_LAST);
    next++;
    return this;
  }

  /** Writes a value of a column whose values travel as {@code long}. */
  public KeyEncoder addLong(long value) {
    ColumnType type = expect(Carrier.LONG);
    format.range(next).check(value, type);
    int start = beginValue();
    OrderedNumber.putLong(target, format.width(next), value);
    return endValue(start);
  }

  /** Writes a value of a column whose values travel as {@code double}. */
  public KeyEncoder addDouble(double value) {
    expect(Carrier.DOUBLE);
    int start = beginValue();
    OrderedNumber.putDouble(target, format.width(next), value);
    return endValue(start);
  }

  /** Writes a {@code DECIMAL} of any precision, or a {@code NUMERIC}. */
  public KeyEncoder addDecimal(BigDecimal value) {
    ColumnType type = format.part(next).type();
    if (type.kind() == ColumnKind.DECIMAL && type.isLong()) {
      return addLong(ScaledDecimal.toLong(value, type));
    }
    expect(Carrier.DECIMAL);
    int start = beginValue();
    if (type.kind() == ColumnKind.NUMERIC) {
      OrderedNumeric.put(target, value);
    } else {
      OrderedNumber.putDecimal(target, value, type);
    }
    return endValue(start);
  }

  /**
   * Writes a value of a column whose values travel as bytes.
   *
   * @throws org.pydb.engine.error.InvalidCharacterException if a text holds the NUL character
   */
  public KeyEncoder addBytes(byte[] bytes, int from, int length) {
    ColumnType type = expect(Carrier.BYTES);
    int start = beginValue();
    switch (type.kind()) {
      case UUID -> putUuid(bytes, from, length);
      case BYTES -> OrderedBytes.put(target, bytes, from, length);
      case INTERVAL -> OrderedInterval.put(target, bytes, from, length);
      case ARRAY -> OrderedArray.put(target, elements(next), bytes, from, length);
      default -> {
        int stored = TextBytes.storedLength(type.kind(), bytes, from, length);
        OrderedText.put(target, bytes, from, stored);
      }
    }
    return endValue(start);
  }

  /** Writes the value that a column has in a row; it travels as this key's next column does. */
  public KeyEncoder add(Row row, int column) {
    if (row.isNull(column)) {
      return addNull();
    }
    return switch (format.carrier(next)) {
      case LONG -> addLong(row.getLong(column));
      case DOUBLE -> addDouble(row.getDouble(column));
      case DECIMAL -> addDecimal(row.getDecimal(column));
      case BYTES -> addBytes(row.array(column), row.start(column), row.length(column));
    };
  }

  private ColumnType expect(Carrier carrier) {
    ColumnType type = format.part(next).type();
    if (format.carrier(next) != carrier) {
      throw new IllegalArgumentException(
          "column " + next + " of the key is " + type + ", which does not travel as " + carrier);
    }
    return type;
  }

  private int beginValue() {
    if (format.part(next).nullable()) {
      target.putByte(KeyFormat.VALUE);
    }
    return target.length();
  }

  private KeyEncoder endValue(int start) {
    if (format.mask(next) != 0) {
      byte[] bytes = target.array();
      for (int i = start; i < target.length(); i++) {
        bytes[i] = (byte) ~bytes[i];
      }
    }
    next++;
    return this;
  }

  private KeyEncoder elements(int part) {
    @Nullable KeyEncoder[] known = elements;
    if (known == null) {
      known = new KeyEncoder[format.size()];
      elements = known;
    }
    KeyEncoder encoder = known[part];
    if (encoder == null) {
      encoder = new KeyEncoder(OrderedArray.elementFormat(format.part(part).type()));
      known[part] = encoder;
    }
    return encoder;
  }

  private void putUuid(byte[] bytes, int from, int length) {
    if (length != format.width(next)) {
      throw new IllegalArgumentException("a UUID of " + length + " bytes");
    }
    target.put(bytes, from, length);
  }
}
