package org.pydb.engine.kv.file;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;

/**
 * A change of a key as bytes that can be read alone.
 *
 * <pre>
 *   0  CRC32C of the file's salt and all that follows, 4 bytes
 *   4  length of the key, varint
 *      0 for a deletion, else length of the value plus 1, varint
 *      key, value
 * </pre>
 */
public final class EntryCodec {

  /** The most bytes beside key and value. */
  public static final int OVERHEAD_MAX = Integer.BYTES + 2 * Varint.LENGTH_MAX;

  private EntryCodec() {}

  /** Is told of changes. */
  public interface Visitor {
    /**
     * One change.
     *
     * @param from where its bytes begin
     * @param to where they end
     * @param value the new value, or null for a deletion
     */
    void entry(int from, int to, byte[] key, byte @Nullable [] value);
  }

  /** Appends a change. */
  public static void put(ByteBuilder target, byte[] key, byte @Nullable [] value, long salt) {
    int from = target.skip(Integer.BYTES);
    target.putVarint(key.length).putVarint(value == null ? 0 : value.length + 1L).put(key);
    if (value != null) {
      target.put(value);
    }
    Bytes.putInt(target.array(), from, crc(target.array(), from, target.length(), salt));
  }

  /** Reads the changes that lie in a range of bytes, which was checked as a whole. */
  public static void visit(byte[] bytes, int from, int length, Visitor visitor) {
    int at = from;
    while (at < from + length) {
      int next = end(bytes, at);
      visitor.entry(at, next, key(bytes, at), value(bytes, at));
      at = next;
    }
  }

  /** Whether a change that {@link #visit} tells of has the right checksum. */
  public static boolean isWhole(byte[] bytes, int from, int to, long salt) {
    return Bytes.getInt(bytes, from) == crc(bytes, from, to, salt);
  }

  /** Whether the bytes are one whole change of this key, with a value. */
  public static boolean isValueOf(byte[] bytes, byte[] key, long salt) {
    return isWhole(bytes, 0, bytes.length, salt)
        && Arrays.equals(key(bytes, 0), key)
        && value(bytes, 0) != null;
  }

  private static byte[] key(byte[] bytes, int from) {
    int length = Varint.getInt(bytes, from + Integer.BYTES);
    int at = keyStart(bytes, from);
    return Arrays.copyOfRange(bytes, at, at + length);
  }

  /** The value of the change that begins there; null for a deletion. */
  public static byte @Nullable [] value(byte[] bytes, int from) {
    int length = valueLength(bytes, from) - 1;
    int at = keyStart(bytes, from) + Varint.getInt(bytes, from + Integer.BYTES);
    return length < 0 ? null : Arrays.copyOfRange(bytes, at, at + length);
  }

  private static int end(byte[] bytes, int from) {
    return keyStart(bytes, from)
        + Varint.getInt(bytes, from + Integer.BYTES)
        + Math.max(0, valueLength(bytes, from) - 1);
  }

  /** One more than the length of the value; 0 for a deletion. */
  private static int valueLength(byte[] bytes, int from) {
    int at = from + Integer.BYTES;
    return Varint.getInt(bytes, at + Varint.length(Varint.getInt(bytes, at)));
  }

  private static int keyStart(byte[] bytes, int from) {
    int at = from + Integer.BYTES;
    return at + Varint.length(Varint.getInt(bytes, at)) + Varint.length(valueLength(bytes, from));
  }

  private static int crc(byte[] bytes, int from, int to, long salt) {
    byte[] seed = new byte[Long.BYTES];
    Bytes.putLong(seed, 0, salt);
    CRC32C crc = new CRC32C();
    crc.update(seed, 0, seed.length);
    crc.update(bytes, from + Integer.BYTES, to - from - Integer.BYTES);
    return (int) crc.getValue();
  }
}
