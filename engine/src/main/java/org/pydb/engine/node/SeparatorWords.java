package org.pydb.engine.node;

import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain KeyWord words} of an interior node's keys, side by side: what a search looks at
 * instead of slots and cells. Immutable, and made when first asked for.
 */
final class SeparatorWords {

  /** Of cell {@code i + 1}, since the first cell's key does not count; null if they do not help. */
  final long @Nullable [] words;

  private SeparatorWords(long @Nullable [] words) {
    this.words = words;
  }

  static SeparatorWords of(Node node) {
    byte[] bytes = node.bytes();
    if (bytes.length < KeyWord.SIZE) {
      return new SeparatorWords(null);
    }
    long[] words = new long[Math.max(0, node.count() - 1)];
    for (int i = 0; i < words.length; i++) {
      if (node.hasTail(i + 1)) {
        return new SeparatorWords(null);
      }
      words[i] = KeyWord.of(bytes, node.suffixStart(i + 1), node.suffixLength(i + 1));
    }
    return new SeparatorWords(words);
  }

  /** How many words are less than another. */
  static int countLess(long[] words, long word) {
    int low = 0;
    int length = words.length;
    while (length > 0) {
      int half = length >>> 1;
      // All ones if the middle is less: a branch would be guessed wrong half of the time.
      int isLess = (int) ((words[low + half] - word) >> 63);
      low += (half + 1) & isLess;
      length = half - ((1 - (length & 1)) & isLess);
    }
    return low;
  }
}
