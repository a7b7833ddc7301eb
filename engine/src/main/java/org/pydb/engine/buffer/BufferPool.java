package org.pydb.engine.buffer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.eviction.Eviction;
import org.pydb.engine.eviction.SecondChance;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.node.PageSource;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.space.TemporaryRef;

/**
 * The nodes that are in memory, and the bound on what they take. Thread-safe.
 *
 * <p>There is no table from page numbers to frames: a parent refers to its child by a {@link
 * PageRef}, which leads straight to the node while that is in memory. The pool only knows which
 * references have nodes, so that it can take some away. Taking away drops the reference to the
 * node; whoever reads the node still may, and the garbage collector takes it afterwards.
 *
 * <p>Who goes is proposed by an {@link Eviction}. A node that was never written gets its place in
 * the file first. An interior node stays while any of its children is in memory: otherwise a later
 * visitor would make new references to children that the pool still knows.
 */
public final class BufferPool implements PageSource {

  /** Nodes that one pass of eviction writes out at most. */
  private static final int WRITE_MAX = PageWriter.RUN_MAX;

  /** So often {@link #makeRoom} tries; others may fill the room as fast as it is made. */
  private static final int PASSES_MAX = 10_000;

  /** What a node gets for changes in a pass: a few rows, or many that grow a little. */
  private static final int PASS_ROOM = 1024;

  /** The token of nodes that come from their pages. */
  private static final EditToken FROZEN = new EditToken();

  static {
    FROZEN.freeze();
  }

  private final PageFile file;
  private final PageWriter writer;
  private final long capacity;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, but for what it is told of uses. */
  private final Eviction eviction;

  @GuardedBy("lock")
  private long resident;

  private volatile long residentSeen;

  /** Bytes that nodes may take now: the capacity, or less. */
  private volatile long bound;

  /** Bytes beside a page that is read. */
  private volatile int room;

  private final LongAdder loads = new LongAdder();

  /**
   * A pool of which second chance says who goes.
   *
   * @param capacity bytes of memory that nodes may take
   */
  public BufferPool(PageFile file, PageWriter writer, long capacity) {
    this(file, writer, capacity, new SecondChance());
  }

  /**
   * A pool.
   *
   * @param capacity bytes of memory that nodes may take
   * @param eviction says who goes; of this pool alone
   */
  public BufferPool(PageFile file, PageWriter writer, long capacity, Eviction eviction) {
    this.eviction = eviction;
    this.file = file;
    this.writer = writer;
    this.capacity = capacity;
    bound = capacity;
  }

  @Override
  public Node load(PageRef ref) {
    loads.increment();
    Node node = Node.ofPage(file.read(ref.number(), ref.generation(), room), file, FROZEN);
    lock.lock();
    try {
      Node first = ref.resident();
      if (first != null) {
        return first; // Another thread read it meanwhile.
      }
      ref.setNode(node);
      add(ref, node);
    } finally {
      lock.unlock();
    }
    evict();
    return node;
  }

  @Override
  public void used(PageRef ref) {
    eviction.used(ref);
  }

  /** How many nodes were read from the file since it was opened. */
  public long loads() {
    return loads.sum();
  }

  @Override
  public int compareTail(byte[] cell, int tail, byte[] probe, int probeFrom, int probeTo) {
    int length = Bytes.getInt(cell, tail + PageLayout.POINTER_SIZE);
    return OverflowChain.compare(
        file, PagePointer.get(cell, tail), length, probe, probeFrom, probeTo);
  }

  /** Takes in nodes that a batch made and has frozen. */
  public void adopt(List<PageRef> refs) {
    lock.lock();
    try {
      for (PageRef ref : refs) {
        Node node = ref.resident();
        if (node != null && ref.state() != PageRef.DROPPED) {
          assert node.token().isFrozen();
          add(ref, node);
        }
      }
    } finally {
      lock.unlock();
    }
    evict();
  }

