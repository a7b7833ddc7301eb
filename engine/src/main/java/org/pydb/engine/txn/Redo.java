package org.pydb.engine.txn;

import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CorruptionException;

/**
 * What a batch changed, as the log keeps it: for each tree the keys that were set, with their
 * values, and those that were deleted. Doing it again, any number of times, gives the same trees.
 *
 * <pre>
 * frame of a batch    number of the version (8), chunks before it that belong to it (4), records
 * frame of a chunk    records
 *
 * record     01 tree                          varint; those that follow are of this tree
 *            02 k key v value                 k, v: varints, the lengths
 *            03 k key                         the key is deleted
 *            04 tree                          varint; the tree is dropped
 *            05                               a transaction ends
 * </pre>
 */
public final class Redo {

  /** The kind of a frame that completes a version. */
  public static final int BATCH_FRAME = 1;

  /** The kind of a frame with records of the batch frame that follows. */
  public static final int CHUNK_FRAME = 2;

  /** The kind of a frame that says that a checkpoint is durable: its number (8). */
  public static final int CHECKPOINT_FRAME = 3;

  /** Bytes that begin the body of a batch frame. */
  public static final int BATCH_HEADER = 12;

  private static final int TREE = 1;
  private static final int PUT = 2;
  private static final int DELETE = 3;
  private static final int DROP_TREE = 4;
  private static final int COMMIT = 5;

  private Redo() {}

  static void tree(ByteBuilder out, int tree) {
    out.putByte(TREE).putVarint(tree);
  }

  /** Begins a put; the caller appends the key's bytes, then calls {@link #value}. */
  static void put(ByteBuilder out, int keyLength) {
    out.putByte(PUT).putVarint(keyLength);
  }

  static void value(ByteBuilder out, byte[] value, int from, int length) {
    out.putVarint(length).put(value, from, length);
  }

  /** Begins a delete; the caller appends the key's bytes. */
  static void delete(ByteBuilder out, int keyLength) {
    out.putByte(DELETE).putVarint(keyLength);
  }

  static void dropTree(ByteBuilder out, int tree) {
    out.putByte(DROP_TREE).putVarint(tree);
  }

  static void commit(ByteBuilder out) {
    out.putByte(COMMIT);
  }

  /** Who does the changes again. */
  public interface Target {
    /** The following changes are of this tree. */
    void tree(int tree);

    /** Sets a value in the current tree. */
    void put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength);

    /** Deletes a key of the current tree. */
    void delete(byte[] bytes, int keyFrom, int keyTo);

    /** Drops a tree. */
    void dropTree(int tree);
  }

  /**
   * Reads the records in a range.
   *
   * @param where what to say of the place if a record makes no sense
   */
  public static void read(byte[] bytes, int from, int to, String where, Target target) {
    int at = from;
    while (at < to) {
      int op = bytes[at++];
      switch (op) {
        case TREE -> {
          int tree = Varint.getInt(bytes, at);
          at += Varint.length(tree);
          target.tree(tree);
        }
        case PUT -> {
          int keyLength = Varint.getInt(bytes, at);
          int key = at + Varint.length(keyLength);
          int valueLength = Varint.getInt(bytes, key + keyLength);
          int value = key + keyLength + Varint.length(valueLength);
          target.put(bytes, key, key + keyLength, value, valueLength);
          at = value + valueLength;
        }
        case DELETE -> {
          int keyLength = Varint.getInt(bytes, at);
          int key = at + Varint.length(keyLength);
          target.delete(bytes, key, key + keyLength);
          at = key + keyLength;
        }
        case DROP_TREE -> {
          int tree = Varint.getInt(bytes, at);
          at += Varint.length(tree);
          target.dropTree(tree);
        }
        case COMMIT -> {}
        default ->
            throw new CorruptionException(
                where + ": found redo record " + op + ", expected one from 1 to 5");
      }
    }
  }
}
