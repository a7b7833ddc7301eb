package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Selection;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * The first so many rows by an order, of all that are added. Equal rows count in the order of their
 * coming. Not thread-safe.
 *
 * <p>Rows are gathered until there are twice as many as wanted; then they are sorted, and the
 * better half stays. From then on the worst of these is a bar: a row that is not before it is
 * dropped at sight, and in a long input almost all are.
 */
public final class TopRows {
  private final List<ColumnType> types;
  private final RowOrder order;
  private final long wanted;
  private final MemoryAccount memory;
  private final Batch scratch;

  // The rows that came, and what they take: given back when they are replaced by fewer.
  private RowStore rows;
  private MemoryAccount rowsMemory;

  private int[] sorted = {};

  /** The index of the worst row that still counts, or -1 while too few rows have come. */
  private int bar = -1;

  private int[] kept = {};

  /** No rows yet, of which so many are wanted. */
  public TopRows(List<ColumnType> types, RowOrder order, long wanted, MemoryAccount memory) {
    this.types = types;
    this.order = order;
    this.wanted = wanted;
    this.memory = memory;
    rowsMemory = memory.part();
    rows = new RowStore(types, rowsMemory);
    scratch = Batch.of(types);
  }

  /** Whether there is memory for the rows of a batch, and for sorting them with the others. */
  public boolean hasRoom(Batch batch) {
    long sorted = rows.size() + (long) batch.count();
    long sorting = 2L * (Long.BYTES + Integer.BYTES) * sorted;
    return rowsMemory.hasRoom(
        rows.growthBytes(batch, batch.rows(), batch.count()) + rowsMemory.used() + sorting);
  }

  /** Adds the rows of a batch. */
  public void add(Batch batch) {
    if (bar < 0) {
      rows.append(batch);
    } else {
      addBetter(batch);
    }
    if (rows.size() >= Math.max(2 * wanted, Batch.ROWS_MAX) && wanted < Integer.MAX_VALUE / 2) {
      shrink();
    }
  }

  private void addBetter(Batch batch) {
    kept = Selection.ensure(kept, batch.count());
    Vector[] vectors = new Vector[batch.columnCount()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = batch.column(i);
    }
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int row = batch.rows()[k];
      kept[count] = row;
      count += order.compare(vectors, row, rows, bar) < 0 ? 1 : 0;
    }
    rows.append(batch, kept, count);
  }

  /** Sorts, and keeps only the rows that are wanted. */
  private void shrink() {
    int[] all = new RowSorter(rows, order, memory).sort();
    int count = (int) Math.min(wanted, all.length);
    MemoryAccount betterMemory = memory.part();
    RowStore better = new RowStore(types, betterMemory);
    for (int from = 0; from < count; from += Batch.ROWS_MAX) {
      int size = Math.min(Batch.ROWS_MAX, count - from);
      rows.gather(all, from, size, scratch, 0);
      scratch.selectAll(size);
      better.append(scratch);
    }
    memory.free((long) all.length * Integer.BYTES);
    rowsMemory.close();
    rowsMemory = betterMemory;
    rows = better;
    bar = count == wanted ? count - 1 : -1;
  }

  /** Puts the rows in order; nothing may be added afterwards. */
  public void finish() {
    sorted = new RowSorter(rows, order, memory).sort();
  }

  /** How many rows there are, of those wanted. */
  public int size() {
    return (int) Math.min(wanted, sorted.length);
  }

  /** Fills a batch with rows in order, after {@link #finish}. */
  public void gather(int from, int count, Batch target) {
    rows.gather(sorted, from, count, target, 0);
  }

  /** Gives the memory of the rows back. */
  public void close() {
    rowsMemory.close();
  }
}