  /** Lets go of nodes that no version sees any more. */
  public void forget(List<PageRef> refs) {
    if (refs.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (PageRef ref : refs) {
        remove(ref);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of all nodes that were made by changes which have been given up. */
  public void forgetEnded() {
    lock.lock();
    try {
      List<PageRef> ended = new ArrayList<>();
      eviction.forEach(
          entry -> {
            if (entry instanceof TemporaryRef early && early.pages().isEnded()) {
              ended.add(early);
            }
          });
      for (PageRef early : ended) {
        remove(early);
      }
    } finally {
      lock.unlock();
    }
  }

  /** About how many bytes the nodes take. */
  public long residentBytes() {
    return residentSeen;
  }

  /** How many bytes they may take. */
  public long capacity() {
    return capacity;
  }

  /**
   * Prepares for a pass that changes more nodes than fit, each once. Nodes then get room for their
   * changes as they are read, and make way soon: what nobody comes to again would only be copied
   * about as it grows old.
   *
   * @param bytes what nodes may take meanwhile, at most the capacity
   */
  public void beginPass(long bytes) {
    bound = Math.min(bytes, capacity);
    room = PASS_ROOM;
  }

  /** Ends the pass. */
  public void endPass() {
    bound = capacity;
    room = 0;
  }

  // ------------------------------------------------------------------ who is in memory

  @GuardedBy("lock")
  private void add(PageRef ref, Node node) {
    if (eviction.add(ref)) {
      resident += node.memory();
      residentSeen = resident;
    }
  }

  @GuardedBy("lock")
  private void remove(PageRef ref) {
    if (!eviction.remove(ref)) {
      return;
    }
    Node node = ref.resident();
    if (node != null) {
      resident -= node.memory();
      residentSeen = resident;
      ref.setNode(null);
    }
  }

  // ------------------------------------------------------------------ eviction

  private void evict() {
    if (residentSeen > bound) {
      evictSome(false);
    }
  }

  /**
   * Waits until the nodes are within the bound, as far as that can be had: for who makes many.
   *
   * @throws StorageException if a node could not be written; all are as before
   */
  public void makeRoom() {
    boolean more = true;
    for (int pass = 0; more && pass < PASSES_MAX && residentSeen > bound; pass++) {
      more = evictSome(true);
    }
  }

  /** Evicts some nodes; false if there was nothing that could go. */
  private boolean evictSome(boolean mustWrite) {
    List<PageRef> unwritten = new ArrayList<>();
    long before = residentSeen;
    lock.lock();
    try {
      sweep(unwritten);
    } finally {
      lock.unlock();
    }
    if (unwritten.isEmpty()) {
      return residentSeen < before;
    }
    if (mustWrite) {
      writer.write(unwritten);
    } else if (!tryWrite(unwritten)) {
      return false;
    }
    lock.lock();
    try {
      for (PageRef ref : unwritten) {
        if (ref.state() == PageRef.CLEAN && mayGo(ref)) {
          remove(ref);
        }
      }
    } finally {
      lock.unlock();
    }
    return true;
  }

  /** Writes nodes out; if that fails they stay in memory, beyond the bound, for the next try. */
  private boolean tryWrite(List<PageRef> unwritten) {
    try {
      return writer.tryWrite(unwritten);
    } catch (StorageException e) {
      return false; // A full disk is the committers' affair; who only reads must not suffer.
    }
  }

  /**
   * Lets go of those that are proposed, until enough is gone; gathers what must be written first.
   */
  @GuardedBy("lock")
  private void sweep(List<PageRef> unwritten) {
    while (resident > bound && eviction.next() instanceof PageRef ref) {
      byte state = ref.state();
      if (state == PageRef.DROPPED || (state == PageRef.CLEAN && mayGo(ref))) {
        remove(ref);
      } else if (state == PageRef.NEW && unwritten.size() < WRITE_MAX && mayBeWritten(ref)) {
        unwritten.add(ref);
      } else if (unwritten.size() == WRITE_MAX) {
        break;
      }
    }
    eviction.endSearch();
  }

  private static boolean mayGo(PageRef ref) {
    Node node = ref.resident();
    if (node == null || node.isLeaf()) {
      return true;
    }
    for (int i = 0; i < node.count(); i++) {
      if (node.child(i).resident() != null) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBeWritten(PageRef ref) {
    Node node = ref.resident();
    if (node == null) {
      return false;
    }
    for (int i = 0; !node.isLeaf() && i < node.count(); i++) {
      if (node.child(i).state() != PageRef.CLEAN) {
        return false;
      }
    }
    return true;
  }
}
