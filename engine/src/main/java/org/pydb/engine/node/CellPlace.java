package org.pydb.engine.node;

/** Where the parts of one leaf cell lie in {@link Node#bytes}. Reusable; not thread-safe. */
public final class CellPlace {

  /** Where the suffix of the key begins. */
  public int suffixFrom;

  /** Where it ends. */
  public int suffixTo;

  /** Whether the key goes on in a chain. */
  public boolean hasTail;

  /** Where the value begins. */
  public int valueFrom;

  /** Where it ends. */
  public int valueTo;

  /** Whether the value is a pointer to a chain. */
  public boolean overflow;
}
