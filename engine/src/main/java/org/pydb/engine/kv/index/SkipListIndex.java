package org.pydb.engine.kv.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;

/**
 * A skip list (Pugh, "Skip lists: a probabilistic alternative to balanced trees", 1990): a sorted
 * list of nodes with links that skip. Each node has a height, by chance: one in four of those of a
 * height reaches the next. A search goes along the highest links as far as it can, then a level
 * down.
 *
 * <pre>
 *   3  head ─────────────────────▶ m ──────────▶ end
 *   2  head ──────▶ d ───────────▶ m ────▶ s ──▶ end
 *   1  head ─▶ b ─▶ d ─▶ f ─▶ k ─▶ m ─▶ p ─▶ s ─▶ end
 * </pre>
 */
public final class SkipListIndex implements OrderedIndex {
  private static final int HEIGHT_MAX = 16;

  private final Node head = new Node(Bytes.EMPTY, null, HEIGHT_MAX);
  private final @Nullable Node[] path = new Node[HEIGHT_MAX];
  private long size;
  private long chance = 0x2545_F491_4F6C_DD1DL;

  /** An empty index. */
  public SkipListIndex() {}

  private static final class Node {
    private final byte[] key;
    private final @Nullable Node[] next;
    private @Nullable Location location;

    Node(byte[] key, @Nullable Location location, int height) {
      this.key = key;
      this.location = location;
      next = new Node[height];
    }
  }

  @Override
  public @Nullable Location get(byte[] key) {
    Node found = before(key, true).next[0];
    return found != null && Arrays.equals(found.key, key) ? found.location : null;
  }

  @Override
  public void put(byte[] key, Location location) {
    Node found = findPath(key);
    if (found != null) {
      found.location = location;
      return;
    }
    Node node = new Node(key, location, height());
    for (int level = 0; level < node.next.length; level++) {
      Node before = before(level);
      node.next[level] = before.next[level];
      before.next[level] = node;
    }
    size++;
  }

  @Override
  public void remove(byte[] key) {
    Node found = findPath(key);
    if (found == null) {
      return;
    }
    for (int level = 0; level < found.next.length; level++) {
      before(level).next[level] = found.next[level];
    }
    size--;
  }

  /** The last node before a key, on each level, goes into the path; gives the node of the key. */
  private @Nullable Node findPath(byte[] key) {
    Node node = head;
    for (int level = HEIGHT_MAX - 1; level >= 0; level--) {
      node = forward(node, level, key, true);
      path[level] = node;
    }
    Node found = node.next[0];
    return found != null && Arrays.equals(found.key, key) ? found : null;
  }

  private Node before(int level) {
    Node node = path[level];
    return node == null ? head : node;
  }

  /** The last node before a bound; or, if the bound counts not as behind, at it. */
  private Node before(byte[] bound, boolean strictly) {
    Node node = head;
    for (int level = HEIGHT_MAX - 1; level >= 0; level--) {
      node = forward(node, level, bound, strictly);
    }
    return node;
  }

  private static Node forward(Node from, int level, byte[] bound, boolean strictly) {
    Node node = from;
    Node next = node.next[level];
    while (next != null && Arrays.compareUnsigned(next.key, bound) < (strictly ? 0 : 1)) {
      node = next;
      next = node.next[level];
    }
    return node;
  }

  /** By Marsaglia's xorshift: the heights need no more chance than that. */
  private int height() {
    chance ^= chance << 13;
    chance ^= chance >>> 7;
    chance ^= chance << 17;
    return Math.min(HEIGHT_MAX, 1 + Long.numberOfTrailingZeros(chance) / 2);
  }

  @Override
  public byte @Nullable [] next(byte @Nullable [] bound, boolean inclusive) {
    Node found = bound == null ? head.next[0] : before(bound, inclusive).next[0];
    return found == null ? null : found.key;
  }

  @Override
  public byte @Nullable [] previous(byte @Nullable [] bound, boolean inclusive) {
    Node found = bound == null ? last() : before(bound, !inclusive);
    return found.location == null ? null : found.key; // The head has none.
  }

  private Node last() {
    Node node = head;
    for (int level = HEIGHT_MAX - 1; level >= 0; level--) {
      Node next = node.next[level];
      while (next != null) {
        node = next;
        next = node.next[level];
      }
    }
    return node;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void clear() {
    Arrays.fill(head.next, null);
    Arrays.fill(path, null);
    size = 0;
  }
}
