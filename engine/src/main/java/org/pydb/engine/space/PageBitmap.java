package org.pydb.engine.space;

import java.util.Arrays;

/** A growing set of page numbers, one bit each. Not thread-safe. */
public final class PageBitmap {
  private long[] words;

  /** Every word below this index is full. */
  private int firstOpenWord;

  /** The empty set. */
  public PageBitmap() {
    this(new long[16]);
  }

  private PageBitmap(long[] words) {
    this.words = words;
  }

  /** A copy. */
  public PageBitmap copy() {
    return new PageBitmap(words.clone());
  }

  /** Whether the page is in the set. */
  public boolean contains(long number) {
    int word = word(number);
    return word < words.length && (words[word] & bit(number)) != 0;
  }

  /** Adds a page. */
  public void add(long number) {
    int word = word(number);
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, words.length * 3 / 2));
    }
    words[word] |= bit(number);
  }

  /** Removes a page. */
  public void remove(long number) {
    int word = word(number);
    if (word < words.length) {
      words[word] &= ~bit(number);
      firstOpenWord = Math.min(firstOpenWord, word);
    }
  }

  /** Removes all pages. */
  public void clear() {
    Arrays.fill(words, 0);
    firstOpenWord = 0;
  }

  /** Removes all pages that are in the other set. */
  public void removeAll(PageBitmap other) {
    int common = Math.min(words.length, other.words.length);
    for (int i = 0; i < common; i++) {
      words[i] &= ~other.words[i];
    }
    firstOpenWord = 0;
  }

  /** The lowest page that is not in the set and not below {@code from}. */
  public long nextAbsent(long from) {
    int word = Math.max(word(from), firstOpenWord);
    long mask = word == word(from) ? -1L << (from & 63) : -1L;
    while (word < words.length) {
      long absent = ~words[word] & mask;
      if (absent != 0) {
        return ((long) word << 6) + Long.numberOfTrailingZeros(absent);
      }
      if (word == firstOpenWord && mask == -1L) {
        firstOpenWord++;
      }
      mask = -1L;
      word++;
    }
    return Math.max(from, (long) words.length << 6);
  }

  /** How many pages are in the set. */
  public long size() {
    long size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** One more than the highest page in the set, 0 if it is empty. */
  public long end() {
    for (int i = words.length - 1; i >= 0; i--) {
      if (words[i] != 0) {
        return ((long) i << 6) + 64 - Long.numberOfLeadingZeros(words[i]);
      }
    }
    return 0;
  }

  /** The bits of pages {@code 64 * index} and the 63 above, lowest first. */
  public long word(int index) {
    return index < words.length ? words[index] : 0;
  }

  /** Sets the bits of pages {@code 64 * index} and the 63 above. */
  public void setWord(int index, long bits) {
    if (index >= words.length) {
      words = Arrays.copyOf(words, Math.max(index + 1, words.length * 3 / 2));
    }
    words[index] = bits;
    firstOpenWord = Math.min(firstOpenWord, index);
  }

  private static int word(long number) {
    return Math.toIntExact(number >>> 6);
  }

  private static long bit(long number) {
    return 1L << (number & 63);
  }
}
