package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.buffer.BufferPool;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.PageIdentities;
import org.pydb.engine.space.PageSet;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.space.TemporaryPages;
import org.pydb.engine.space.TemporaryRef;

/**
 * What a run of changes to trees has made and what it has replaced. Nothing of it can be seen by
 * others until somebody publishes the new roots; dropping it is as if it had never been.
 *
 * <p>There are two sorts. A <i>batch</i> changes the trees of the database: it keeps account of the
 * pages that died, for the space. A <i>private</i> edit changes the write sets of one transaction,
 * which nobody else sees.
 *
 * <p>An edit may make more than fits in memory. So when its {@linkplain #isFull bound} is reached,
 * its nodes are frozen and handed to the pool, which may write them to {@linkplain TemporaryPages
 * temporary} places; a later change copies them again. Publishing makes those places permanent,
 * dropping frees them all. A node of the edit's own that is replaced meanwhile is free at once: in
 * a batch nobody else has seen it, in a private edit unless a {@linkplain LiveMarks mark} leads to
 * it.
 *
 * <p>Overflow chains are written at once, to temporary places as well. A chain that a transaction
 * wrote goes over to the batch that applies the transaction without being written again.
 *
 * <p>Not thread-safe.
 */
public final class Edit {

  /** The longest value, in bytes. */
  public static final int VALUE_LENGTH_MAX = 1 << 30;

  /** The part of the pool that nodes may take which are not handed over yet. */
  private static final int POOL_SHARE = 32;

  private static final int NODES_MIN = 8;

  /** Nodes that are freed together. */
  private static final int DISCARD_TOGETHER = 64;

  /** As long as a private edit has made fewer nodes, nobody counts its marks. */
  private static final int NODES_UNCOUNTED = 16;

  private final BufferPool pool;
  private final PageFile file;
  private final PageSpace space;
  private final long generation;
  private final @Nullable BooleanSupplier roomMaker;
  private final @Nullable LiveMarks marks;
  private final int nodesMax;

  /** Of nodes that are made now: in a private edit it grows with each freeze. */
  private long nodeGeneration;

  /** A private edit's nodes up to this generation may be seen by marks that nobody counts. */
  private long uncountedGeneration;

  private TemporaryPages pages = new TemporaryPages();

  /** Nodes that were made since the last hand-over; of a private edit they are not listed. */
  private final List<PageRef> created = new ArrayList<>();

  private int createdCount;
  private long createdInAll;
  private boolean hasHandedOver;

  private final List<PageRef> died = new ArrayList<>();
  private final List<PageRef> discarded = new ArrayList<>();

  /** The pages of chains that write sets wrote and this edit refers to. */
  private final Map<TemporaryPages, PageSet> adopted = new HashMap<>(2);

  private EditToken token = new EditToken();

  private Edit(
      BufferPool pool,
      PageFile file,
      PageSpace space,
      long generation,
      @Nullable BooleanSupplier roomMaker) {
    boolean isPrivate = roomMaker != null;
    this.roomMaker = roomMaker;
    this.pool = pool;
    this.file = file;
    this.space = space;
    this.generation = generation;
    marks = isPrivate ? new LiveMarks(this::discard) : null;
    nodeGeneration = isPrivate ? space.temporaryGenerations() : generation;
    long share = pool.capacity() / POOL_SHARE / PageLayout.PAGE_SIZE;
    nodesMax = (int) Math.min(Math.max(share, NODES_MIN), Integer.MAX_VALUE);
  }

  /** An edit of the database's trees, whose nodes are born in this generation. */
  public static Edit batch(BufferPool pool, PageFile file, PageSpace space, long generation) {
    return new Edit(pool, file, space, generation, null);
  }

  /**
   * An edit of write sets.
   *
   * @param generation at most that of the batch that will publish the chains it writes
   * @param roomMaker makes room on a full disk, if it can, and tells whether to try again
   */
  public static Edit ofWriteSet(
      BufferPool pool, PageFile file, PageSpace space, long generation, BooleanSupplier roomMaker) {
    return new Edit(pool, file, space, generation, roomMaker);
  }

  /** Where nodes that are not in memory come from. */
  public PageSource source() {
    return pool;
  }

  /** The file in which chains are. */
  public PageFile file() {
    return file;
  }

  /** The batch in which the nodes are born. */
  public long generation() {
    return generation;
  }

  /** Whether this edit changes write sets. */
  public boolean isPrivate() {
    return marks != null;
  }

  /** What nodes carry that this edit may change in place. */
  public EditToken token() {
    return token;
  }

  /**
   * Makes everything so far immutable; later changes copy. What was read from the trees until now
   * stays as it is.
   */
  public void freeze() {
    token.freeze();
    token = new EditToken();
    if (marks != null) {
      nodeGeneration++;
    }
  }

