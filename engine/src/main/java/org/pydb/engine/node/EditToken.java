package org.pydb.engine.node;

/**
 * Says who may change a node in place: the edit that holds the same token, until it freezes it.
 * After that the node never changes again, for anybody.
 */
public final class EditToken {
  private volatile boolean frozen;

  /** Ends the right to change nodes in place. */
  public void freeze() {
    frozen = true;
  }

  /** Whether nodes that carry this token are final. */
  public boolean isFrozen() {
    return frozen;
  }
}
