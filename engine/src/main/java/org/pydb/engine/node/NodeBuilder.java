package org.pydb.engine.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.page.PageLayout;

/**
 * Builds whole nodes from lists of entries: for splits, merges, and when a new key does not share
 * the prefix of the others. The prefix is taken from the keys themselves: what the first and the
 * last have in common, all have. Stateless.
 */
public final class NodeBuilder {
  private NodeBuilder() {}

  /** All entries of a node. */
  public static List<Entry> entries(Node node) {
    List<Entry> entries = new ArrayList<>(node.count() + 1);
    for (int i = 0; i < node.count(); i++) {
      entries.add(node.entry(i));
    }
    return entries;
  }

  /** All entries of a node, with one more at index {@code i}, or another in the place of that. */
  public static List<Entry> entriesWith(Node node, int i, Entry entry, boolean replace) {
    List<Entry> entries = entries(node);
    if (replace) {
      entries.set(i, entry);
    } else {
      entries.add(i, entry);
    }
    return entries;
  }

  /** Whether a node of these entries fits a page. */
  public static boolean fits(int level, List<Entry> entries) {
    return pageBytes(level, entries) <= PageLayout.PAGE_SIZE;
  }

  /** Bytes of a page that a node of these entries takes. */
  public static int pageBytes(int level, List<Entry> entries) {
    int prefix = prefix(level, entries);
    return PageLayout.CONTENT + prefix + 2 * entries.size() + live(level, entries, prefix);
  }

  /** A new node of these entries, which must fit. */
  public static Node build(int tree, int level, List<Entry> entries, EditToken token) {
    Node node = new Node(tree, level, token, EMPTY, 0, Bytes.EMPTY, 0);
    fill(node, entries);
    return node;
  }

  private static final CellHeap EMPTY = new CellHeap(Bytes.EMPTY, 0, 0);

  /** Replaces the contents of an owned node, if the entries fit. */
  public static boolean refill(Node node, List<Entry> entries) {
    if (!fits(node.level, entries)) {
      return false;
    }
    fill(node, entries);
    return true;
  }

  private static void fill(Node node, List<Entry> entries) {
    int level = node.level;
    int count = entries.size();
    int prefix = prefix(level, entries);
    int live = live(level, entries, prefix);
    int capacity = Math.max(PageLayout.CONTENT_SIZE / 2, live + prefix);
    byte[] bytes = new byte[capacity];
    int to = capacity - prefix;
    if (prefix > 0) {
      Entry last = entries.get(count - 1);
      System.arraycopy(last.key, last.keyFrom, bytes, to, prefix);
    }
    node.heap = new CellHeap(bytes, 0, to - live);
    node.slots = new byte[2 * (count + 8)];
    node.slotBase = 0;
    node.count = count;
    node.prefixLength = prefix;
    node.low = to - live;
    node.live = live;
    node.ownedBelow = capacity;
    @Nullable PageRef @Nullable [] children = level == 0 ? null : new PageRef[count + 8];
    for (int i = 0; i < count; i++) {
      Entry entry = entries.get(i);
      if (children != null) {
        children[i] = entry.child;
        entry = i == 0 ? NO_KEY : entry;
      }
      int cut = entry == NO_KEY ? 0 : prefix;
      to -= size(level, entry, cut);
      CellWriter.writeCell(node, to, cut, entry);
      Bytes.putShort(node.slots, 2 * i, to);
    }
    node.children = children;
  }

  private static final Entry NO_KEY = new Entry();

  private static int size(int level, Entry entry, int prefix) {
    return level == 0 ? entry.leafCellSize(prefix) : entry.interiorCellSize(prefix);
  }

  private static int live(int level, List<Entry> entries, int prefix) {
    int live = 0;
    for (int i = 0; i < entries.size(); i++) {
      boolean first = level > 0 && i == 0;
      live += first ? size(level, NO_KEY, 0) : size(level, entries.get(i), prefix);
    }
    return live;
  }

  private static int prefix(int level, List<Entry> entries) {
    int first = level == 0 ? 0 : 1;
    return entries.size() <= first
        ? 0
        : Entry.commonPrefix(entries.get(first), entries.get(entries.size() - 1));
  }

  /**
   * Where to cut a list of entries that does not fit one node, so that both parts fit and are about
   * equal in bytes. One cut always works, since no cell takes more than half a page.
   *
   * @return the index of the first entry of the right part
   */
  public static int splitPoint(int level, List<Entry> entries) {
    int n = entries.size();
    int[] sizes = new int[n];
    int total = 0;
    int prefix = prefix(level, entries);
    for (int i = 0; i < n; i++) {
      sizes[i] =
          2
              + size(
                  level,
                  level > 0 && i == 0 ? NO_KEY : entries.get(i),
                  i == 0 && level > 0 ? 0 : prefix);
      total += sizes[i];
    }
    int middle = 0;
    for (int sum = 0; middle < n - 1 && sum + sizes[middle] / 2 < total / 2; middle++) {
      sum += sizes[middle];
    }
    for (int distance = 0; distance < n; distance++) {
      for (int cut : new int[] {middle - distance, middle + distance}) {
        if (cut > 0
            && cut < n
            && fits(level, entries.subList(0, cut))
            && fits(level, entries.subList(cut, n))) {
          return cut;
        }
      }
    }
    throw new AssertionError("no cut fits " + n + " entries at level " + level);
  }

  /**
   * The shortest key that is greater than {@code left} and not greater than {@code right}: what
   * stands between two leaves. If the heads of two long keys are equal there is no short one, and
   * the caller must take {@code right} whole.
   *
   * @return the separator, or null if it would have to be a long key
   */
  public static @Nullable Entry separator(Entry left, Entry right) {
    int common = Entry.commonPrefix(left, right);
    if (common == right.headLength()) {
      return null;
    }
    Entry separator = new Entry();
    separator.key = Arrays.copyOfRange(right.key, right.keyFrom, right.keyFrom + common + 1);
    separator.keyTo = separator.key.length;
    return separator;
  }
}