  // ------------------------------------------------------------------ nodes

  PageRef create(Node node) {
    PageRef ref = new TemporaryRef(node, nodeGeneration, pages);
    if (marks == null) {
      created.add(ref);
    }
    createdCount++;
    createdInAll++;
    return ref;
  }

  /** Notes that no new root leads to this node any more. */
  void retire(PageRef ref) {
    Node node = ref.resident();
    if (ref.state() == PageRef.NEW && node != null && node.token() == token) {
      ref.setState(PageRef.DROPPED); // Nobody else has ever seen it.
    } else if (marks != null) {
      retirePrivate(marks, ref);
    } else if (hasHandedOver && ref.generation() == generation) {
      discard(ref);
    } else {
      died.add(ref);
    }
  }

  private void retirePrivate(LiveMarks living, PageRef ref) {
    boolean isInMemoryOnly = ref instanceof TemporaryRef early && !early.isHandedOver();
    if (!isInMemoryOnly && ref.generation() > uncountedGeneration) {
      living.replaced(ref);
    }
  }

  private void discard(PageRef ref) {
    discarded.add(ref);
    if (discarded.size() >= DISCARD_TOGETHER) {
      flushDiscarded();
    }
  }

  private void flushDiscarded() {
    space.discard(pages, discarded);
    pool.forget(discarded);
    discarded.clear();
  }

  /** The nodes made since the last hand-over, some of them dropped again; of batches only. */
  public List<PageRef> created() {
    return created;
  }

  /** The pages that the new roots do not lead to any more, but older ones do. */
  public List<PageRef> died() {
    return died;
  }

  /**
   * From now on the trees follow from a newer version than before.
   *
   * @param gone the pages that the newer version has not any more
   * @param come the pages of the newer version to which the trees do not lead
   * @return false if the trees still lead to a page that is gone, so that they are of no use
   */
  public boolean rebase(List<PageRef> gone, List<PageRef> come) {
    PageIdentities pages = new PageIdentities(gone);
    int before = died.size();
    died.removeIf(pages::contains);
    boolean leadsToNone = before - died.size() == pages.size();
    died.addAll(come);
    return leadsToNone;
  }

  // ------------------------------------------------------------------ more than fits in memory

  /** Whether so many nodes were made that it is time for {@link #handOver}. */
  public boolean isFull() {
    return createdCount >= nodesMax;
  }

  /** About how many bytes of nodes make it full. */
  public long bytesMax() {
    return (long) nodesMax * PageLayout.PAGE_SIZE;
  }

  /**
   * Freezes all nodes and lets the pool have them. Waits until the pool is within its bound.
   *
   * @param roots the trees that a private edit changes
   * @param frees whether its nodes may take the room that is kept for those who free some
   * @throws org.pydb.engine.error.DiskFullException if there is no room for what has to be written;
   *     nothing is lost
   */
  public void handOver(Iterable<TreeRoot> roots, boolean frees) {
    freeze();
    LiveMarks living = marks;
    if (living != null) {
      for (TreeRoot root : roots) {
        gather(root.root(), null);
      }
      living.forEachLasting(mark -> mark.roots().forEach(root -> gather(root.root(), living)));
    } else {
      created.removeIf(ref -> ref.state() == PageRef.DROPPED);
      for (PageRef ref : created) {
        ((TemporaryRef) ref).handOver();
      }
    }
    withRoom(() -> space.expect(created, frees));
    hasHandedOver = true;
    createdCount = 0;
    pool.adopt(created);
    created.clear();
    flushDiscarded();
    pool.makeRoom();
  }

  /**
   * Gathers what the pool does not know below a node, children first. What it knows leads to
   * nothing that it does not know.
   *
   * @param replacedFor not null if only marks lead to the node
   */
  private void gather(@Nullable PageRef ref, @Nullable LiveMarks replacedFor) {
    if (!(ref instanceof TemporaryRef early) || early.isHandedOver()) {
      return;
    }
    Node node = early.resident();
    if (node == null) {
      return; // Dropped.
    }
    for (int i = 0; !node.isLeaf() && i < node.count(); i++) {
      gather(node.child(i), replacedFor);
    }
    early.handOver();
    created.add(early);
    if (replacedFor != null && early.generation() > uncountedGeneration) {
      replacedFor.replaced(early);
    }
  }

  /** The trees as they are now; later changes leave them as they are. */
  public TreeMark mark(List<TreeRoot> roots) {
    LiveMarks living = marks;
    assert living != null;
    TreeMark mark = new TreeMark(roots, nodeGeneration);
    freeze();
    if (createdInAll < NODES_UNCOUNTED) {
      uncountedGeneration = mark.generation();
    } else {
      living.add(mark);
    }
    return mark;
  }

