package org.pydb.engine.kv.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a search tree that never changes: a change copies the nodes on its way and shares all
 * others. Null is the empty tree.
 *
 * <p>It is a treap (Aragon and Seidel, "Randomized search trees", 1989): a search tree by its keys
 * and a heap by priorities that are as good as random, so that it is as deep as one into which keys
 * came in random order, whatever the true one. The priority is a salted hash of the key, so the
 * same entries always make the same tree and nobody who does not know the salt can make it deep.
 *
 * @param priority no less than those of its children
 */
@SuppressWarnings("ArrayRecordComponent") // nodes are compared by identity only
record PersistentTreap(
    byte[] key,
    byte[] value,
    int priority,
    @Nullable PersistentTreap left,
    @Nullable PersistentTreap right) {

  static @Nullable PersistentTreap find(@Nullable PersistentTreap tree, byte[] key) {
    PersistentTreap node = tree;
    while (node != null) {
      int order = Arrays.compareUnsigned(key, node.key);
      if (order == 0) {
        return node;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** The tree with a value; the arrays are not copied. */
  static PersistentTreap with(@Nullable PersistentTreap tree, byte[] key, byte[] value, long salt) {
    if (tree == null) {
      return new PersistentTreap(key, value, priority(key, salt), null, null);
    }
    int order = Arrays.compareUnsigned(key, tree.key);
    if (order == 0) {
      return new PersistentTreap(tree.key, value, tree.priority, tree.left, tree.right);
    }
    if (order < 0) {
      PersistentTreap left = with(tree.left, key, value, salt);
      return left.priority <= tree.priority
          ? tree.withChildren(left, tree.right)
          : left.withChildren(left.left, tree.withChildren(left.right, tree.right));
    }
    PersistentTreap right = with(tree.right, key, value, salt);
    return right.priority <= tree.priority
        ? tree.withChildren(tree.left, right)
        : right.withChildren(tree.withChildren(tree.left, right.left), right.right);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the same tree, not an equal one
  static @Nullable PersistentTreap without(@Nullable PersistentTreap tree, byte[] key) {
    if (tree == null) {
      return null;
    }
    int order = Arrays.compareUnsigned(key, tree.key);
    if (order == 0) {
      return join(tree.left, tree.right);
    }
    if (order < 0) {
      PersistentTreap left = without(tree.left, key);
      return left == tree.left ? tree : tree.withChildren(left, tree.right);
    }
    PersistentTreap right = without(tree.right, key);
    return right == tree.right ? tree : tree.withChildren(tree.left, right);
  }

  /** Of two trees one; all keys of the left one are less. */
  private static @Nullable PersistentTreap join(
      @Nullable PersistentTreap left, @Nullable PersistentTreap right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    return left.priority >= right.priority
        ? left.withChildren(left.left, join(left.right, right))
        : right.withChildren(join(left, right.left), right.right);
  }

  private PersistentTreap withChildren(
      @Nullable PersistentTreap newLeft, @Nullable PersistentTreap newRight) {
    return new PersistentTreap(key, value, priority, newLeft, newRight);
  }

  private static int priority(byte[] key, long salt) {
    long hash = salt;
    for (byte b : key) {
      hash = (hash ^ b) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    return (int) (hash ^ hash >>> 29);
  }
}
