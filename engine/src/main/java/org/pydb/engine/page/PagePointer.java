package org.pydb.engine.page;

import org.pydb.engine.bytes.Bytes;

/**
 * Where a page is and which batch made it; twelve bytes, 48 bits each.
 *
 * @param number the page's number, 0 for "no page"
 * @param generation the batch that made it
 */
public record PagePointer(long number, long generation) {

  /** Points nowhere. */
  public static final PagePointer NONE = new PagePointer(0, 0);

  /**
   * Generations from here on are those of pages that belong to no version: what a transaction has
   * written and not committed. They mean nothing after a crash.
   */
  public static final long TEMPORARY = 1L << 47;

  /** Reads a pointer. */
  public static PagePointer get(byte[] bytes, int offset) {
    return new PagePointer(number(bytes, offset), generation(bytes, offset));
  }

  /** The number of the pointer at {@code offset}. */
  public static long number(byte[] bytes, int offset) {
    return Bytes.getLong48(bytes, offset);
  }

  /** The generation of the pointer at {@code offset}. */
  public static long generation(byte[] bytes, int offset) {
    return Bytes.getLong48(bytes, offset + 6);
  }

  /** Writes a pointer. */
  public static void put(byte[] bytes, int offset, long number, long generation) {
    assert number >= 0 && number < PageLayout.POINTER_LIMIT;
    assert generation >= 0 && generation < PageLayout.POINTER_LIMIT;
    Bytes.putLong48(bytes, offset, number);
    Bytes.putLong48(bytes, offset + 6, generation);
  }

  /** Writes this pointer. */
  public void put(byte[] bytes, int offset) {
    put(bytes, offset, number, generation);
  }

  /** Whether this points nowhere. */
  public boolean isNone() {
    return number == 0;
  }
}
