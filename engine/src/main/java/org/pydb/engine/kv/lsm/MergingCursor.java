package org.pydb.engine.kv.lsm;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks several places at once, in order. Of a key that several of them know it gives what the
 * newest says.
 */
final class MergingCursor implements SortedCursor {
  private final List<SortedCursor> sources;
  private final boolean backward;

  /** Whether a source stands at an entry. */
  private final boolean[] isAt;

  private int current = -1;
  private boolean started;

  /**
   * The entries of all sources.
   *
   * @param sources newest first
   */
  MergingCursor(List<SortedCursor> sources, boolean backward) {
    this.sources = sources;
    this.backward = backward;
    isAt = new boolean[sources.size()];
  }

  @Override
  public boolean next() {
    if (started) {
      leaveKey();
    } else {
      started = true;
      for (int i = 0; i < isAt.length; i++) {
        isAt[i] = sources.get(i).next();
      }
    }
    current = first();
    return current >= 0;
  }

  private void leaveKey() {
    if (current < 0) {
      return;
    }
    byte[] key = key();
    for (int i = 0; i < isAt.length; i++) {
      if (isAt[i] && Arrays.equals(sources.get(i).key(), key)) {
        isAt[i] = sources.get(i).next();
      }
    }
  }

  /** The newest of the sources whose key comes first; -1 if there are none. */
  private int first() {
    int first = -1;
    for (int i = 0; i < isAt.length; i++) {
      if (isAt[i] && (first < 0 || comesBefore(i, first))) {
        first = i;
      }
    }
    return first;
  }

  private boolean comesBefore(int one, int other) {
    int order = Arrays.compareUnsigned(sources.get(one).key(), sources.get(other).key());
    return backward ? order > 0 : order < 0;
  }

  private SortedCursor current() {
    if (current < 0) {
      throw new NoSuchElementException("the cursor stands at no entry");
    }
    return sources.get(current);
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
