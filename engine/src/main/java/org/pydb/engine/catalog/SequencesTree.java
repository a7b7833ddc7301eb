package org.pydb.engine.catalog;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.txn.EntryPointer;
import org.pydb.engine.txn.ReadView;
import org.pydb.engine.txn.WriteSet;

/**
 * How far sequences have come, as entries of a tree. Numbers are given in blocks, and a block is
 * written here, durably, before the first of its numbers is given; so what stands here is never
 * behind. A sequence without an entry has given none.
 *
 * <pre>
 * key              value
 * state id (4)     number (8)   the last of the block, or the next one to be given
 *                  01 or 00     the former, or the latter
 * </pre>
 */
public final class SequencesTree {

  /** The id of the tree. */
  public static final int TREE_ID = 3;

  private static final int SIZE = Long.BYTES + 1;

  private SequencesTree() {}

  /**
   * How far a sequence has come.
   *
   * @param number the last one that was given, or the next one
   * @param given whether it was given
   */
  public record State(long number, boolean given) {}

  /** How far a sequence has come, or null if it has given nothing. */
  public static @Nullable State read(ReadView view, int stateId) {
    byte[] key = key(stateId);
    EntryPointer found = new EntryPointer();
    return view.get(TREE_ID, key, 0, key.length, found) ? decode(found.value(view.file())) : null;
  }

  /** What the value of an entry says. */
  private static State decode(byte[] value) {
    if (value.length != SIZE) {
      throw new CorruptionException(
          "the state of a sequence has " + value.length + " bytes: expected " + SIZE);
    }
    return new State(Bytes.getLong(value, 0), value[Long.BYTES] != 0);
  }

  /** Sets how far a sequence has come. */
  public static void put(WriteSet writes, int stateId, State state) {
    byte[] key = key(stateId);
    byte[] value = new byte[SIZE];
    Bytes.putLong(value, 0, state.number());
    value[Long.BYTES] = (byte) (state.given() ? 1 : 0);
    writes.put(TREE_ID, false, key, 0, key.length, value, 0, value.length);
  }

  /** Forgets a sequence. */
  public static void remove(WriteSet writes, int stateId) {
    byte[] key = key(stateId);
    writes.delete(TREE_ID, false, key, 0, key.length);
  }

  private static byte[] key(int stateId) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, stateId);
    return key;
  }
}
