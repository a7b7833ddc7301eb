package org.pydb.engine.btree;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The roots of all trees of one version, by tree id: a persistent radix trie of 32-way nodes, so
 * that a version differs from the one before in a few nodes only. Immutable; thread-safe.
 *
 * <p>Idea: Bagwell, "Ideal Hash Trees", 2001, without the hashing, since ids are small numbers.
 */
public final class RootMap {

  /** The map without trees. */
  public static final RootMap EMPTY = new RootMap(new @Nullable Object[32], 0, null);

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  /** Inner arrays hold arrays; those at shift 0 hold {@link TreeRoot}s. */
  private final @Nullable Object[] top;

  private final int shift;

  /** What stores hold of the trees; null if no tree is in any. */
  private final @Nullable StoredTrees stored;

  private RootMap(@Nullable Object[] top, int shift, @Nullable StoredTrees stored) {
    this.top = top;
    this.shift = shift;
    this.stored = stored;
  }

  /** What stores hold of the trees; null if no tree is in any. */
  public @Nullable StoredTrees stored() {
    return stored;
  }

  /** The same roots, with this in stores. */
  public RootMap withStored(StoredTrees trees) {
    return new RootMap(top, shift, trees);
  }

  /** The root of a tree, or null if there is no such tree. */
  public @Nullable TreeRoot get(int tree) {
    if (tree >>> shift > MASK) {
      return null;
    }
    @Nullable Object[] node = top;
    for (int s = shift; s > 0; s -= BITS) {
      Object next = node[(tree >>> s) & MASK];
      if (next == null) {
        return null;
      }
      node = (@Nullable Object[]) next;
    }
    TreeRoot root = (TreeRoot) node[tree & MASK];
    return root == null || stored == null ? root : root.in(stored);
  }

  /** The root of a tree; the empty tree if there is none. */
  public TreeRoot getOrEmpty(int tree) {
    TreeRoot root = get(tree);
    return root == null ? TreeRoot.empty(tree) : root;
  }

  /** This map with another root for its tree. */
  public RootMap with(TreeRoot root) {
    return set(root.tree(), root.in(null));
  }

  /** This map without a tree. */
  public RootMap without(int tree) {
    return get(tree) == null ? this : set(tree, null);
  }

  private RootMap set(int tree, @Nullable TreeRoot root) {
    @Nullable Object[] newTop = top;
    int newShift = shift;
    while (tree >>> newShift > MASK) {
      @Nullable Object[] higher = new @Nullable Object[MASK + 1];
      higher[0] = newTop;
      newTop = higher;
      newShift += BITS;
    }
    return new RootMap(set(newTop, newShift, tree, root), newShift, stored);
  }

  private static @Nullable Object[] set(
      @Nullable Object @Nullable [] node, int shift, int tree, @Nullable TreeRoot root) {
    @Nullable Object[] copy = node == null ? new @Nullable Object[MASK + 1] : node.clone();
    int at = (tree >>> shift) & MASK;
    copy[at] = shift == 0 ? root : set((@Nullable Object[]) copy[at], shift - BITS, tree, root);
    return copy;
  }

  /** Calls back for each tree, in the order of ids. */
  public void forEach(Consumer<TreeRoot> action) {
    visit(top, shift, root -> action.accept(root.in(stored)));
  }

  private static void visit(@Nullable Object[] node, int shift, Consumer<TreeRoot> action) {
    for (Object child : node) {
      if (child != null && shift == 0) {
        action.accept((TreeRoot) child);
      } else if (child != null) {
        visit((@Nullable Object[]) child, shift - BITS, action);
      }
    }
  }

  /**
   * Calls back with (before, after) for each tree whose root is not the same in both maps; either
   * may be null. Skips what the maps share. Trees in stores cannot be read from there.
   */
  public static void forEachDifference(
      RootMap before, RootMap after, BiConsumer<@Nullable TreeRoot, @Nullable TreeRoot> action) {
    RootMap a = before;
    RootMap b = after;
    while (a.shift < b.shift) {
      a = a.raised();
    }
    while (b.shift < a.shift) {
      b = b.raised();
    }
    differ(a.top, b.top, a.shift, action);
  }

  private RootMap raised() {
    @Nullable Object[] higher = new @Nullable Object[MASK + 1];
    higher[0] = top;
    return new RootMap(higher, shift + BITS, stored);
  }

  private static void differ(
      @Nullable Object @Nullable [] a,
      @Nullable Object @Nullable [] b,
      int shift,
      BiConsumer<@Nullable TreeRoot, @Nullable TreeRoot> action) {
    for (int i = 0; i <= MASK; i++) {
      Object x = a == null ? null : a[i];
      Object y = b == null ? null : b[i];
      if (x == y) {
        continue;
      }
      if (shift == 0) {
        action.accept((TreeRoot) x, (TreeRoot) y);
      } else {
        differ((@Nullable Object[]) x, (@Nullable Object[]) y, shift - BITS, action);
      }
    }
  }
}
