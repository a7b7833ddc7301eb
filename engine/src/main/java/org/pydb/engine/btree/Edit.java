package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.PageSpace;

/**
 * What a run of changes to trees has made and what it has replaced. Nothing of it can be seen by
 * others until somebody publishes the new roots; dropping it is as if it had never been.
 *
 * <p>There are two sorts. A <i>batch</i> changes the trees of the database: it keeps account of the
 * nodes that it made, for the pool, and of the pages that died, for the space. A <i>private</i>
 * edit changes the write sets of one transaction, which nobody else sees: its nodes are left to the
 * garbage collector.
 *
 * <p>Overflow chains are the exception to "pages get their places when they are first written out":
 * they are written at once, to temporary places. Whoever publishes the edit makes them permanent;
 * whoever drops it frees them. A chain that a transaction wrote goes over to the batch that applies
 * the transaction without being written again.
 *
 * <p>Not thread-safe.
 */
public final class Edit {

  /** The longest value, in bytes. */
  public static final int VALUE_LENGTH_MAX = 1 << 30;

  private final PageSource source;
  private final PageFile file;
  private final PageSpace space;
  private final long generation;
  private final boolean isPrivate;
  private final List<PageRef> created = new ArrayList<>();
  private final List<PageRef> died = new ArrayList<>();

  /** The chains that this edit wrote, by their first page. */
  private final Map<Long, List<Long>> chains = new HashMap<>();

  /** The first pages of chains that write sets wrote and this edit refers to. */
  private final Map<Long, Edit> adopted = new HashMap<>();

  private EditToken token = new EditToken();

  private Edit(
      PageSource source, PageFile file, PageSpace space, long generation, boolean isPrivate) {
    this.source = source;
    this.file = file;
    this.space = space;
    this.generation = generation;
    this.isPrivate = isPrivate;
  }

  /** An edit of the database's trees, whose nodes are born in this generation. */
  public static Edit batch(PageSource source, PageFile file, PageSpace space, long generation) {
    return new Edit(source, file, space, generation, false);
  }

  /**
   * An edit of write sets.
   *
   * @param generation at most that of the batch that will publish the chains it writes
   */
  public static Edit ofWriteSet(
      PageSource source, PageFile file, PageSpace space, long generation) {
    return new Edit(source, file, space, generation, true);
  }

  /** Where nodes that are not in memory come from. */
  public PageSource source() {
    return source;
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
    return isPrivate;
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
  }

  // ------------------------------------------------------------------ nodes

  PageRef create(Node node) {
    PageRef ref = new PageRef(node, generation);
    if (!isPrivate) {
      created.add(ref);
    }
    return ref;
  }

  /** Notes that no new root leads to this node any more. */
  void retire(PageRef ref) {
    if (isPrivate) {
      return;
    }
    Node node = ref.resident();
    if (ref.state() == PageRef.NEW && node != null && node.token() == token) {
      ref.setState(PageRef.DROPPED); // Nobody else has ever seen it.
    } else {
      died.add(ref);
    }
  }

  /** The nodes made so far, some of them dropped again. */
  public List<PageRef> created() {
    return created;
  }

  /** The pages that the new roots do not lead to any more, but older ones do. */
  public List<PageRef> died() {
    return died;
  }

  // ------------------------------------------------------------------ chains

  /** Writes bytes to a chain. */
  public PagePointer writeChain(byte[] bytes, int from, int length, int tree) {
    List<Long> numbers = new ArrayList<>();
    boolean written = false;
    try {
      PagePointer first =
          OverflowChain.write(
              file,
              bytes,
              from,
              length,
              generation,
              tree,
              () -> space.allocate(generation, true),
              numbers);
      chains.put(first.number(), numbers);
      written = true;
      return first;
    } finally {
      if (!written) {
        numbers.forEach(space::free);
      }
    }
  }

  /**
   * Notes that no new root leads to this chain any more. A chain of this batch is free at once; one
   * of a write set stays until the transaction ends, since savepoints may lead back to it.
   */
  void retireChain(PagePointer first, long length) {
    if (isPrivate) {
      return;
    }
    List<Long> own = chains.remove(first.number());
    if (own != null) {
      own.forEach(space::free);
      return;
    }
    if (adopted.remove(first.number()) != null) {
      return; // The write set still has it and frees it when its transaction ends.
    }
    for (PagePointer page : OverflowChain.pages(file, first, length)) {
      died.add(new PageRef(page.number(), page.generation()));
    }
  }

  /**
   * Takes a chain over from a write set that is being applied; it counts once this is published.
   */
  public void adoptChain(Edit writeSet, PagePointer first) {
    adopted.put(first.number(), writeSet);
  }

  /**
   * Makes the chains of this edit, and those that it adopted, permanent: to be called when the edit
   * is published.
   */
  public void publishChains() {
    adopted.forEach(
        (first, writeSet) -> {
          List<Long> numbers = writeSet.chains.remove(first);
          if (numbers != null) {
            chains.put(first, numbers);
          }
        });
    chains.values().forEach(numbers -> space.adopt(numbers, generation));
    chains.clear();
    adopted.clear();
  }

  /** Gives the places of its chains back: the edit will not be published, or has been. */
  public void drop() {
    chains.values().forEach(numbers -> numbers.forEach(space::free));
    chains.clear();
    adopted.clear();
  }

  /** The whole of a value that a leaf keeps in a chain. */
  public static byte[] readOverflow(PageFile file, byte[] bytes, int valueStart) {
    long length = Bytes.getLong(bytes, valueStart + PageLayout.POINTER_SIZE);
    return OverflowChain.read(file, PagePointer.get(bytes, valueStart), Math.toIntExact(length));
  }
}
