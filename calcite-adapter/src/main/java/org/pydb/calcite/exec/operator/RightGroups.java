package org.pydb.calcite.exec.operator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.BufferedRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.RowStore;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.engine.schema.ColumnType;

/**
 * The right side of a merge join, as groups of rows with equal keys. A group that lies within a
 * batch of the input stays there. One that reaches the end of its batch, and so may go on in the
 * next, is copied; what memory does not hold of it goes to the disk. Not thread-safe.
 */
final class RightGroups {

  /** What is known about the group that a left row meets. */
  enum Answer {
    /** It is the current one. */
    FOUND,
    /** There is none. */
    NONE,
    /** The next batch tells; {@link #advance} gets it. */
    UNKNOWN
  }

  private final Operator input;
  private final boolean keepsRows;
  private final BufferedRows buffered;

  private @Nullable Batch batch;
  private final MergeKeys keys;
  private boolean isEnded;

  /** The first row (by k) that is behind the current group. */
  private int next;

  // The current group, if it lies in the batch: its rows, by k. None if they are equal.
  private int start;
  private int end;

  /** Whether the current group is the buffered one. */
  private boolean isBuffered;

  // The key of the buffered group, in row 0: a copy, since the batch that it came with is gone.
  private final MergeKeys groupKey;
  private final RowStore keyStore;
  private final Batch keyRow;

  private @Nullable Batch chunk;

  RightGroups(MergeJoinNode node, Operator input, Workspace workspace) {
    this.input = input;
    keepsRows = node.keepsRightRows();
    buffered = new BufferedRows(workspace, node.rightTypes());
    keys = new MergeKeys(node.rightKeys());
    List<ColumnType> keyTypes = node.keyTypes();
    groupKey = new MergeKeys(IntStream.range(0, keyTypes.size()).boxed().toList());
    keyStore = new RowStore(keyTypes, workspace.memory());
    keyRow = Batch.of(keyTypes);
  }

  /** Looks for the group of a left row whose key has no NULL and is not less than earlier ones. */
  Answer find(MergeKeys left, int row) {
    if (isBuffered) {
      if (left.compare(row, groupKey, 0) == 0) {
        return Answer.FOUND;
      }
      buffered.clear();
      isBuffered = false;
    }
    Batch now = batch;
    if (now == null) {
      return isEnded ? Answer.NONE : Answer.UNKNOWN;
    }
    int[] rows = now.rows();
    if (start < end && left.compare(row, keys, rows[start]) == 0) {
      return Answer.FOUND;
    }
    start = end;
    for (; next < now.count(); next++) {
      int order = keys.hasNull(rows[next]) ? 1 : left.compare(row, keys, rows[next]);
      if (order < 0) {
        return Answer.NONE;
      }
      if (order == 0) {
        return take(now);
      }
    }
    return Answer.UNKNOWN;
  }

  /** Makes the rows from the next one on that have its key the current group. */
  private Answer take(Batch now) {
    int[] rows = now.rows();
    int behind = next + 1;
    while (behind < now.count() && keys.isEqual(rows[behind], keys, rows[next])) {
      behind++;
    }
    if (behind == now.count() && keepsRows) {
      return Answer.UNKNOWN;
    }
    start = next;
    end = behind;
    next = behind;
    return Answer.FOUND;
  }

  /** Goes on to the next batch. What {@link #chunk} gave is no longer valid. */
  void advance() {
    Batch now = batch;
    if (now != null && next < now.count()) {
      buffer(now);
    } else {
      fetch();
    }
  }

  private void fetch() {
    Batch now = input.next();
    batch = now;
    isEnded = now == null;
    next = 0;
    start = 0;
    end = 0;
    if (now != null) {
      keys.read(now);
    }
  }

  /** Copies the group to which the last rows of a batch belong, and what follows of it. */
  private void buffer(Batch first) {
    keepKey(first.rows()[next]);
    append(first, next, first.count());
    isBuffered = true;
    boolean isOpen = true;
    while (isOpen) {
      fetch();
      Batch now = batch;
      if (now == null) {
        return;
      }
      while (next < now.count() && keys.isEqual(now.rows()[next], groupKey, 0)) {
        next++;
      }
      append(now, 0, next);
      start = next;
      end = next;
      isOpen = next == now.count();
    }
  }

  private void keepKey(int row) {
    keyStore.clear();
    keys.copyTo(keyStore, row);
    keyStore.gather(Selection.ALL, 0, 1, keyRow, 0);
    groupKey.read(keyRow);
  }

  private void append(Batch rows, int from, int to) {
    if (from < to) {
      buffered.append(rows, Arrays.copyOfRange(rows.rows(), from, to), to - from);
    }
  }

  /** Whether the chunks of the current group take each other's place. */
  boolean isBuffered() {
    return isBuffered;
  }

  /** The first rows of the current group; between {@link #from} and {@link #to}. */
  @Nullable Batch firstChunk() {
    if (isBuffered) {
      buffered.rewind();
      chunk = buffered.next();
    } else {
      chunk = batch;
    }
    return chunk;
  }

  /** The next rows of the current group; null if there are no more. */
  @Nullable Batch nextChunk() {
    chunk = isBuffered ? buffered.next() : null;
    return chunk;
  }

  /** The first row of the chunk that belongs to the group, by k. */
  int from() {
    return isBuffered ? 0 : start;
  }

  /** One more than the last row of the chunk that belongs to the group, by k. */
  int to() {
    return isBuffered && chunk != null ? chunk.count() : end;
  }
}
