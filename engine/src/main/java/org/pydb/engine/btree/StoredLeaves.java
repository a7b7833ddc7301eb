package org.pydb.engine.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Entry;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.NodeBuilder;
import org.pydb.engine.schema.KeyRange;

/**
 * Shows the entries of a {@link StoredTree} as leaves, which is what all readers of trees know how
 * to read: some entries are taken from the store at a time, and put into a node that stands on no
 * page and may be longer than one. In it keys and values are whole, however long they are.
 * Stateless.
 */
final class StoredLeaves {
  private static final EditToken FROZEN = new EditToken();

  /** The most bytes of a leaf of several entries; its slots have 16 bits. */
  private static final int BYTES_MAX = 32 << 10;

  /** Entries with longer keys or values have a leaf of their own. */
  private static final int PART_MAX = Entry.KEY_INLINE_MAX;

  static {
    FROZEN.freeze();
  }

  private StoredLeaves() {}

  /** The leaf of one key, or null if it is not there. */
  static @Nullable Node find(TreeRoot tree, byte[] key, int from, int to) {
    byte[] value = tree.entriesElsewhere().get(key, from, to);
    return value == null
        ? null
        : node(tree.tree(), List.of(entry(Arrays.copyOfRange(key, from, to), value)));
  }

  /** A leaf of the first entries of a range, or of the last; null if there are none. */
  static @Nullable Node read(TreeRoot tree, KeyRange range, boolean backward, int countMax) {
    List<Entry> entries = new ArrayList<>();
    int[] bytes = {0};
    tree.entriesElsewhere()
        .read(
            range,
            backward,
            (key, value) -> {
              boolean isLong = key.length > PART_MAX || value.length > PART_MAX;
              if (!isLong || entries.isEmpty()) {
                entries.add(entry(key, value));
                bytes[0] += key.length + value.length;
              }
              return !isLong && entries.size() < countMax && bytes[0] < BYTES_MAX;
            });
    if (entries.isEmpty()) {
      return null;
    }
    if (backward) {
      Collections.reverse(entries);
    }
    return node(tree.tree(), entries);
  }

  private static Entry entry(byte[] key, byte[] value) {
    Entry entry = new Entry();
    entry.key = key;
    entry.keyTo = key.length;
    return entry.setValue(value, 0, value.length);
  }

  private static Node node(int tree, List<Entry> entries) {
    return NodeBuilder.build(tree, 0, entries, FROZEN);
  }

  /** What of a range lies behind a leaf, in the direction of travel. */
  static KeyRange behind(KeyRange range, Node leaf, boolean backward) {
    if (backward) {
      return new KeyRange(range.lower(), leaf.head(0));
    }
    byte[] last = leaf.head(leaf.count() - 1);
    return new KeyRange(Arrays.copyOf(last, last.length + 1), range.upper());
  }
}
