package org.pydb.engine.txn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CorruptionException;

/**
 * What a batch changed, as the log keeps it: for each tree the keys that were set, with their
 * values, and those that were deleted. Doing it again, any number of times, gives the same trees.
 *
 * <pre>
 * frame of a batch    number of the version (8), chunks before it that belong to it (4), records
 * frame of a chunk    records; where one frame ends in the middle of a record the next goes on
 * frame of a part     origin (8): a log position, not behind the first part; records, as in chunks
 *
 * record     01 tree                          varint; those that follow are of this tree
 *            02 k key v value                 k, v: varints, the lengths
 *            03 k key                         the key is deleted
 *            04 tree                          varint; the tree is dropped
 *            05                               a transaction ends
 *            06 origin n                      varints; here belong the records of the n parts with
 *                                             this origin, which lie in the log before this frame
 *            07 tree k name                   varints; the tree begins, in the store of this name
 * </pre>
 *
 * <p>Parts are written while a large transaction is applied, long before it is known whether it
 * will be committed; those that no batch names mean nothing.
 */
public final class Redo {

  /** The kind of a frame that completes a version. */
  public static final int BATCH_FRAME = 1;

  /** The kind of a frame with records of the batch frame that follows. */
  public static final int CHUNK_FRAME = 2;

  /** The kind of a frame that says that a checkpoint is durable: its number (8). */
  public static final int CHECKPOINT_FRAME = 3;

  /** The kind of a frame with records of a large transaction. */
  public static final int PART_FRAME = 4;

  /** Bytes that begin the body of a part. */
  public static final int PART_HEADER = 8;

  /** Bytes that begin the body of a batch frame. */
  public static final int BATCH_HEADER = 12;

  private static final int TREE = 1;
  private static final int PUT = 2;
  private static final int DELETE = 3;
  private static final int DROP_TREE = 4;
  private static final int COMMIT = 5;
  private static final int PARTS = 6;
  private static final int STORED_TREE = 7;

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

  static void parts(ByteBuilder out, long origin, long count) {
    out.putByte(PARTS).putVarint(origin).putVarint(count);
  }

  static void storedTree(ByteBuilder out, int tree, String home) {
    byte[] name = home.getBytes(US_ASCII);
    out.putByte(STORED_TREE).putVarint(tree).putVarint(name.length).put(name, 0, name.length);
  }

  /** The origin of a part. */
  static long partOrigin(byte[] body) {
    return Bytes.getLong(body, 0);
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

    /** Begins a tree in a store. */
    void storedTree(int tree, String home);

    /** Does what the parts with this origin say. */
    void parts(long origin, long count);
  }

  /**
   * Reads the whole records in a range.
   *
   * @param where what to say of the place if a record makes no sense
   * @return where the first record begins of which the range holds a part only; or its end
   */
  public static int read(byte[] bytes, int from, int to, String where, Target target) {
    int at = from;
    while (at < to) {
      int end = end(bytes, at, to, where);
      if (end < 0) {
        return at;
      }
      readOne(bytes, at, target);
      at = end;
    }
    return at;
  }

  private static void readOne(byte[] bytes, int at, Target target) {
    int op = bytes[at];
    int next = at + 1;
    switch (op) {
      case TREE -> target.tree(Varint.getInt(bytes, next));
      case PUT -> {
        int keyLength = Varint.getInt(bytes, next);
        int key = next + Varint.length(keyLength);
        int valueLength = Varint.getInt(bytes, key + keyLength);
        int value = key + keyLength + Varint.length(valueLength);
        target.put(bytes, key, key + keyLength, value, valueLength);
      }
      case DELETE -> {
        int keyLength = Varint.getInt(bytes, next);
        int key = next + Varint.length(keyLength);
        target.delete(bytes, key, key + keyLength);
      }
      case DROP_TREE -> target.dropTree(Varint.getInt(bytes, next));
      case PARTS -> {
        long origin = Varint.getLong(bytes, next);
        target.parts(origin, Varint.getLong(bytes, next + Varint.length(origin)));
      }
      case STORED_TREE -> {
        int tree = Varint.getInt(bytes, next);
        int name = next + Varint.length(tree);
        int length = Varint.getInt(bytes, name);
        target.storedTree(tree, new String(bytes, name + Varint.length(length), length, US_ASCII));
      }
      default -> {
        assert op == COMMIT;
      }
    }
  }

  /** The end of the record at {@code at}, or -1 if it is not before {@code to}. */
  private static int end(byte[] bytes, int at, int to, String where) {
    int op = bytes[at];
    int end =
        switch (op) {
          case TREE, DROP_TREE -> number(bytes, at + 1, to);
          case PUT -> counted(bytes, counted(bytes, at + 1, to), to);
          case DELETE -> counted(bytes, at + 1, to);
          case COMMIT -> at + 1;
          case PARTS -> number(bytes, number(bytes, at + 1, to), to);
          case STORED_TREE -> counted(bytes, number(bytes, at + 1, to), to);
          default ->
              throw new CorruptionException(
                  where + ": found redo record " + op + ", expected one from 1 to 7");
        };
    return end > to ? -1 : end;
  }

  /** The end of a varint, or -1. */
  private static int number(byte[] bytes, int at, int to) {
    for (int i = at; at >= 0 && i < to; i++) {
      if (bytes[i] >= 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /** The end of so many bytes as the varint before them says, or -1. */
  private static int counted(byte[] bytes, int at, int to) {
    int from = number(bytes, at, to);
    if (from < 0) {
      return -1;
    }
    long end = from + Varint.getLong(bytes, at);
    return end > to ? -1 : (int) end;
  }
}
