package org.pydb.calcite.exec.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a range of rows adds up to, for aggregates that can put parts together but take
 * nothing away: the least value, say. Not thread-safe.
 *
 * <pre>
 *   level 1   [      0..15     ][     16..31     ]      each the sum of 16 below
 *   level 0    0 1 2  ...  15    16 17  ...  31         rows
 * </pre>
 *
 * <p>A range is put together of the largest blocks within it, from the left to the right: some 30
 * parts a level, however long it is.
 */
final class RangeTree<S> {
  private static final int FANOUT = 16;

  /** How parts are made and put together. */
  interface Parts<S> {

    /** The part that a row is; null if it counts for nothing. */
    @Nullable S of(int row);

    /** Two neighbours, the left one first. */
    S merged(S left, S right);
  }

  private final Parts<S> parts;
  private final List<@Nullable Object[]> levels = new ArrayList<>();

  /** Over the rows from 0 to below {@code size}. */
  RangeTree(Parts<S> parts, int size) {
    this.parts = parts;
    for (int below = size; below > FANOUT; below = levels.get(levels.size() - 1).length) {
      int level = levels.size();
      @Nullable Object[] blocks = new Object[(below + FANOUT - 1) / FANOUT];
      for (int block = 0; block < blocks.length; block++) {
        blocks[block] = folded(null, level, block * FANOUT, Math.min(below, (block + 1) * FANOUT));
      }
      levels.add(blocks);
    }
  }

  /** How many blocks there are for so many rows. */
  static long blockCount(int size) {
    return size / (FANOUT - 1);
  }

  /** What the rows {@code from <= row < to} add up to, behind what came before; null if nothing. */
  @Nullable S add(@Nullable S before, int from, int to) {
    return add(before, 0, from, to);
  }

  private @Nullable S add(@Nullable S before, int level, int from, int to) {
    int firstBlock = (from + FANOUT - 1) / FANOUT;
    int lastBlock = to / FANOUT;
    if (level == levels.size() || lastBlock - firstBlock < 1) {
      return folded(before, level, from, to);
    }
    S left = folded(before, level, from, firstBlock * FANOUT);
    S middle = add(left, level + 1, firstBlock, lastBlock);
    return folded(middle, level, lastBlock * FANOUT, to);
  }

  private @Nullable S folded(@Nullable S before, int level, int from, int to) {
    S sum = before;
    for (int i = from; i < to; i++) {
      S part = level == 0 ? parts.of(i) : block(level - 1, i);
      if (part != null) {
        sum = sum == null ? part : parts.merged(sum, part);
      }
    }
    return sum;
  }

  @SuppressWarnings("unchecked") // only what parts made is put there
  private @Nullable S block(int level, int index) {
    return (S) levels.get(level)[index];
  }

  @Override
  public String toString() {
    return "levels of " + Arrays.toString(levels.stream().mapToInt(l -> l.length).toArray());
  }
}
