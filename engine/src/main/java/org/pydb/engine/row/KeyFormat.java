package org.pydb.engine.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;

/**
 * How a list of columns becomes the bytes of a key. Immutable; thread-safe.
 *
 * <p>A tree knows nothing of SQL: it compares keys as unsigned bytes. So a key is written such that
 * this comparison gives the order that SQL asks for. Each column is written in a form that no other
 * value of the column continues; therefore a key is simply its columns one after the other, the
 * first difference falls into the first column that differs, and all keys with given values in the
 * first columns begin with the same bytes.
 *
 * <pre>
 * key        = column column …
 * column     = [marker] value        a marker where the column is nullable
 * marker     = 01 value follows
 *              02 NULL, above every value
 *              00 NULL, below every value (nulls first)
 *
 * kind                        bytes      value
 * BOOLEAN                     1          00 or 01
 * INT16                       2          big-endian, sign bit flipped
 * INT32 DATE                  4          likewise
 * INT64 TIME TIMESTAMP(_TZ)   8          likewise
 * DECIMAL                     8 or 16    likewise, of the unscaled value
 * FLOAT32 FLOAT64             4, 8       IEEE 754, see {@link OrderedNumber}
 * NUMERIC                     1–n        exponent and digits, see {@link OrderedNumeric}
 * UUID                        16         as they are
 * TEXT CHAR                   1–n        UTF-8, then 00; CHAR without trailing blanks
 * BYTES                       2–n        00 as 00 FF, then 00 01
 * INTERVAL                    16         its length in days and microseconds, see {@link OrderedInterval}
 * ARRAY                       1–n        its elements, see {@link OrderedArray}
 *
 * (42, 'ab')                  80 00 00 2A 61 62 00
 * (NULL, 'ab'), 1st nullable  02 61 62 00
 * </pre>
 *
 * <p>A descending column has the bits of its value inverted. The marker is not: where NULL stands
 * is a choice of its own.
 *
 * <p>A row without a primary key has as its key a hidden row id: eight bytes, big-endian, counted
 * from 1. No format describes it.
 *
 * <p>Rejected: separators between the columns (values would have to escape them), and lengths in
 * front of texts (short texts would sort before long ones).
 */
public final class KeyFormat {

  /** A key without columns. */
  public static final KeyFormat EMPTY = new KeyFormat(List.of());

  static final byte NULL_FIRST = 0x00;
  static final byte VALUE = 0x01;
  static final byte NULL_LAST = 0x02;

  private static final int NOT_FIXED = -1;

  /** More than any key: what stands for the length where keys differ in it. */
  static final int ANY_LENGTH = Integer.MAX_VALUE;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final KeyPart[] parts;
  private final Carrier[] carriers;
  private final int[] widths;
  private final int[] masks;
  private final LongRange[] ranges;
  private final int[] fixedStarts;
  private final int fixedLength;
  private final int length;

  private KeyFormat(List<KeyPart> parts) {
    int count = parts.size();
    this.parts = parts.toArray(KeyPart[]::new);
    carriers = new Carrier[count];
    widths = new int[count];
    masks = new int[count];
    ranges = new LongRange[count];
    fixedStarts = new int[count];
    int start = 0;
    boolean fixed = true;
    for (int i = 0; i < count; i++) {
      KeyPart part = parts.get(i);
      if (!part.type().isOrdered()) {
        throw new IllegalArgumentException(part.type() + " has no order for keys");
      }
      carriers[i] = Carrier.of(part.type());
      widths[i] = part.type().fixedWidth();
      masks[i] = part.descending() ? -1 : 0;
      ranges[i] = LongRange.ofKey(part.type());
      fixed &= !part.nullable();
      fixedStarts[i] = fixed ? start : NOT_FIXED;
      fixed &= widths[i] != 0;
      start += fixed ? widths[i] : 0;
    }
    fixedLength = start;
    length = fixed ? start : ANY_LENGTH;
  }

  /** The format of keys with these columns. */
  public static KeyFormat of(List<KeyPart> parts) {
    return parts.isEmpty() ? EMPTY : new KeyFormat(parts);
  }

  /** The format of a table's keys; empty if the table has no primary key but hidden row ids. */
  public static KeyFormat ofPrimaryKey(TableDefinition table) {
    List<KeyPart> parts = new ArrayList<>();
    if (table.primaryKey() != null) {
      for (int column : table.primaryKey().columns()) {
        parts.add(KeyPart.ascending(table.columns().get(column).type()));
      }
    }
    return of(parts);
  }

