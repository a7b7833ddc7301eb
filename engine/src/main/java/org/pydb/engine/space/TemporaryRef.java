package org.pydb.engine.space;

import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;

/**
 * A reference to a node that was made by an unpublished change, and whose place in the file, should
 * it get one, is temporary until the change is published.
 */
public final class TemporaryRef extends PageRef {
  private final TemporaryPages pages;

  /** Whether the pool knows the node; of the thread that makes the change. */
  private boolean handedOver;

  /**
   * A node that was just made.
   *
   * @param pages of the change that made it
   */
  public TemporaryRef(Node node, long generation, TemporaryPages pages) {
    super(node, generation);
    this.pages = pages;
  }

  /** The pages of the change that made the node. */
  public TemporaryPages pages() {
    return pages;
  }

  /** Whether the pool may write the node out. */
  public boolean isHandedOver() {
    return handedOver;
  }

  /** Notes that the pool may write the node out. */
  public void handOver() {
    handedOver = true;
  }
}
