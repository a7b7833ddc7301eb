package org.pydb.engine.node;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.eviction.Evictable;

/**
 * A reference to a page that may be in memory, on disk, or both. All versions of a parent share the
 * reference to a child that they have in common, so that giving the child a place, or evicting it,
 * is one write that all of them see.
 *
 * <pre>
 *   NEW ──place──▶ PLACED ──written──▶ CLEAN ◀──read── (made from a pointer on a page)
 *    │                │                  │
 *    └────drop────────┴──────drop────────┴──▶ DROPPED
 * </pre>
 *
 * <p>In NEW and PLACED the node is in memory for sure. In CLEAN it may have been evicted. DROPPED
 * means that nobody will follow the reference any more. {@code state}, {@code number} and the lists
 * that hold the reference are guarded by the page space's lock; {@code node} is free for all.
 */
public class PageRef extends Evictable {

  /** Without a place in the file yet. */
  public static final byte NEW = 0;

  /** Has a place; its bytes are on their way there. */
  public static final byte PLACED = 1;

  /** Its bytes are in the file. */
  public static final byte CLEAN = 2;

  /** Nobody needs the page any more. */
  public static final byte DROPPED = 3;

  private final long generation;
  private volatile @Nullable Node node;
  private volatile long number;
  private volatile byte state;

  /** Whether the page space counts on giving the page a place; guarded by its lock. */
  public boolean awaited;

  /** A node that was just made. */
  public PageRef(Node node, long generation) {
    this.node = node;
    this.generation = generation;
    this.state = NEW;
    mark();
  }

  /** A page in the file. */
  public PageRef(long number, long generation) {
    this.number = number;
    this.generation = generation;
    this.state = CLEAN;
  }

  /** The node, read from its page if it is not in memory. */
  public final Node node(PageSource source) {
    Node resident = node;
    if (resident == null) {
      return source.load(this);
    }
    if (!isMarked()) {
      source.used(this);
    }
    return resident;
  }

  /** The node if it is in memory. */
  public final @Nullable Node resident() {
    return node;
  }

  /** Sets or forgets the node. */
  public final void setNode(@Nullable Node newNode) {
    node = newNode;
    mark();
  }

  /** The batch that made the page. */
  public final long generation() {
    return generation;
  }

  /** The page's number, 0 while it has none. */
  @Override
  public final long number() {
    return number;
  }

  /** Gives the page its place. */
  public final void setNumber(long newNumber) {
    number = newNumber;
  }

  /** One of the four states. */
  public final byte state() {
    return state;
  }

  /** Moves to another state. */
  public final void setState(byte newState) {
    state = newState;
  }

  @Override
  public final String toString() {
    return "page " + number + " of generation " + generation;
  }
}