  /** Says that nobody reads from any mark taken so far who does not hold it. */
  public void endMarks() {
    LiveMarks living = marks;
    assert living != null;
    living.end(nodeGeneration - 1);
  }

  /**
   * Gives up what was made since a mark: from now on the trees are the mark's again.
   *
   * @param roots the trees as they were until now
   */
  public void returnTo(TreeMark mark, List<TreeRoot> roots) {
    freeze();
    retireSince(mark.generation(), roots);
  }

  /** Gives up everything: from now on all trees are empty. */
  public void clear(List<TreeRoot> roots) {
    LiveMarks living = marks;
    assert living != null;
    freeze();
    if (living.isEmpty() && uncountedGeneration == 0) {
      drop();
    } else {
      retireSince(0, roots);
    }
  }

  private void retireSince(long since, List<TreeRoot> roots) {
    LiveMarks living = marks;
    assert living != null;
    if (hasHandedOver) {
      for (TreeRoot root : roots) {
        if (root.root() != null) {
          retireSince(since, root.root(), root.levels() - 1);
        }
      }
      living.returnTo(since);
      flushDiscarded();
    }
  }

  private void retireSince(long since, PageRef ref, int level) {
    if (ref.generation() <= since) {
      return;
    }
    if (level > 0) {
      Node node = ref.node(pool);
      for (int i = 0; i < node.count(); i++) {
        retireSince(since, node.child(i), level - 1);
      }
    }
    retire(ref);
  }

  /** Takes a step that may find the disk full; then, if room can be made, takes it once more. */
  private void withRoom(Runnable step) {
    try {
      step.run();
    } catch (DiskFullException e) {
      if (roomMaker == null || !roomMaker.getAsBoolean()) {
        throw e;
      }
      step.run();
    }
  }

  // ------------------------------------------------------------------ chains

  /** Writes bytes to a chain. */
  public PagePointer writeChain(byte[] bytes, int from, int length, int tree) {
    List<Long> numbers = new ArrayList<>();
    boolean written = false;
    withRoom(() -> space.makeRoom(OverflowChain.pageCount(length)));
    try {
      PagePointer first =
          OverflowChain.write(
              file, bytes, from, length, generation, tree, () -> space.allocate(pages), numbers);
      written = true;
      return first;
    } finally {
      if (!written) {
        numbers.forEach(number -> space.free(pages, number));
      }
    }
  }

  /**
   * Notes that no new root leads to this chain any more. A chain of this batch is free at once; one
   * of a write set stays until the transaction ends, since savepoints may lead back to it.
   */
  void retireChain(PagePointer first, long length) {
    if (marks != null) {
      return;
    }
    List<PagePointer> chain = OverflowChain.pages(file, first, length);
    if (space.isOf(pages, first.number())) {
      chain.forEach(page -> space.free(pages, page.number()));
      return;
    }
    for (PageSet ofWriteSet : adopted.values()) {
      if (ofWriteSet.contains(first.number())) {
        // The write set still has it and frees it when its transaction ends.
        chain.forEach(page -> ofWriteSet.remove(page.number()));
        return;
      }
    }
    for (PagePointer page : chain) {
      died.add(new PageRef(page.number(), page.generation()));
    }
  }

  /**
   * Takes a chain over from a write set that is being applied; it counts once this is published.
   */
  public void adoptChain(Edit writeSet, PagePointer first, long length) {
    PageSet numbers = adopted.computeIfAbsent(writeSet.pages, from -> new PageSet());
    OverflowChain.pages(file, first, length).forEach(page -> numbers.add(page.number()));
  }

  // ------------------------------------------------------------------ the end

  /**
   * Makes permanent what of this edit is in the file already, and the chains that it adopted: to be
   * called when the edit is published.
   */
  public void publish() {
    flushDiscarded();
    adopted.forEach((from, numbers) -> space.adopt(from, numbers, generation));
    adopted.clear();
    space.adopt(pages, generation);
  }

  /** Gives back all that is in the file: the edit will not be published, or has been. */
  public void drop() {
    space.end(pages);
    if (hasHandedOver) {
      pool.forgetEnded();
    }
    pages = new TemporaryPages();
    hasHandedOver = false;
    created.clear();
    discarded.clear();
    adopted.clear();
  }

  /** The whole of a value that a leaf keeps in a chain. */
  public static byte[] readOverflow(PageFile file, byte[] bytes, int valueStart) {
    long length = Bytes.getLong(bytes, valueStart + PageLayout.POINTER_SIZE);
    return OverflowChain.read(file, PagePointer.get(bytes, valueStart), Math.toIntExact(length));
  }
}
