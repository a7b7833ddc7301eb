package org.pydb.engine.recovery;

import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of trees from the log, brought from the order of time into the order of keys. Then each
 * leaf is read, copied and written once, however often and in whatever order its keys were changed;
 * and of the changes of one key only the last need be done. Used by one thread.
 */
final class GatheredChanges {

  /** What becomes of the changes of a tree in the end. */
  interface Target {
    /** Does the changes, which are sorted. */
    void change(int tree, TreeChanges changes);
  }

  private final Map<Integer, TreeChanges> changes = new TreeMap<>();
  private long memory;

  /** About how many bytes of memory the changes take. */
  long memory() {
    return memory;
  }

  void put(int tree, byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    memory += of(tree).put(bytes, keyFrom, keyTo, valueFrom, valueLength);
  }

  void delete(int tree, byte[] bytes, int keyFrom, int keyTo) {
    memory += of(tree).delete(bytes, keyFrom, keyTo);
  }

  private TreeChanges of(int tree) {
    return changes.computeIfAbsent(tree, id -> new TreeChanges());
  }

  /** Does all changes, and forgets them. */
  void moveTo(Target target) {
    changes.forEach(
        (tree, ofTree) -> {
          ofTree.sort();
          target.change(tree, ofTree);
        });
    changes.clear();
    memory = 0;
  }
}
