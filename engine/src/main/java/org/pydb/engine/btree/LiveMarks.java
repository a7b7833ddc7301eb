package org.pydb.engine.btree;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.PageRef;

/**
 * The marks of a private edit that somebody still refers to, and the nodes that only they lead to.
 *
 * <p>A node is born in one generation and replaced in a later one. A mark that was taken before the
 * node was born cannot lead to it; a later one may, if it was taken before the node was replaced.
 * So a replaced node hangs on the newest mark, unless that is older than the node; then nothing
 * leads to it any more. When a mark goes, its nodes move on to the mark before it, by the same
 * rule. (The points of the page space do the same for versions.)
 *
 * <p>A mark is gone when it has ended and nobody holds it, or when the garbage collector has found
 * that nobody refers to it: views and cursors are many and end anywhere, and a page that is freed
 * too late costs room, one that is freed too early the truth.
 *
 * <p>Not thread-safe.
 */
final class LiveMarks {

  /** Marks before the list is looked through for dead ones for the first time. */
  private static final int PRUNE_FIRST = 64;

  private final class Live {
    final WeakReference<TreeMark> mark;
    final long generation;
    List<PageRef> replaced = new ArrayList<>(0);

    Live(TreeMark mark) {
      this.mark = new WeakReference<>(mark);
      generation = mark.generation();
    }

    boolean isDead() {
      TreeMark there = mark.get();
      return there == null || (generation <= ended && !there.isHeld());
    }
  }

  /** Where nodes go to which nothing leads any more. */
  private final Consumer<PageRef> dead;

  /** Oldest first. */
  private final List<Live> marks = new ArrayList<>();

  private int pruneAt = PRUNE_FIRST;

  /** Marks up to this generation count only if they are held. */
  private long ended;

  /** Tells that the garbage collector has been at work since it was made. */
  private WeakReference<Object> canary = new WeakReference<>(new Object());

  /** The newest mark that there was when the canary was made. */
  private long canaryGeneration;

  LiveMarks(Consumer<PageRef> dead) {
    this.dead = dead;
  }

  void add(TreeMark mark) {
    marks.add(new Live(mark));
    if (marks.size() >= pruneAt) {
      prune();
      pruneAt = Math.max(PRUNE_FIRST, 2 * marks.size());
    }
  }

  /** Says that of the marks up to a generation only those count that are held. */
  void end(long generation) {
    ended = generation;
  }

  /** Whether there is none. */
  boolean isEmpty() {
    prune();
    return marks.isEmpty();
  }

  /** Takes a node that the trees do not lead to any more. */
  void replaced(PageRef ref) {
    while (!marks.isEmpty() && newest().isDead()) {
      Live gone = marks.remove(marks.size() - 1);
      handDown(gone, marks.isEmpty() ? null : newest());
    }
    hang(ref, marks.isEmpty() ? null : newest());
  }

  private Live newest() {
    return marks.get(marks.size() - 1);
  }

  private void handDown(Live gone, @Nullable Live older) {
    for (PageRef ref : gone.replaced) {
      hang(ref, older);
    }
  }

  private void hang(PageRef ref, @Nullable Live mark) {
    if (mark != null && ref.generation() <= mark.generation) {
      mark.replaced.add(ref);
    } else {
      dead.accept(ref);
    }
  }

  /** Forgets marks that are gone. */
  private void prune() {
    int kept = 0;
    for (Live each : marks) {
      if (each.isDead()) {
        handDown(each, kept == 0 ? null : marks.get(kept - 1));
      } else {
        marks.set(kept++, each);
      }
    }
    marks.subList(kept, marks.size()).clear();
  }

  /** The trees are as they were at a mark: what it leads to is not replaced any more. */
  void returnTo(long generation) {
    for (Live each : marks) {
      if (each.generation >= generation) {
        each.replaced.removeIf(ref -> ref.generation() <= generation);
      }
    }
  }

  /**
   * Calls back for the marks that somebody really refers to: those which were there before the last
   * run of the garbage collector and after it. Each is shown some time, if it lasts.
   */
  void forEachLasting(Consumer<TreeMark> action) {
    if (canary.get() != null) {
      return;
    }
    prune();
    for (Live each : marks) {
      TreeMark mark = each.generation <= canaryGeneration ? each.mark.get() : null;
      if (mark != null) {
        action.accept(mark);
      }
    }
    canary = new WeakReference<>(new Object());
    canaryGeneration = marks.isEmpty() ? 0 : newest().generation;
  }
}
