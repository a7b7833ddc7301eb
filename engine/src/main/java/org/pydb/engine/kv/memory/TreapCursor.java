package org.pydb.engine.kv.memory;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.schema.KeyRange;

/** Walks a treap in order: the path to the next node is on a stack. */
final class TreapCursor implements EntryCursor {
  private final KeyRange range;
  private final boolean backward;

  /** The next node on top, below it those that follow what hangs from it. */
  private final Deque<PersistentTreap> path = new ArrayDeque<>();

  private @Nullable PersistentTreap current;

  TreapCursor(@Nullable PersistentTreap root, KeyRange range, boolean backward) {
    this.range = range;
    this.backward = backward;
    descend(root);
  }

  /** Puts the way to the first node of a tree that is in the range on the stack. */
  private void descend(@Nullable PersistentTreap tree) {
    PersistentTreap node = tree;
    while (node != null) {
      if (isBeforeRange(node.key())) {
        node = backward ? node.left() : node.right();
      } else {
        path.push(node);
        node = backward ? node.right() : node.left();
      }
    }
  }

  private boolean isBeforeRange(byte[] key) {
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    return backward
        ? upper != null && Arrays.compareUnsigned(key, upper) >= 0
        : lower != null && Arrays.compareUnsigned(key, lower) < 0;
  }

  private boolean isBehindRange(byte[] key) {
    byte[] lower = range.lower();
    byte[] upper = range.upper();
    return backward
        ? lower != null && Arrays.compareUnsigned(key, lower) < 0
        : upper != null && Arrays.compareUnsigned(key, upper) >= 0;
  }

  @Override
  public boolean next() {
    PersistentTreap node = path.poll();
    if (node == null || isBehindRange(node.key())) {
      path.clear();
      current = null;
      return false;
    }
    current = node;
    descend(backward ? node.left() : node.right());
    return true;
  }

  private PersistentTreap current() {
    PersistentTreap node = current;
    if (node == null) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
    return node;
  }

  @Override
  public byte[] key() {
    return current().key().clone();
  }

  @Override
  public byte[] value() {
    return current().value().clone();
  }

  @Override
  public void close() {
    path.clear();
    current = null;
  }
}
