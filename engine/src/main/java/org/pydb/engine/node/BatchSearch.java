package org.pydb.engine.node;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Varint;

/**
 * Finds many keys at once, each in a node of its own. Reusable; not thread-safe.
 *
 * <p>A search waits for memory some ten times: for the node, its array, a slot, the cell behind it,
 * the next slot … Each wait depends on the one before, but searches do not depend on each other. So
 * this takes each step for all keys before the next one for any, in short loops of which the
 * processor runs several passes ahead: then it waits for many lines of memory at once.
 *
 * <p>For that, comparisons must not branch, since a processor that guessed wrong has to begin anew.
 * Keys are therefore compared by their {@linkplain KeyWord words}. Where words are equal and keys
 * are not, and where a key goes on in a chain, {@link Node#search} decides; both are rare.
 *
 * <p>Words also say about where in its leaf a key is: the words of the parent's separators, if
 * those in between grew evenly (Peterson, "Addressing for Random-Access Storage", 1957). Keys that
 * were counted up do, and are found by the first look.
 */
public final class BatchSearch {

  /** The most keys of one search. */
  public static final int KEYS_MAX = 64;

  private final Node[] nodes = new Node[KEYS_MAX];

  /** Where in its node a key is or would be, as {@link Node#search} says it. */
  private final int[] found = new int[KEYS_MAX];

  private final CellHeap[] heaps = new CellHeap[KEYS_MAX];
  private final byte[][] cells = new byte[KEYS_MAX][];

  /** What is looked for: the word of the key behind the node's prefix. */
  private final long[] words = new long[KEYS_MAX];

  /** The first cell whose word is not less is one of {@code lows[i]} to {@code lows + lengths}. */
  private final int[] lows = new int[KEYS_MAX];

  private final int[] lengths = new int[KEYS_MAX];

  /** The cell that is looked at, where it lies, and its word. */
  private final int[] probes = new int[KEYS_MAX];

  private final int[] places = new int[KEYS_MAX];
  private final long[] probed = new long[KEYS_MAX];

  /** How far the key is from its parent's separator below it, and how far the one above it is. */
  private final double[] distances = new double[KEYS_MAX];

  private final double[] widths = new double[KEYS_MAX];

  /** Keys that words cannot decide. */
  private final boolean[] isOdd = new boolean[KEYS_MAX];

  /** How many nodes may still be referred to. */
  private int most;

  /** A search. */
  public BatchSearch() {}

  /** The node in which a key is looked for. */
  public Node node(int i) {
    return nodes[i];
  }

  /** Says in which node a key is looked for. */
  public void setNode(int i, Node node) {
    nodes[i] = node;
  }

  /** Where in its node a key is or would be, as {@link Node#search} says it. */
  public int found(int i) {
    return found[i];
  }

  /** Forgets the nodes. */
  public void release() {
    Arrays.fill(nodes, 0, most, null);
    Arrays.fill(heaps, 0, most, null);
    Arrays.fill(cells, 0, most, null);
    most = 0;
  }

  /** Begins a search for so many keys in one node, the root. */
  public void begin(Node root, int count) {
    most = Math.max(most, count);
    Arrays.fill(nodes, 0, count, root);
    Arrays.fill(distances, 0, count, 1);
    Arrays.fill(widths, 0, count, 2);
  }

  // ------------------------------------------------------------------ interior nodes

  /**
   * The child that holds a key, of {@link #node}, which is an interior node that nobody changes any
   * more.
   */
  public PageRef child(int i, KeyBatch keys, int key, PageSource source) {
    Node node = nodes[i];
    int from = keys.from(key);
    int to = keys.to(key);
    long @Nullable [] separators = node.separators().words;
    if (separators == null || !hasPrefix(node, node.bytes(), keys.array(), from, to)) {
      return node.child(node.childIndex(keys.array(), from, to, source));
    }
    int start = from + node.prefixLength;
    long word = KeyWord.of(keys.array(), start, to - start);
    int child = SeparatorWords.countLess(separators, word);
    boolean isLast = child == separators.length;
    if (!isLast && separators[child] == word) {
      return node.child(node.childIndex(keys.array(), from, to, source));
    }
    if (child > 0 && !isLast) {
      distances[i] = word - separators[child - 1];
      widths[i] = separators[child] - separators[child - 1];
    }
    return node.child(child);
  }

  private static boolean hasPrefix(Node node, byte[] bytes, byte[] key, int from, int to) {
    int prefix = node.prefixLength;
    if (prefix == 0) {
      return true;
    }
    int start = bytes.length - prefix;
    if (to - from < prefix) {
      return false;
    }
    for (int i = 0; i < prefix; i++) {
      if (bytes[start + i] != key[from + i]) {
        return false;
      }
    }
    return true;
  }

