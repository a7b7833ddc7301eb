package org.pydb.engine.row;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;

/**
 * What stands in a row in the place of a value that is too large for it: where its bytes are, in
 * chunks of a tree of their own. The idea is PostgreSQL's (TOAST: The Oversized-Attribute Storage
 * Technique). Immutable; thread-safe.
 *
 * <pre>
 * size  part
 *    8  FF 70 79 64 62 4C 56 01: 0xFF, which begins no text in UTF-8, then "pydbLV" and 1
 *    4  the tree that has the chunks
 *    8  the value's id in that tree
 *    8  how many bytes it has
 * </pre>
 *
 * <p>A value of these very bytes that a user gives is itself stored in chunks, however short, so
 * that none is ever taken for a reference.
 *
 * <p>A chunk is an entry: its key is the value's id and the number of the chunk, four bytes from 0,
 * both big-endian. An id is never given twice while the database is open, and chunks never change:
 * what a reference means is the same in each snapshot that has its chunks.
 *
 * @param tree the id of the tree
 * @param id the value's id
 * @param length its length in bytes
 */
public record LargeReference(int tree, long id, long length) {

  /** Bytes of a reference. */
  public static final int SIZE = 28;

  /** The longest value of a column that always stays in its row, in bytes. */
  public static final int IN_ROW_MAX = 1 << 20;

  private static final byte[] MAGIC = {(byte) 0xFF, 'p', 'y', 'd', 'b', 'L', 'V', 1};

  /** Whether bytes are those of a reference. */
  public static boolean is(byte[] bytes, int from, int length) {
    return length == SIZE
        && bytes[from] == MAGIC[0]
        && Arrays.equals(bytes, from, from + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Reads a reference. */
  public static LargeReference get(byte[] bytes, int from) {
    return new LargeReference(
        Bytes.getInt(bytes, from + 8),
        Bytes.getLong(bytes, from + 12),
        Bytes.getLong(bytes, from + 20));
  }

  /** The bytes of this reference. */
  public byte[] toBytes() {
    byte[] bytes = Arrays.copyOf(MAGIC, SIZE);
    Bytes.putInt(bytes, 8, tree);
    Bytes.putLong(bytes, 12, id);
    Bytes.putLong(bytes, 20, length);
    return bytes;
  }
}
