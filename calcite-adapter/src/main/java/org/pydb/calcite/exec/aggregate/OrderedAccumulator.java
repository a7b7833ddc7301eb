package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Aggregates for which the rows of a group are kept and brought into order: {@code string_agg},
 * {@code array_agg}, percentiles … Rows come in the order in which they are taken where no other is
 * asked for. Of rows that count once the first one in that order is taken.
 */
final class OrderedAccumulator extends RowAccumulator {

  /** The input's columns that are kept. */
  private final List<Integer> used;

  private final OrderedResult result;
  private final SortKey[] order;

  /** What makes rows the same; empty if each counts. */
  private final SortKey[] distinct;

  private final Vector[] kept;
  private int[] groupOfRow = {};
  private int rowCount;
  private long keptBytes;

  /** The kept rows group by group, in order, and where each begins; null if not made yet. */
  private int @Nullable [] sorted;

  private int[] begins = {};
  private int[] ends = {};

  OrderedAccumulator(
      AggregateFunction function, RowArguments rowArguments, List<ColumnType> inputTypes) {
    used = rowArguments.used();
    RowArguments own = rowArguments.at(used::indexOf);
    int[] arguments = own.columns().stream().mapToInt(Integer::intValue).toArray();
    order = own.order().toArray(SortKey[]::new);
    distinct =
        own.distinctColumns(function).stream()
            .map(column -> new SortKey(column, false, false))
            .toArray(SortKey[]::new);
    kept = used.stream().map(inputTypes::get).map(Vector::of).toArray(Vector[]::new);
    result = result(function, arguments, rowArguments.columns(), inputTypes);
  }

  private OrderedResult result(
      AggregateFunction function,
      int[] arguments,
      List<Integer> inputColumns,
      List<ColumnType> inputTypes) {
    if (function.takesJson()) {
      return new JsonResult(function, arguments);
    }
    return switch (function) {
      case STRING_AGG -> new TextResult(arguments);
      case ARRAY_AGG -> new ArrayResult(arguments, inputTypes.get(inputColumns.get(0)));
      default -> new PlaceResult(function, arguments, order[0].column());
    };
  }

  @Override
  public int bytesPerGroup() {
    return 2 * Integer.BYTES;
  }

  @Override
  public long extraBytes() {
    return keptBytes + (long) rowCount * (2 + kept.length) * Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {}

  @Override
  public void addRows(Batch batch, int[] rows, int[] groups, int count) {
    sorted = null;
    int present = result.presentColumn();
    Vector value = present < 0 ? null : batch.column(used.get(present));
    ensureRows(rowCount + count);
    for (int k = 0; k < count; k++) {
      if (value == null || !value.isNull(rows[k])) {
        keep(batch, rows[k]);
        groupOfRow[rowCount++] = groups[k];
      }
    }
  }

  private void ensureRows(int count) {
    if (groupOfRow.length < count) {
      int capacity = Math.max(count, (int) Math.min(2L * groupOfRow.length, Integer.MAX_VALUE - 8));
      groupOfRow = Arrays.copyOf(groupOfRow, capacity);
      for (Vector column : kept) {
        column.ensureCapacity(capacity);
      }
    }
  }

  private void keep(Batch batch, int row) {
    for (int i = 0; i < kept.length; i++) {
      Vector column = batch.column(used.get(i));
      if (column.isNull(row)) {
        kept[i].setNull(rowCount);
      } else if (column instanceof BytesVector bytes) {
        ((BytesVector) kept[i])
            .append(rowCount, bytes.array(row), bytes.start(row), bytes.length(row));
        keptBytes += bytes.length(row);
      } else {
        kept[i].repeat(column, row, rowCount, rowCount + 1);
      }
    }
  }

  @Override
  public void write(int from, int to, Vector results) {
    int[] rows = sorted();
    for (int group = from; group < to; group++) {
      if (begins[group] == ends[group]) {
        results.setNull(group - from);
      } else {
        result.write(kept, rows, begins[group], ends[group], results, group - from);
      }
    }
  }

  // ------------------------------------------------------------------ order

  private int[] sorted() {
    int[] rows = sorted;
    if (rows == null) {
      rows = byGroup();
      ends = new int[capacity()];
      for (int group = 0; group < capacity(); group++) {
        sort(rows, begins[group], begins[group + 1]);
        ends[group] = dropRepeated(rows, begins[group], begins[group + 1]);
      }
      sorted = rows;
    }
    return rows;
  }

  /** The rows group by group, in the order in which they came. */
  private int[] byGroup() {
    begins = new int[capacity() + 1];
    for (int row = 0; row < rowCount; row++) {
      begins[groupOfRow[row] + 1]++;
    }
    for (int group = 0; group < capacity(); group++) {
      begins[group + 1] += begins[group];
    }
    int[] next = Arrays.copyOf(begins, begins.length);
    int[] rows = new int[rowCount];
    for (int row = 0; row < rowCount; row++) {
      rows[next[groupOfRow[row]]++] = row;
    }
    return rows;
  }

  private void sort(int[] rows, int begin, int end) {
    if (end - begin < 2 || order.length + distinct.length == 0) {
      return;
    }
    Integer[] boxed = new Integer[end - begin];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = rows[begin + i];
    }
    Arrays.sort(boxed, this::compare);
    for (int i = 0; i < boxed.length; i++) {
      rows[begin + i] = boxed[i];
    }
  }

  /** Leaves one of each run of rows that count once; gives the end of what is left. */
  private int dropRepeated(int[] rows, int begin, int end) {
    if (distinct.length == 0) {
      return end;
    }
    int left = begin;
    for (int i = begin; i < end; i++) {
      if (left == begin || compare(distinct, rows[i], rows[left - 1]) != 0) {
        rows[left++] = rows[i];
      }
    }
    return left;
  }

  private int compare(int left, int right) {
    int compared = compare(order, left, right);
    return compared != 0 ? compared : compare(distinct, left, right);
  }

  private int compare(SortKey[] keys, int left, int right) {
    for (SortKey key : keys) {
      int compared = compare(key, left, right);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private int compare(SortKey key, int left, int right) {
    Vector column = kept[key.column()];
    if (column.isNull(left) || column.isNull(right)) {
      int nulls = Boolean.compare(column.isNull(left), column.isNull(right));
      return key.nullsFirst() ? -nulls : nulls;
    }
    int compared = column.compare(left, column, right);
    return key.descending() ? -compared : compared;
  }
}
