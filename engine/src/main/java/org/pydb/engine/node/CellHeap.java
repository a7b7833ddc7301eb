package org.pydb.engine.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The bytes in which a node's cells lie, shared by the versions of the node.
 *
 * <p>Copying a node before each change would copy 8 KB a row. But a cell, once written, never
 * changes, and new cells go below all old ones; so versions can share one array, each seeing only
 * the cells that its slots point to:
 *
 * <pre>
 *      floor              low of v2      low of v1              end
 *        |   free           |  cells of v2  |  cells of v1 (and v2) |
 * </pre>
 *
 * <p>Two descendants of one version would write over each other, so only the version that made the
 * lowest cell may go on: {@link #claim} succeeds for whoever still sees the true {@code low}, once.
 * Everybody else starts a new heap. Cells are visible to readers because they get their node by a
 * volatile read that follows the writing.
 */
final class CellHeap {
  private static final VarHandle LOW;

  static {
    try {
      LOW = MethodHandles.lookup().findVarHandle(CellHeap.class, "low", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final byte[] bytes;

  /** No cell goes below: the slots of a node that was read from its page lie there. */
  final int floor;

  @SuppressWarnings("unused") // read and written through LOW
  private volatile int low;

  CellHeap(byte[] bytes, int floor, int low) {
    this.bytes = bytes;
    this.floor = floor;
    LOW.set(this, low); // Who publishes the node publishes this; a volatile write would wait.
  }

  /**
   * Takes {@code size} bytes below {@code seenLow}.
   *
   * @return whether they are the caller's; if not, there is no room or another version has them
   */
  boolean claim(int seenLow, int size) {
    return seenLow - size >= floor && LOW.compareAndSet(this, seenLow, seenLow - size);
  }
}
