package org.pydb.calcite.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pydb.calcite.exec.spill.Partitions;
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
 * Different rows with a count each, for set operations: how often a row came from the right and was
 * not used up by the left. On the disk the count is one more column. Not thread-safe.
 */
final class CountedRows implements AutoCloseable {
  private final List<ColumnType> types;
  private final MemoryAccount memory;
  private final KeyTable table;
  private final Vector[] columns;

  /** By number of a row. */
  private int[] counts = {};

  private int[] ids = {};

  /** No rows yet. */
  CountedRows(List<ColumnType> types, Workspace workspace) {
    this.types = types;
    memory = workspace.memory().part();
    table = KeyTable.of(types, true, memory);
    columns = new Vector[types.size()];
  }

  /** How many different rows there are. */
  int size() {
    return table.size();
  }

  int count(int id) {
    return counts[id];
  }

  void setCount(int id, int count) {
    counts[id] = count;
  }

  /** Whether there is memory for the rows of a batch. */
  boolean hasRoom(Batch batch) {
    takeColumns(batch);
    int count = batch.count();
    long countBytes =
        table.size() + count > counts.length
            ? (long) Integer.BYTES * Math.max(counts.length, count)
            : 0;
    return memory.hasRoom(table.growthBytes(columns, batch.rows(), count) + countBytes);
  }

  private void takeColumns(Batch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
  }

  /** Adds right rows, as they come or with their counts. */
  void add(Batch batch) {
    int[] numbers = resolve(batch, true);
    if (batch.columnCount() == columns.length) {
      for (int k = 0; k < batch.count(); k++) {
        counts[numbers[k]]++;
      }
    } else {
      LongVector added = (LongVector) batch.column(columns.length);
      for (int k = 0; k < batch.count(); k++) {
        counts[numbers[k]] += (int) added.get(batch.rows()[k]);
      }
    }
  }

  /** Numbers the rows of a batch; those not there yet only on demand. */
  int[] resolve(Batch batch, boolean insert) {
    ids = Selection.ensure(ids, batch.count());
    takeColumns(batch);
    if (insert) {
      table.insert(columns, batch.rows(), batch.count(), ids);
    } else {
      table.find(columns, batch.rows(), batch.count(), ids);
    }
    if (table.size() > counts.length) {
      int capacity = Math.max(table.size(), 2 * counts.length);
      memory.use((long) Integer.BYTES * (capacity - counts.length));
      counts = Arrays.copyOf(counts, capacity);
    }
    return ids;
  }

  /** The types of rows on the disk. */
  List<ColumnType> spilledTypes() {
    List<ColumnType> spilled = new ArrayList<>(types);
    spilled.add(ColumnType.of(ColumnKind.INT64));
    return spilled;
  }

  /** Writes all rows, and gives the memory back. */
  void spill(Partitions parts) {
    Batch batch = Batch.of(spilledTypes());
    LongVector countColumn = (LongVector) batch.column(columns.length);
    int[] indexes = new int[Batch.ROWS_MAX];
    for (int from = 0; from < table.size(); from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, table.size() - from);
      countColumn.reset(count);
      for (int k = 0; k < count; k++) {
        indexes[k] = from + k;
        countColumn.values()[k] = counts[from + k];
      }
      table.keys().gather(indexes, 0, count, batch, 0);
      batch.selectAll(count);
      takeColumns(batch);
      parts.add(batch, batch.rows(), count, columns);
    }
    memory.close();
  }

  /** Writes right rows, as they come or with their counts. */
  void spill(Batch batch, Partitions parts) {
    takeColumns(batch);
    if (batch.columnCount() > columns.length) {
      parts.add(batch, batch.rows(), batch.count(), columns);
      return;
    }
    Vector[] withCount = Arrays.copyOf(columns, columns.length + 1);
    LongVector ones = new LongVector();
    ones.reset(batch.size());
    Arrays.fill(ones.values(), 1);
    withCount[columns.length] = ones;
    Batch counted = new Batch(withCount);
    counted.select(batch.size(), batch.rows(), batch.count());
    parts.add(counted, counted.rows(), counted.count(), columns);
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    memory.close();
  }
}
