package org.pydb.engine.salvage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.StoredRoot;
import org.pydb.engine.btree.TreeRoot;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.recovery.RootsTree;

/**
 * What is left of the roots of all trees, and with that of the trees: for each, from its root if
 * that is known, or else from its leaves, and then what the log changed. Not thread-safe.
 */
final class Roots {
  private final DamagedFile file;
  private final LogChanges log;
  private final Map<Integer, TreeRoot> known = new HashMap<>();
  private boolean complete;

  Roots(DamagedFile file, LogChanges log) {
    this.file = file;
    this.log = log;
    Meta meta = file.meta();
    if (meta != null) {
      read(meta);
    }
  }

  private void read(Meta meta) {
    PagePointer top = meta.roots();
    TreeRoot tree =
        top.isNone()
            ? TreeRoot.empty(RootsTree.TREE_ID)
            : new TreeRoot(
                RootsTree.TREE_ID,
                new PageRef(top.number(), top.generation()),
                meta.rootsLevels(),
                meta.rootsEntries(),
                false,
                false);
    TreeWalk walk =
        new TreeWalk(
                file,
                RootsTree.TREE_ID,
                (key, value) -> {
                  TreeRoot root = RootsTree.decode(key, value, 0, value.length);
                  known.put(root.tree(), root);
                })
            .from(tree);
    complete = walk.gaps().isEmpty();
    for (TreeWalk.Gap gap : walk.gaps()) {
      file.findings()
          .add(
              "Where tables begin is lost in part, so their rows are gathered from leaves: "
                  + gap.cause);
    }
  }

  /** Whether the roots of all trees are known. */
  boolean isComplete() {
    return complete;
  }

  /** How many entries the checkpoint says that a tree has, or {@link SalvageReport#UNKNOWN}. */
  long entries(int tree) {
    TreeRoot root = known.get(tree);
    if (root != null) {
      return root.entries();
    }
    return complete ? 0 : SalvageReport.UNKNOWN;
  }

  /** The engine that keeps a tree in files of its own; null if it is in this one, or unknown. */
  @Nullable String home(int tree) {
    TreeRoot found = known.get(tree);
    return found != null && found.root() instanceof StoredRoot elsewhere
        ? elsewhere.home()
        : log.home(tree);
  }

  /** Whether anything shows that there was such a tree. */
  boolean mayExist(int tree) {
    TreeRoot root = known.get(tree);
    if (log.isDropped(tree) || (root != null && root.dropped())) {
      return false;
    }
    return root != null || !log.of(tree).isEmpty() || (!complete && !file.leaves(tree).isEmpty());
  }

  /** The highest id of a tree that is mentioned anywhere. */
  int highestTree() {
    Set<Integer> ids = new HashSet<>(file.trees());
    ids.addAll(known.keySet());
    ids.add(log.highestTree());
    Meta meta = file.meta();
    ids.add(meta == null ? 0 : meta.nextTreeId());
    return ids.stream().mapToInt(id -> id).max().orElse(0);
  }

  /**
   * Reads what is left of a tree.
   *
   * @return the walk, for what it could not read; null if the log says that all before it was
   *     dropped
   */
  @Nullable TreeWalk read(int tree, TreeWalk.Entries entries) {
    var changes = log.of(tree);
    TreeWalk walk = null;
    if (!log.isDropped(tree)) {
      walk =
          new TreeWalk(
              file,
              tree,
              (key, value) -> {
                if (!changes.containsKey(key)) {
                  entries.entry(key, value);
                }
              });
      TreeRoot root = known.get(tree);
      if (root != null) {
        walk.from(root);
      } else if (!complete) {
        walk.fromLeaves();
      }
    }
    changes.forEach((key, value) -> value.ifPresent(bytes -> entries.entry(key, bytes)));
    return walk;
  }
}
