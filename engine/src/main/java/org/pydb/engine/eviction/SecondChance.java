package org.pydb.engine.eviction;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hand goes round a ring, spares an entry that was used since it last came by, and proposes the
 * next that was not. It needs a bit an entry, and no more of who uses one than to set it once.
 *
 * <p>Corbató, "A Paging Experiment with the Multics System", 1968.
 */
public final class SecondChance implements Eviction {
  private @Nullable Evictable[] ring = new Evictable[256];
  private int size;
  private int hand;

  /** What was proposed last in this search. */
  private @Nullable Evictable proposed;

  /** How far the hand may still go in this search; negative if there is none. */
  private long steps = -1;

  /** An empty ring. */
  public SecondChance() {}

  @Override
  public void used(Evictable entry) {
    entry.mark();
  }

  @Override
  public boolean add(Evictable entry) {
    if (entry.index >= 0) {
      return false;
    }
    if (size == ring.length) {
      ring = Arrays.copyOf(ring, size * 2);
    }
    entry.mark();
    entry.index = size;
    ring[size++] = entry;
    return true;
  }

  @Override
  public boolean remove(Evictable entry) {
    int at = entry.index;
    if (at < 0) {
      return false;
    }
    Evictable last = ring[--size];
    assert last != null;
    ring[at] = last;
    last.index = at;
    ring[size] = null;
    entry.index = Evictable.NOWHERE;
    return true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void forEach(Consumer<Evictable> action) {
    for (int i = 0; i < size; i++) {
      Evictable entry = ring[i];
      assert entry != null;
      action.accept(entry);
    }
  }

  /** {@inheritDoc} The hand goes round twice at most. */
  @Override
  public @Nullable Evictable next() {
    if (steps < 0) {
      steps = 2L * size;
    }
    passProposed();
    while (steps > 0 && size > 0) {
      steps--;
      if (hand >= size) {
        hand = 0;
      }
      Evictable entry = ring[hand];
      assert entry != null;
      if (!entry.clearMark()) {
        proposed = entry;
        return entry;
      }
      hand++;
    }
    return null;
  }

  @Override
  public void endSearch() {
    passProposed();
    steps = -1;
  }

  /** Passes by what was proposed, if it is still there; else another one has its place. */
  private void passProposed() {
    if (proposed != null && proposed.index >= 0) {
      hand++;
    }
    proposed = null;
  }
}
