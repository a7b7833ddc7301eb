package org.pydb.calcite.exec.aggregate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.store.SortKey;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Aggregates for which the rows of a group are kept and brought into order: {@code string_agg},
 * percentiles, the most frequent value. Rows come in the order in which they are taken where no
 * other is asked for.
 */
final class OrderedAccumulator extends RowAccumulator {
  private final AggregateFunction function;

  /** The input's columns that are kept, and of {@link #kept} what is an argument, and the order. */
  private final List<Integer> used;

  private final int[] arguments;
  private final SortKey[] order;
  private final boolean isDistinct;
  private final Vector[] kept;
  private int[] groupOfRow = {};
  private int rowCount;
  private long keptBytes;

  /** The kept rows group by group, in order, and where each group begins; null if not made yet. */
  private int @Nullable [] sorted;

  private int[] begins = {};

  OrderedAccumulator(
      AggregateFunction function, RowArguments rowArguments, List<ColumnType> inputTypes) {
    this.function = function;
    used = rowArguments.used();
    RowArguments own = rowArguments.at(used::indexOf);
    arguments = own.columns().stream().mapToInt(Integer::intValue).toArray();
    order = own.order().toArray(SortKey[]::new);
    isDistinct = rowArguments.isDistinct();
    kept = used.stream().map(inputTypes::get).map(Vector::of).toArray(Vector[]::new);
  }

  @Override
  public int bytesPerGroup() {
    return Integer.BYTES;
  }

  @Override
  public long extraBytes() {
    return keptBytes + (long) rowCount * (2 + kept.length) * Long.BYTES;
  }

  @Override
  protected void grow(int newCapacity) {}

  /** The column of which NULLs do not count: the text, or what is ordered. */
  private int valueColumn() {
    return function == AggregateFunction.STRING_AGG ? arguments[0] : order[0].column();
  }

  @Override
  public void addRows(Batch batch, int[] rows, int[] groups, int count) {
    sorted = null;
    Vector value = batch.column(used.get(valueColumn()));
    ensureRows(rowCount + count);
    for (int k = 0; k < count; k++) {
      if (!value.isNull(rows[k])) {
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
  public void write(int from, int to, Vector result) {
    int[] rows = sorted();
    for (int group = from; group < to; group++) {
      int begin = begins[group];
      int end = begins[group + 1];
      if (begin == end) {
        result.setNull(group - from);
        continue;
      }
      switch (function) {
        case STRING_AGG -> writeText(rows, begin, end, (BytesVector) result, group - from);
        case MODE -> result.gather(kept[valueColumn()], mode(rows, begin, end), 1, group - from);
        default -> writePercentile(rows, begin, end, result, group - from);
      }
    }
  }

  // ------------------------------------------------------------------ order

  private int[] sorted() {
    int[] rows = sorted;
    if (rows == null) {
      rows = byGroup();
      for (int group = 0; group < capacity(); group++) {
        sort(rows, begins[group], begins[group + 1]);
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
    if (end - begin < 2 || (order.length == 0 && !isDistinct)) {
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

  private int compare(int left, int right) {
    for (SortKey key : order) {
      int compared = compare(key, left, right);
      if (compared != 0) {
        return compared;
      }
    }
    return isDistinct ? kept[arguments[0]].compare(left, kept[arguments[0]], right) : 0;
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

  // ------------------------------------------------------------------ results

  private void writeText(int[] rows, int begin, int end, BytesVector result, int at) {
    BytesVector texts = (BytesVector) kept[arguments[0]];
    BytesVector marks = (BytesVector) kept[arguments[1]];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = begin; i < end; i++) {
      int row = rows[i];
      if (i > begin && isDistinct && texts.compare(row, texts, rows[i - 1]) == 0) {
        continue;
      }
      if (i > begin && !marks.isNull(row)) {
        out.write(marks.array(row), marks.start(row), marks.length(row));
      }
      out.write(texts.array(row), texts.start(row), texts.length(row));
    }
    byte[] bytes = out.toByteArray();
    result.set(at, bytes, 0, bytes.length);
  }

  private void writePercentile(int[] rows, int begin, int end, Vector result, int at) {
    Vector fractions = kept[arguments[0]];
    if (fractions.isNull(rows[begin])) {
      result.setNull(at);
      return;
    }
    double fraction = number(fractions, rows[begin]);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new SqlError("22003", "percentile value " + fraction + " is not between 0 and 1");
    }
    Vector values = kept[valueColumn()];
    int count = end - begin;
    if (function == AggregateFunction.PERCENTILE_DISC) {
      int place = (int) Math.max(0, Math.ceil(fraction * count) - 1);
      result.gather(values, new int[] {rows[begin + place]}, 1, at);
      return;
    }
    double place = fraction * (count - 1);
    int first = (int) Math.floor(place);
    int second = (int) Math.ceil(place);
    double low = number(values, rows[begin + first]);
    double high = number(values, rows[begin + second]);
    double value = first == second ? low : low + (place - first) * (high - low);
    ((DoubleVector) result).set(at, value);
  }

  /** The first of the rows whose value is the most frequent. */
  private int[] mode(int[] rows, int begin, int end) {
    Vector values = kept[valueColumn()];
    int best = begin;
    int bestCount = 0;
    int runBegin = begin;
    for (int i = begin; i < end; i++) {
      if (values.compare(rows[i], values, rows[runBegin]) != 0) {
        runBegin = i;
      }
      if (i - runBegin + 1 > bestCount) {
        bestCount = i - runBegin + 1;
        best = runBegin;
      }
    }
    return new int[] {rows[best]};
  }
}
