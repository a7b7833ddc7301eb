package org.pydb.calcite.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.row.KeyDecoder;
import org.pydb.engine.row.KeyEncoder;
import org.pydb.engine.row.KeyFormat;
import org.pydb.engine.row.KeyPart;
import org.pydb.engine.row.KeyPrinter;
import org.pydb.engine.row.Row;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Values of one column as bytes whose order is that of the values. Not thread-safe.
 *
 * <p>Long texts are cut: their heads, and a hash that tells them apart, say enough about how often
 * they occur.
 */
public final class ValueKey {

  /** Bytes of a text or byte string that are kept. */
  private static final int HEAD = 128;

  /** No key that was not cut ends with it: texts end with 0, byte strings with 1. */
  private static final byte CUT = (byte) 0xFF;

  private static final int HASH_SIZE = Long.BYTES + 1;

  private final ColumnType type;
  private final KeyFormat format;
  private final KeyEncoder encoder;

  /** Keys of a column of this type. */
  public ValueKey(ColumnType type) {
    this.type = type;
    format = KeyFormat.of(List.of(KeyPart.ascending(keyType(type))));
    encoder = new KeyEncoder(format);
  }

  /** The key of the value that a column has in a row, which is not NULL. */
  byte[] of(Row row, int column) {
    if (isCut(row, column)) {
      byte[] bytes = row.array(column);
      int from = row.start(column);
      encoder.clear().addBytes(bytes, from, HEAD);
      encoder.bytes().putLong(hash(bytes, from, row.length(column))).putByte(CUT);
    } else {
      encoder.clear().add(row, column);
    }
    return encoder.toArray();
  }

  /** Whether {@link #of} keeps but the head of the value that a column has in a row. */
  boolean isCut(Row row, int column) {
    return canBeCut(type) && row.length(column) > HEAD;
  }

  /**
   * The key of a value, or the nearest that the column can hold; null if there is none.
   *
   * @param value as vectors hold it: {@code Long}, {@code Double}, {@code BigDecimal}, {@code
   *     byte[]}
   */
  public byte @Nullable [] of(Object value) {
    encoder.clear();
    return put(encoder, type, value) ? encoder.toArray() : null;
  }

  /**
   * Adds a value to a key whose next column is of this type: the value itself, or the nearest that
   * the column can hold.
   *
   * @return false if there is none, and nothing was added that is of use
   */
  public static boolean put(KeyEncoder encoder, ColumnType type, Object value) {
    try {
      if (value instanceof byte[] bytes) {
        boolean isLong = canBeCut(type) && bytes.length > HEAD;
        encoder.addBytes(bytes, 0, isLong ? HEAD : bytes.length);
      } else if (type.isDouble()) {
        encoder.addDouble(((Number) value).doubleValue());
      } else if (type.kind() == ColumnKind.DECIMAL || type.kind() == ColumnKind.NUMERIC) {
        encoder.addDecimal(decimal(type, value));
      } else {
        encoder.addLong(whole(value));
      }
      return true;
    } catch (RuntimeException e) {
      return false; // Beyond what the column holds: nothing is known about such values.
    }
  }

  private static BigDecimal decimal(ColumnType type, Object value) {
    BigDecimal exact =
        value instanceof BigDecimal number
            ? number
            : value instanceof Double number
                ? new BigDecimal(number)
                : BigDecimal.valueOf((Long) value);
    return type.kind() == ColumnKind.DECIMAL
        ? exact.setScale(type.scale(), RoundingMode.HALF_UP)
        : exact;
  }

  private static long whole(Object value) {
    return value instanceof BigDecimal number
        ? number.setScale(0, RoundingMode.HALF_UP).longValueExact()
        : ((Number) value).longValue();
  }

  /** The bytes of a text or byte string, or of its head; null for other types. */
  public byte @Nullable [] bytes(byte[] key) {
    if (!canBeCut(type)) {
      return null;
    }
    byte[] head = head(key);
    KeyDecoder decoder = new KeyDecoder(format);
    decoder.position(head, 0, head.length);
    int from = decoder.start(0);
    return Arrays.copyOfRange(decoder.array(0), from, from + decoder.length(0));
  }

  /** A value as people read it. */
  public String print(byte[] key) {
    byte[] whole = head(key);
    String text = KeyPrinter.print(format, whole, 0, whole.length);
    return text.substring(1, text.length() - 1) + (isCut(key) ? "..." : "");
  }

  /** Whether a key stands for more than it says. */
  boolean isCut(byte[] key) {
    return canBeCut(type) && key[key.length - 1] == CUT;
  }

  /** The key without what tells long values apart. */
  byte[] head(byte[] key) {
    return isCut(key) ? Arrays.copyOf(key, key.length - HASH_SIZE) : key;
  }

  /** What has no order in keys goes by its bytes: good enough to tell frequent values. */
  private static ColumnType keyType(ColumnType type) {
    return switch (type.kind()) {
      case JSON, JSONB -> ColumnType.of(ColumnKind.TEXT);
      case INTERVAL, ARRAY -> ColumnType.of(ColumnKind.BYTES);
      default -> type;
    };
  }

  private static boolean canBeCut(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, CHAR, BYTES -> true;
      default -> false;
    };
  }

  /** FNV-1a, 64 bits. */
  private static long hash(byte[] bytes, int from, int length) {
    long hash = 0xCBF29CE484222325L;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }
}
