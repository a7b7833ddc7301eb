package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Batch;

/**
 * The join of a right side that is in memory with the left rows that belong to it: they pass by a
 * {@link JoinProbe}; then right and full joins give the right rows that met nobody.
 */
final class JoinRun {
  private final JoinNode node;
  private final JoinProbe probe;
  private final JoinSide left;
  private @Nullable UnmatchedRight unmatched;

  JoinRun(JoinNode node, JoinProbe probe, JoinSide left) {
    this.node = node;
    this.probe = probe;
    this.left = left;
  }

  /** The next rows, at least one; null at the end. */
  @Nullable Batch next() {
    if (unmatched == null) {
      Batch batch = probeLeft();
      if (batch != null || !node.kind().keepsRight()) {
        return batch;
      }
      unmatched = new UnmatchedRight(node, probe.table());
    }
    return unmatched.next();
  }

  private @Nullable Batch probeLeft() {
    Batch batch = probe.next();
    while (batch == null) {
      if (!needsLeft(probe.table())) {
        return null;
      }
      Batch next = left.next();
      if (next == null) {
        return null;
      }
      probe.begin(next);
      batch = probe.next();
    }
    return batch;
  }

  /** Whether left rows can give anything: not if they need a match and there is none to be had. */
  private boolean needsLeft(JoinTable table) {
    return !node.kind().needsRight() || !table.isEmpty();
  }
}
