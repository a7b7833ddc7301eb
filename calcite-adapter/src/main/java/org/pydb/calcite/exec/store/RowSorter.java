package org.pydb.calcite.exec.store;

import java.util.Arrays;

/**
 * Sorts the rows of a store: gives the order, moves nothing. Stable. Not thread-safe.
 *
 * <p>Key by key: NULLs go to their end, the others are sorted by the first 64 bits of the key, and
 * each run of rows whose bits are equal is sorted further: by the next part of the key if it has
 * one, by the next key, or in the end by comparing rows. Small runs are compared at once.
 */
public final class RowSorter {
  /** Runs up to this length are sorted by comparing rows. */
  private static final int COMPARED_MAX = 16;

  private final RowStore rows;
  private final RowOrder order;
  private final MemoryAccount memory;
  private final RadixSort radix = new RadixSort();

  /** A sorter of a store's rows by an order. */
  public RowSorter(RowStore rows, RowOrder order, MemoryAccount memory) {
    this.rows = rows;
    this.order = order;
    this.memory = memory;
  }

  /** The indexes of all rows in order. */
  public int[] sort() {
    int size = rows.size();
    long scratch = 2L * size * (Long.BYTES + Integer.BYTES);
    memory.use(scratch);
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = i;
    }
    sortByKey(0, sorted, 0, size, new long[size]);
    memory.free(scratch - (long) size * Integer.BYTES);
    return sorted;
  }

  private void sortByKey(int keyIndex, int[] sorted, int from, int to, long[] numbers) {
    if (keyIndex == order.keyCount() || to - from < 2) {
      return;
    }
    SortKey key = order.key(keyIndex);
    ColumnStore column = rows.column(key.column());
    int nullCount = column.hasNulls() ? partitionNulls(column, key, sorted, from, to) : 0;
    int valuesFrom = key.nullsFirst() ? from + nullCount : from;
    int valuesTo = valuesFrom + (to - from - nullCount);
    int nullsFrom = key.nullsFirst() ? from : valuesTo;
    sortByKey(keyIndex + 1, sorted, nullsFrom, nullsFrom + nullCount, numbers);

    SortPrefix prefix = new SortPrefix(column, key.descending(), 0);
    sortByPrefix(keyIndex, prefix, sorted, valuesFrom, valuesTo, numbers);
  }

  private void sortByPrefix(
      int keyIndex, SortPrefix prefix, int[] sorted, int from, int to, long[] numbers) {
    prefix.fill(sorted, from, to, numbers);
    radix.sort(numbers, sorted, from, to);
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && numbers[end] == numbers[start]) {
        end++;
      }
      if (end - start > 1) {
        sortRun(keyIndex, prefix, sorted, start, end, numbers);
      }
      start = end;
    }
  }

  /** Sorts a run of rows whose numbers are equal further. */
  private void sortRun(
      int keyIndex, SortPrefix prefix, int[] sorted, int from, int to, long[] numbers) {
    boolean exact = prefix.isExact(numbers[from]);
    if (exact && keyIndex + 1 == order.keyCount()) {
      return;
    }
    SortPrefix next = prefix.next();
    if (to - from <= COMPARED_MAX || (!exact && next == null)) {
      mergeSort(exact ? keyIndex + 1 : keyIndex, sorted, from, to);
    } else if (exact || next == null) {
      sortByKey(keyIndex + 1, sorted, from, to, numbers);
    } else {
      sortByPrefix(keyIndex, next, sorted, from, to, numbers);
    }
  }

  /** Moves NULLs to the front or the back of a range, keeping the order; gives their number. */
  private static int partitionNulls(
      ColumnStore column, SortKey key, int[] sorted, int from, int to) {
    int[] nulls = new int[to - from];
    int[] values = new int[to - from];
    int nullCount = 0;
    int valueCount = 0;
    for (int i = from; i < to; i++) {
      if (column.isNull(sorted[i])) {
        nulls[nullCount++] = sorted[i];
      } else {
        values[valueCount++] = sorted[i];
      }
    }
    int nullsAt = key.nullsFirst() ? from : from + valueCount;
    int valuesAt = key.nullsFirst() ? from + nullCount : from;
    System.arraycopy(nulls, 0, sorted, nullsAt, nullCount);
    System.arraycopy(values, 0, sorted, valuesAt, valueCount);
    return nullCount;
  }

  private void mergeSort(int firstKey, int[] sorted, int from, int to) {
    int[] source = Arrays.copyOfRange(sorted, from, to);
    mergeSort(firstKey, source, 0, source.length, sorted, from);
  }

  /** Sorts {@code source[from..to)} into the target; the source holds the same rows as scratch. */
  private void mergeSort(
      int firstKey, int[] source, int from, int to, int[] target, int targetFrom) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    int shift = targetFrom - from;
    mergeSort(firstKey, target, from + shift, middle + shift, source, from);
    mergeSort(firstKey, target, middle + shift, to + shift, source, middle);
    int left = from;
    int right = middle;
    for (int i = targetFrom; i < to + shift; i++) {
      boolean takeLeft =
          right == to
              || (left < middle && order.compare(rows, source[left], source[right], firstKey) <= 0);
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }
}
