package org.pydb.engine.catalog;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: putting and removing make another map, which shares all but the
 * way to the key with this one, so they take logarithmic time and memory. A treap (Seidel and
 * Aragon, 1996) whose priorities are made of the keys, so that equal maps have equal shapes.
 * Thread-safe.
 */
final class PersistentMap<K extends Comparable<K>, V> {

  /** Spreads the hash codes of keys that follow each other (Fibonacci hashing). */
  private static final int SPREAD = 0x9E3779B9;

  /** A binary tree by key, a heap by priority. */
  private record Node<K, V>(
      K key, V value, int priority, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {

    Node<K, V> withValue(V newValue) {
      return new Node<>(key, newValue, priority, left, right);
    }

    Node<K, V> withLeft(@Nullable Node<K, V> newLeft) {
      return new Node<>(key, value, priority, newLeft, right);
    }

    Node<K, V> withRight(@Nullable Node<K, V> newRight) {
      return new Node<>(key, value, priority, left, newRight);
    }
  }

  private final @Nullable Node<K, V> root;
  private final int size;

  private PersistentMap(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  /** The map without entries. */
  static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
    return new PersistentMap<>(null, 0);
  }

  int size() {
    return size;
  }

  /** The value of a key, or null if there is none. */
  @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** The map with a key's value, be it a new one. */
  PersistentMap<K, V> put(K key, V value) {
    int more = get(key) == null ? 1 : 0;
    return new PersistentMap<>(put(root, key, value), size + more);
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, (key.hashCode() + 1) * SPREAD, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return node.withValue(value);
    }
    if (order < 0) {
      Node<K, V> left = put(node.left, key, value);
      return left.priority > node.priority
          ? left.withRight(node.withLeft(left.right))
          : node.withLeft(left);
    }
    Node<K, V> right = put(node.right, key, value);
    return right.priority > node.priority
        ? right.withLeft(node.withRight(right.left))
        : node.withRight(right);
  }

  /** The map without a key. */
  PersistentMap<K, V> remove(K key) {
    return get(key) == null ? this : new PersistentMap<>(remove(root, key), size - 1);
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return join(node.left, node.right);
    }
    return order < 0
        ? node.withLeft(remove(node.left, key))
        : node.withRight(remove(node.right, key));
  }

  /** One tree of two, all keys of the first before all of the second. */
  private static <K, V> @Nullable Node<K, V> join(
      @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.priority > right.priority
        ? left.withRight(join(left.right, right))
        : right.withLeft(join(left, right.left));
  }

  /** The keys, in their order. */
  Collection<K> keys() {
    return list(Node::key);
  }

  /** The values, in the order of their keys. */
  Collection<V> values() {
    return list(Node::value);
  }

  private <T> Collection<T> list(Function<Node<K, V>, T> what) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<T> iterator() {
        return new InOrder<>(root, what);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** Goes through a tree from its least key to its greatest. */
  private static final class InOrder<K, V, T> implements Iterator<T> {
    private final Deque<Node<K, V>> ahead = new ArrayDeque<>();
    private final Function<Node<K, V>, T> what;

    InOrder(@Nullable Node<K, V> root, Function<Node<K, V>, T> what) {
      this.what = what;
      descend(root);
    }

    private void descend(@Nullable Node<K, V> from) {
      for (Node<K, V> node = from; node != null; node = node.left) {
        ahead.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !ahead.isEmpty();
    }

    @Override
    public T next() {
      if (ahead.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = ahead.pop();
      descend(node.right);
      return what.apply(node);
    }
  }
}
