package org.pydb.calcite.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.spill.Partitions;
import org.pydb.calcite.exec.spill.SpilledRows;
import org.pydb.calcite.exec.spill.Workspace;
import org.pydb.calcite.exec.store.KeyTable;
import org.pydb.calcite.exec.store.MemoryAccount;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * The pairs of group and argument that a DISTINCT aggregate has met: each counts once. Not
 * thread-safe.
 *
 * <p>Once memory is full, pairs that are not known go to the disk. At the end, when the known ones
 * are no longer needed, those are read part by part, and counted then: which is why an aggregate
 * must not mind in which order its arguments come.
 */
final class DistinctPairs {
  private final Workspace workspace;
  private final List<ColumnType> types;
  private final int level;
  private final MemoryAccount memory;
  private final KeyTable pairs;
  private final LongVector groupVector = new LongVector();
  private final Vector[] pair = new Vector[2];
  private boolean isFull;
  private @Nullable Partitions spilled;
  private final BatchView view = new BatchView(2);

  private int[] ids = {};
  private int[] unknown = {};
  private int[] rows = {};
  private int[] rowGroups = {};

  /** Takes pairs that count. */
  interface Consumer {
    void accept(Vector argument, int[] rows, int[] groups, int count);
  }

  /**
   * No pairs yet.
   *
   * @param level how often the pairs that will come were divided before
   */
  DistinctPairs(ColumnType argument, Workspace workspace, int level) {
    this.workspace = workspace;
    this.level = level;
    types = List.of(ColumnType.of(ColumnKind.INT64), argument);
    memory = workspace.memory().part();
    pairs = KeyTable.of(types, false, memory);
  }

  /** Whether there is memory for so many more pairs. */
  boolean hasRoom(Vector argument, int[] from, int count) {
    pair[0] = groupVector;
    pair[1] = argument;
    return memory.hasRoom(pairs.growthBytes(pair, from, count)) || level == Partitions.LEVELS;
  }

  /** Lets no more pairs into memory. */
  void fill() {
    isFull = true;
  }

  /**
   * Finds the rows whose pair counts now: they are in {@link #rows} and {@link #groups}.
   *
   * @param size one more than the highest position in {@code from}
   * @return how many there are
   */
  int retainNew(Vector argument, int size, int[] from, int[] fromGroups, int count) {
    ids = Selection.ensure(ids, count);
    rows = Selection.ensure(rows, count);
    rowGroups = Selection.ensure(rowGroups, count);
    groupVector.reset(size);
    long[] groups = groupVector.values();
    for (int k = 0; k < count; k++) {
      groups[from[k]] = fromGroups[k];
    }
    pair[0] = groupVector;
    pair[1] = argument;
    if (isFull) {
      pairs.find(pair, from, count, ids);
      spillUnknown(argument, size, from, count);
      return 0;
    }
    int before = pairs.size();
    pairs.insert(pair, from, count, ids);
    boolean[] came = new boolean[pairs.size() - before];
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int fresh = ids[k] - before;
      if (fresh >= 0 && !came[fresh]) {
        came[fresh] = true;
        rows[kept] = from[k];
        rowGroups[kept++] = fromGroups[k];
      }
    }
    return kept;
  }

  private void spillUnknown(Vector argument, int size, int[] from, int count) {
    unknown = Selection.ensure(unknown, count);
    int found = 0;
    for (int k = 0; k < count; k++) {
      unknown[found] = from[k];
      found += ids[k] == KeyTable.NONE && !argument.isNull(from[k]) ? 1 : 0;
    }
    if (found > 0) {
      Partitions to = spilled;
      if (to == null) {
        to = new Partitions(workspace, types, types, level);
        spilled = to;
      }
      Batch batch = view.of(pair, size, unknown, found);
      to.add(batch, batch.rows(), found, pair);
    }
  }

  /** The rows that were retained. */
  int[] rows() {
    return rows;
  }

  /** Their groups. */
  int[] groups() {
    return rowGroups;
  }

  /** Takes pairs; false if it cannot take them. */
  interface Receiver {
    boolean accept(Vector argument, int[] groups, int count);
  }

  /** Gives all pairs, as long as none was spilled; false if the receiver does not take them. */
  boolean give(Receiver receiver) {
    Batch batch = Batch.of(types);
    int[] indexes = new int[Batch.ROWS_MAX];
    int[] groups = new int[Batch.ROWS_MAX];
    for (int from = 0; from < pairs.size(); from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, pairs.size() - from);
      for (int k = 0; k < count; k++) {
        indexes[k] = from + k;
      }
      pairs.keys().gather(indexes, 0, count, batch, 0);
      long[] values = ((LongVector) batch.column(0)).values();
      for (int k = 0; k < count; k++) {
        groups[k] = (int) values[k];
      }
      if (!receiver.accept(batch.column(1), groups, count)) {
        return false;
      }
    }
    return true;
  }

  /** Gives those of the spilled pairs that count, once all have come; there is no way back. */
  void drain(Consumer consumer) {
    memory.close();
    Partitions from = spilled;
    if (from == null) {
      return;
    }
    from.finish();
    for (int i = 0; i < Partitions.COUNT; i++) {
      SpilledRows part = from.get(i);
      if (part != null) {
        drain(part, consumer);
      }
    }
    spilled = null;
  }

  private void drain(SpilledRows part, Consumer consumer) {
    DistinctPairs inner = new DistinctPairs(types.get(1), workspace, level + 1);
    SpilledRows.Reader reader = part.read();
    int[] groups = {};
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      groups = Selection.ensure(groups, batch.count());
      long[] values = ((LongVector) batch.column(0)).values();
      for (int k = 0; k < batch.count(); k++) {
        groups[k] = (int) values[k];
      }
      Vector argument = batch.column(1);
      if (!inner.isFull && !inner.hasRoom(argument, Selection.ALL, batch.count())) {
        inner.fill();
      }
      int count = inner.retainNew(argument, batch.size(), Selection.ALL, groups, batch.count());
      consumer.accept(argument, inner.rows, inner.rowGroups, count);
    }
    part.close();
    inner.drain(consumer);
  }
}
