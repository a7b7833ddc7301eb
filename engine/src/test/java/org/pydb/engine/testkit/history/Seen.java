package org.pydb.engine.testkit.history;

import java.util.List;

/**
 * What a read saw of an item.
 *
 * @param item the item
 * @param chain the version, preceded by those that are known to have come just before it, oldest
 *     first; empty if the item was not there
 * @param isWhole whether nothing came before the first of the chain
 */
public record Seen(Item item, List<Long> chain, boolean isWhole) {

  /** The item was not there: not yet, or no longer. */
  public static Seen absent(Item item) {
    return new Seen(item, List.of(), true);
  }

  /** The version that was there. */
  public long version() {
    return chain.isEmpty() ? Versions.ABSENT : chain.get(chain.size() - 1);
  }
}
