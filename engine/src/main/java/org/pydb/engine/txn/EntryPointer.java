package org.pydb.engine.txn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.btree.Edit;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.PageFile;

/** Points at one entry of a leaf. Reusable; not thread-safe. What it points at never changes. */
public final class EntryPointer {
  private @Nullable Node node;
  private int index;

  /** Points at an entry. */
  public void set(Node newNode, int newIndex) {
    node = newNode;
    index = newIndex;
  }

  /** The leaf. */
  public Node node() {
    Node leaf = node;
    assert leaf != null;
    return leaf;
  }

  /** The entry's index in the leaf. */
  public int index() {
    return index;
  }

  /** A copy of the value, put together from its chain if it is large. */
  public byte[] value(PageFile file) {
    Node leaf = node();
    int at = leaf.valueStart(index);
    return leaf.isOverflow(index)
        ? Edit.readOverflow(file, leaf.bytes(), at)
        : Arrays.copyOfRange(leaf.bytes(), at, at + leaf.valueLength(index));
  }

  /** Whether the value is this one. */
  public boolean hasValue(byte[] value, PageFile file) {
    Node leaf = node();
    int at = leaf.valueStart(index);
    return leaf.isOverflow(index)
        ? Arrays.equals(value, value(file))
        : Arrays.equals(value, 0, value.length, leaf.bytes(), at, at + leaf.valueLength(index));
  }
}
