package org.pydb.engine.kv.index;

import org.jspecify.annotations.Nullable;

/** An index that knows the order of its keys: that of unsigned bytes. */
public interface OrderedIndex extends Index {

  /**
   * The least key that is not less than a bound.
   *
   * @param bound null for the least key of all
   * @param inclusive whether the bound itself counts
   */
  byte @Nullable [] next(byte @Nullable [] bound, boolean inclusive);

  /**
   * The greatest key that is not greater than a bound.
   *
   * @param bound null for the greatest key of all
   * @param inclusive whether the bound itself counts
   */
  byte @Nullable [] previous(byte @Nullable [] bound, boolean inclusive);
}
