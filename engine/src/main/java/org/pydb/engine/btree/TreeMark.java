package org.pydb.engine.btree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a private edit at one moment. Immutable. As long as anybody refers to the mark,
 * every node stays that its roots lead to; so whoever reads from the roots refers to the mark.
 */
public final class TreeMark {
  private final List<TreeRoot> roots;

  /** Nodes of later generations were made after the mark. */
  private final long generation;

  TreeMark(List<TreeRoot> roots, long generation) {
    this.roots = List.copyOf(roots);
    this.generation = generation;
  }

  /** The trees. */
  public List<TreeRoot> roots() {
    return roots;
  }

  /** A tree, or null if nothing had been written to it. */
  public @Nullable TreeRoot root(int tree) {
    for (TreeRoot root : roots) {
      if (root.tree() == tree) {
        return root.isEmpty() ? null : root;
      }
    }
    return null;
  }

  /** The newest generation of its nodes. */
  long generation() {
    return generation;
  }
}
