package org.pydb.calcite.exec.store;

import java.util.Arrays;

/**
 * Sorts numbers, taken as unsigned, together with a list of rows: stable, least significant byte
 * first. A byte in which all numbers agree costs nothing but the counting. Not thread-safe.
 */
final class RadixSort {
  private static final int DIGITS = Long.BYTES;
  private static final int INSERTION_MAX = 32;

  private final int[][] counts = new int[DIGITS][256];
  private long[] numberBuffer = {};
  private int[] rowBuffer = {};

  /** Sorts {@code numbers[from..to)}, and {@code rows[from..to)} along with them. */
  void sort(long[] numbers, int[] rows, int from, int to) {
    if (to - from <= INSERTION_MAX) {
      insertionSort(numbers, rows, from, to);
      return;
    }
    count(numbers, from, to);
    int size = to - from;
    if (numberBuffer.length < size) {
      numberBuffer = new long[size];
      rowBuffer = new int[size];
    }
    boolean inBuffer = false;
    for (int digit = 0; digit < DIGITS; digit++) {
      if (isUniform(digit, numbers[from], size)) {
        continue;
      }
      if (inBuffer) {
        scatter(digit, numberBuffer, rowBuffer, 0, numbers, rows, from, size);
      } else {
        scatter(digit, numbers, rows, from, numberBuffer, rowBuffer, 0, size);
      }
      inBuffer = !inBuffer;
    }
    if (inBuffer) {
      System.arraycopy(numberBuffer, 0, numbers, from, size);
      System.arraycopy(rowBuffer, 0, rows, from, size);
    }
  }

  private static void insertionSort(long[] numbers, int[] rows, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long number = numbers[i];
      int row = rows[i];
      int j = i;
      while (j > from && Long.compareUnsigned(numbers[j - 1], number) > 0) {
        numbers[j] = numbers[j - 1];
        rows[j] = rows[j - 1];
        j--;
      }
      numbers[j] = number;
      rows[j] = row;
    }
  }

  private void count(long[] numbers, int from, int to) {
    for (int[] count : counts) {
      Arrays.fill(count, 0);
    }
    for (int i = from; i < to; i++) {
      long number = numbers[i];
      for (int digit = 0; digit < DIGITS; digit++) {
        counts[digit][(int) (number >>> (8 * digit)) & 0xFF]++;
      }
    }
  }

  private boolean isUniform(int digit, long number, int size) {
    return counts[digit][(int) (number >>> (8 * digit)) & 0xFF] == size;
  }

  private void scatter(
      int digit,
      long[] numbers,
      int[] rows,
      int from,
      long[] toNumbers,
      int[] toRows,
      int toFrom,
      int size) {
    int[] places = counts[digit];
    int place = toFrom;
    for (int i = 0; i < places.length; i++) {
      int count = places[i];
      places[i] = place;
      place += count;
    }
    int shift = 8 * digit;
    for (int i = from; i < from + size; i++) {
      int to = places[(int) (numbers[i] >>> shift) & 0xFF]++;
      toNumbers[to] = numbers[i];
      toRows[to] = rows[i];
    }
  }
}