  /** The format of an index's own columns, with which its entries begin. */
  public static KeyFormat ofIndex(TableDefinition table, IndexDefinition index) {
    List<KeyPart> parts = new ArrayList<>();
    for (KeyColumn column : index.columns()) {
      parts.add(KeyPart.of(table.columns().get(column.column()), column));
    }
    return of(parts);
  }

  /** The columns. */
  public List<KeyPart> parts() {
    return List.of(parts);
  }

  /** One of the columns. */
  public KeyPart part(int index) {
    return parts[index];
  }

  /** The values that a column may have, if they travel as {@code long}. */
  LongRange range(int index) {
    return ranges[index];
  }

  /** How many columns there are. */
  public int size() {
    return parts.length;
  }

  /**
   * The length of the first {@code count} columns of the key that lies between {@code from} and
   * {@code to}.
   *
   * @throws CorruptionException if they do not end within the key
   */
  public int length(byte[] bytes, int from, int to, int count) {
    int at = from;
    for (int i = 0; i < count; i++) {
      at = end(i, bytes, at, to);
    }
    return at - from;
  }

  /**
   * The length of the first {@code count} columns of bytes with which a key may begin; that of all
   * of them if these columns do not end there. What is cut so lies between no two keys that agree
   * in these columns.
   */
  public int lengthWithin(byte[] bytes, int count) {
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (parts[i].nullable()) {
        if (at == bytes.length) {
          return at;
        }
        if (bytes[at++] != VALUE) {
          continue;
        }
      }
      at = valueEnd(i, bytes, at, bytes.length);
      if (at < 0 || at > bytes.length) {
        return bytes.length;
      }
    }
    return at;
  }

  Carrier carrier(int part) {
    return carriers[part];
  }

  /** Bytes of a value, or 0 where they vary. */
  int width(int part) {
    return widths[part];
  }

  /** -1 if the bytes of a value are inverted, else 0. */
  int mask(int part) {
    return masks[part];
  }

  /** Where a column's value stands in every key, or -1 if that varies or a marker precedes it. */
  int fixedStart(int part) {
    return fixedStarts[part];
  }

  /** What the leading columns of fixed width take: every key is at least as long. */
  int fixedLength() {
    return fixedLength;
  }

  /** The length of all keys, or {@link #ANY_LENGTH}. */
  int length() {
    return length;
  }

  /** The offset behind the column that begins at {@code at}. */
  int end(int part, byte[] bytes, int at, int to) {
    int valueAt = at;
    if (parts[part].nullable()) {
      if (isNullMarker(part, bytes, at, to)) {
        return at + 1;
      }
      valueAt++;
    }
    int end = valueEnd(part, bytes, valueAt, to);
    if (end < 0 || end > to) {
      throw corrupt(part, bytes, at, to, "does not end within the key");
    }
    return end;
  }

  /** Whether the nullable column that begins at {@code at} is NULL. */
  boolean isNullMarker(int part, byte[] bytes, int at, int to) {
    if (at < to) {
      byte marker = bytes[at];
      if (marker == VALUE) {
        return false;
      }
      if (marker == NULL_FIRST || marker == NULL_LAST) {
        return true;
      }
    }
    throw corrupt(part, bytes, at, to, "does not begin with a marker");
  }

  private int valueEnd(int part, byte[] bytes, int at, int to) {
    int width = widths[part];
    return width != 0 ? at + width : valueEnd(parts[part].type(), bytes, at, to, masks[part]);
  }

  /** The offset behind a value of a type, or -1, or one beyond {@code to}, if it does not end. */
  static int valueEnd(ColumnType type, byte[] bytes, int at, int to, int mask) {
    ColumnType element = type.element();
    if (element != null) {
      return OrderedArray.end(element, bytes, at, to, mask);
    }
    return switch (type.kind()) {
      case CHAR, TEXT -> OrderedText.end(bytes, at, to, mask);
      case BYTES -> OrderedBytes.end(bytes, at, to, mask);
      case NUMERIC -> OrderedNumeric.end(bytes, at, to, mask);
      default -> at + type.fixedWidth();
    };
  }

  CorruptionException corrupt(int part, byte[] bytes, int at, int to, String what) {
    byte[] rest = Arrays.copyOfRange(bytes, Math.min(at, to), Math.min(to, at + 32));
    return new CorruptionException(
        "column "
            + part
            + " ("
            + parts[part].type()
            + ") of a key "
            + what
            + ": "
            + HEX.formatHex(rest));
  }

  @Override
  public String toString() {
    return "KeyFormat" + Arrays.toString(parts);
  }
}
