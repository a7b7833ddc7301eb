package org.pydb.engine.btree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a private edit at one moment. Every node stays that its roots lead to, as long as
 * anybody refers to the mark, unless the edit is told that it {@linkplain Edit#endMarks ended}; so
 * whoever reads from the roots refers to the mark, and holds it if he reads beyond that.
 *
 * <p>Of the transaction's thread.
 */
public final class TreeMark {
  private final List<TreeRoot> roots;

  /** Nodes of later generations were made after the mark. */
  private final long generation;

  private int holds;

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

  /** Keeps it until {@link #release}, once for each time. */
  public void hold() {
    holds++;
  }

  /** Ends a hold. */
  public void release() {
    assert holds > 0;
    holds--;
  }

  boolean isHeld() {
    return holds > 0;
  }

  /** The newest generation of its nodes. */
  long generation() {
    return generation;
  }
}
