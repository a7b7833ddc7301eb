package org.pydb.engine.testkit.history;

import java.util.List;

/** What a transaction did in one step, as its client knows it. */
public sealed interface Operation {

  /**
   * A statement that read.
   *
   * @param seen all items that it looked for
   * @param isPredicate whether it read by a condition, so that items that were not there count too
   * @param isLocking whether it locked what it read until the end
   * @param invoked when the client asked
   * @param completed when the answer was there
   */
  record Read(List<Seen> seen, boolean isPredicate, boolean isLocking, long invoked, long completed)
      implements Operation {

    /** The same without some items. */
    Read without(List<Item> items) {
      if (items.isEmpty()) {
        return this;
      }
      List<Seen> others = seen.stream().filter(one -> !items.contains(one.item())).toList();
      return new Read(others, isPredicate, isLocking, invoked, completed);
    }

    /** The same without locks. */
    Read withoutLock() {
      return new Read(seen, isPredicate, false, invoked, completed);
    }
  }

  /**
   * A new version of an item.
   *
   * @param version its number, which is nobody else's; negative if the item was removed
   * @param previous the version that it replaced, or {@link Versions#UNKNOWN}
   */
  record Write(Item item, long version, long previous) implements Operation {
    /** Whether it took the item away. */
    public boolean isRemoval() {
      return version < 0;
    }
  }

  /** A savepoint was taken. */
  record Savepoint(int number) implements Operation {}

  /** All that was written since a savepoint was undone. */
  record RollbackTo(int number) implements Operation {}
}
