package org.pydb.engine.kv.lsm;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.KeyRange;

/** Walks the runs of a level whose keys do not overlap: one after the other. */
final class LevelCursor implements SortedCursor {
  private final KeyRange range;
  private final boolean backward;
  private final Iterator<Run> rest;
  private @Nullable SortedCursor current;

  /**
   * The entries of a range.
   *
   * @param runs in the direction of travel
   */
  LevelCursor(List<Run> runs, KeyRange range, boolean backward) {
    this.range = range;
    this.backward = backward;
    rest = runs.iterator();
  }

  @Override
  public boolean next() {
    while (current == null || !current.next()) {
      if (!rest.hasNext()) {
        current = null;
        return false;
      }
      current = rest.next().cursor(range, backward);
    }
    return true;
  }

  private SortedCursor current() {
    SortedCursor cursor = current;
    if (cursor == null) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
    return cursor;
  }

  @Override
  public byte[] key() {
    return current().key();
  }

  @Override
  public byte @Nullable [] value() {
    return current().value();
  }
}
