package org.pydb.engine.space;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A set of page numbers that are few, or lie together: it takes memory for what is in it, not for
 * the whole file as a {@link PageBitmap} does. Not thread-safe.
 */
public final class PageSet {
  private static final int PIECE_SHIFT = 12;
  private static final int PIECE_WORDS = (1 << PIECE_SHIFT) / 64;
  private static final long PIECE_MASK = (1 << PIECE_SHIFT) - 1;

  private final Map<Long, long[]> pieces = new HashMap<>();

  /** The empty set. */
  public PageSet() {}

  /** Whether nothing was ever added, or all was cleared. */
  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Whether the page is in the set. */
  public boolean contains(long number) {
    long[] piece = pieces.get(number >>> PIECE_SHIFT);
    return piece != null && (piece[word(number)] & bit(number)) != 0;
  }

  /** Adds a page. */
  public void add(long number) {
    pieces.computeIfAbsent(number >>> PIECE_SHIFT, at -> new long[PIECE_WORDS])[word(number)] |=
        bit(number);
  }

  /** Removes a page. */
  public void remove(long number) {
    long[] piece = pieces.get(number >>> PIECE_SHIFT);
    if (piece != null) {
      piece[word(number)] &= ~bit(number);
    }
  }

  /** Removes all pages. */
  public void clear() {
    pieces.clear();
  }

  /** Calls back for each page, in no order. */
  public void forEach(LongConsumer action) {
    pieces.forEach(
        (at, piece) -> {
          for (int w = 0; w < PIECE_WORDS; w++) {
            for (long left = piece[w]; left != 0; left &= left - 1) {
              int bit = Long.numberOfTrailingZeros(left);
              action.accept((at << PIECE_SHIFT) + ((long) w << 6) + bit);
            }
          }
        });
  }

  private static int word(long number) {
    return (int) ((number & PIECE_MASK) >>> 6);
  }

  private static long bit(long number) {
    return 1L << (number & 63);
  }
}