  // ------------------------------------------------------------------ leaves

  /** Looks for keys in their leaves, the first one in the first leaf. */
  public void searchLeaves(KeyBatch keys, int first, int count, PageSource source) {
    for (int i = 0; i < count; i++) {
      Node node = nodes[i];
      heaps[i] = node.heap;
      lengths[i] = node.count;
    }
    for (int i = 0; i < count; i++) {
      cells[i] = heaps[i].bytes;
    }
    for (int i = 0; i < count; i++) {
      open(i, keys.array(), keys.from(first + i), keys.to(first + i));
    }
    look(count);
    for (int i = 0; i < count; i++) {
      if (lengths[i] > 0) {
        narrow(i, probes[i], probed[i]);
      }
    }
    halve(count);
    for (int i = 0; i < count; i++) {
      found[i] = finish(i, keys.array(), keys.from(first + i), keys.to(first + i), source);
    }
  }

  private void open(int i, byte[] key, int from, int to) {
    byte[] bytes = cells[i];
    Node node = nodes[i];
    int count = lengths[i];
    isOdd[i] = count == 0 || bytes.length < KeyWord.SIZE || !hasPrefix(node, bytes, key, from, to);
    lows[i] = 0;
    if (isOdd[i]) {
      lengths[i] = 0;
    } else {
      int start = from + node.prefixLength;
      words[i] = KeyWord.of(key, start, to - start);
      probes[i] = Math.min((int) (distances[i] * count / widths[i]), count - 1);
    }
  }

  /** Takes in what the first look has seen, and looks beside it. */
  private void narrow(int i, int at, long here) {
    int end = lengths[i];
    long word = words[i];
    if (here < word) {
      lows[i] = at + 1;
      boolean isNext = at + 1 == end || wordAt(i, place(i, at + 1)) >= word;
      lengths[i] = isNext ? 0 : end - at - 1;
    } else if (here == word || at == 0 || wordAt(i, place(i, at - 1)) < word) {
      lows[i] = at;
      lengths[i] = 0;
    } else {
      lengths[i] = at;
    }
  }

  /** Halves what is left for each key until nothing is. */
  private void halve(int count) {
    int longest = 0;
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, lengths[i]);
    }
    for (; longest > 0; longest >>>= 1) {
      for (int i = 0; i < count; i++) {
        probes[i] = lows[i] + (lengths[i] >>> 1);
      }
      look(count);
      for (int i = 0; i < count; i++) {
        int length = lengths[i];
        int half = length >>> 1;
        int isLess = (int) ((probed[i] - words[i]) >> 63) & -length >> 31;
        lows[i] += (half + 1) & isLess;
        lengths[i] = half - ((1 - (length & 1)) & isLess);
      }
    }
  }

  /** The words of the cells to be looked at, for keys that have some left. */
  private void look(int count) {
    for (int i = 0; i < count; i++) {
      places[i] = lengths[i] > 0 ? place(i, probes[i]) : 0;
    }
    for (int i = 0; i < count; i++) {
      if (lengths[i] > 0) {
        probed[i] = wordAt(i, places[i]);
      }
    }
  }

  private int finish(int i, byte[] key, int from, int to, PageSource source) {
    Node node = nodes[i];
    int low = lows[i];
    if (isOdd[i]) {
      return node.search(key, from, to, source);
    }
    if (low == node.count) {
      return -1 - low;
    }
    int place = place(i, low);
    long word = wordAt(i, place);
    if (isOdd[i]) {
      return node.search(key, from, to, source);
    }
    if (word != words[i]) {
      return -1 - low;
    }
    int start = from + node.prefixLength;
    return isSame(cells[i], place, key, start, to) ? low : node.search(key, from, to, source);
  }

  private static boolean isSame(byte[] bytes, int place, byte[] key, int from, int to) {
    int length = Varint.getInt(bytes, place) >>> 1;
    int at = suffix(bytes, place);
    if (length != to - from) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != key[from + i]) {
        return false;
      }
    }
    return true;
  }

  private int place(int i, int cell) {
    Node node = nodes[i];
    return Bytes.getShort(node.slots, node.slotBase + 2 * cell);
  }

  private static int suffix(byte[] bytes, int place) {
    int at = place + (bytes[place] >= 0 ? 1 : 2);
    return at + (bytes[at] >= 0 ? 1 : 2); // Two bytes hold any length that fits a page.
  }

  private long wordAt(int i, int place) {
    byte[] bytes = cells[i];
    int key = bytes[place];
    isOdd[i] |= (key & 1) != 0;
    return KeyWord.of(bytes, suffix(bytes, place), key < 0 ? KeyWord.SIZE : key >>> 1);
  }
}
