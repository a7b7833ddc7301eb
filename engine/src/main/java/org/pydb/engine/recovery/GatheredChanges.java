package org.pydb.engine.recovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of trees from the log, brought from the order of time into the order of keys. Then each
 * leaf is read, copied and written once, however often and in whatever order its keys were changed;
 * and of the changes of one key only the last need be done. Used by one thread.
 */
final class GatheredChanges {

  /** What is kept of a change besides its bytes, about. */
  private static final int OVERHEAD = 64;

  /** What becomes of each change in the end. */
  interface Target {
    /** Sets a value. */
    void put(int tree, byte[] key, int keyLength, byte[] value, int valueFrom, int valueLength);

    /** Deletes a key. */
    void delete(int tree, byte[] key, int keyLength);
  }

  /**
   * A change.
   *
   * @param bytes the key, and behind it the value
   * @param isDeleted whether there is no value
   */
  @SuppressWarnings("ArrayRecordComponent") // made here, sorted once, never compared as a whole
  private record Change(byte[] bytes, int keyLength, boolean isDeleted) {

    int compareKey(Change other) {
      return Arrays.compareUnsigned(bytes, 0, keyLength, other.bytes, 0, other.keyLength);
    }
  }

  private final Map<Integer, List<Change>> changes = new TreeMap<>();
  private long memory;

  /** About how many bytes of memory the changes take. */
  long memory() {
    return memory;
  }

  void put(int tree, byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    int keyLength = keyTo - keyFrom;
    byte[] copy = new byte[keyLength + valueLength];
    System.arraycopy(bytes, keyFrom, copy, 0, keyLength);
    System.arraycopy(bytes, valueFrom, copy, keyLength, valueLength);
    add(tree, new Change(copy, keyLength, false));
  }

  void delete(int tree, byte[] bytes, int keyFrom, int keyTo) {
    add(tree, new Change(Arrays.copyOfRange(bytes, keyFrom, keyTo), keyTo - keyFrom, true));
  }

  private void add(int tree, Change change) {
    changes.computeIfAbsent(tree, id -> new ArrayList<>()).add(change);
    memory += change.bytes.length + OVERHEAD;
  }

  /** Does all changes, and forgets them. */
  void moveTo(Target target) {
    changes.forEach((tree, list) -> move(tree, list, target));
    changes.clear();
    memory = 0;
  }

  private static void move(int tree, List<Change> list, Target target) {
    list.sort(Change::compareKey); // Stable: of one key, the last in time comes last.
    for (int i = 0; i < list.size(); i++) {
      Change change = list.get(i);
      if (i + 1 < list.size() && change.compareKey(list.get(i + 1)) == 0) {
        continue; // A later one of the same key follows.
      }
      byte[] bytes = change.bytes;
      int keyLength = change.keyLength;
      if (change.isDeleted) {
        target.delete(tree, bytes, keyLength);
      } else {
        target.put(tree, bytes, keyLength, bytes, keyLength, bytes.length - keyLength);
      }
    }
  }
}
