package org.pydb.engine.btree;

import java.util.Arrays;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.Node;
import org.pydb.engine.page.OverflowChain;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;

/** Puts whole keys together: the head from the node, the rest of a long one from its chain. */
public final class LongKey {
  private LongKey() {}

  /** A copy of key {@code i} of a node. */
  public static byte[] of(Node node, int i, PageFile file) {
    byte[] head = node.head(i);
    if (!node.hasTail(i)) {
      return head;
    }
    int tail = node.tailStart(i);
    int length = Bytes.getInt(node.bytes(), tail + PageLayout.POINTER_SIZE);
    byte[] rest = OverflowChain.read(file, PagePointer.get(node.bytes(), tail), length);
    byte[] key = Arrays.copyOf(head, head.length + length);
    System.arraycopy(rest, 0, key, head.length, length);
    return key;
  }
}
