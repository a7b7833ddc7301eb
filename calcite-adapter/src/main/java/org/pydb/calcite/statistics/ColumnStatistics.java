package org.pydb.calcite.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * What is known about the values of one column: how many are NULL, how many are different, which
 * are most common, and how the others spread. Immutable; thread-safe.
 *
 * <p>All answers are shares of the table's rows, from 0 to 1. Values are {@linkplain ValueKey
 * keys}.
 *
 * <pre>
 *  rows     |  NULL  |  most common values  |          all others          |
 *           | share  |  a share for each    |  a histogram: as many rows   |
 *           |        |                      |  between every two bounds    |
 * </pre>
 */
public final class ColumnStatistics {
  /** Values with less than this share of the rows are all alike. */
  private static final double LITTLE = 0.02;

  private final double nullShare;
  private final double distinctCount;
  private final double averageWidth;
  private final byte[][] common;
  private final double[] commonShares;
  private final double commonShare;
  private final byte[][] bounds;

  /**
   * Statistics.
   *
   * @param nullShare which share of rows has NULL
   * @param distinctCount how many different values there are, NULL apart
   * @param averageWidth how many bytes a value takes, on average
   * @param common the most common values, the most common first
   * @param commonShares parallel: which share of rows has that value
   * @param bounds of the other values the least, the greatest, and those between them that cut
   *     their rows into parts of equal size; or nothing
   */
  ColumnStatistics(
      double nullShare,
      double distinctCount,
      double averageWidth,
      byte[][] common,
      double[] commonShares,
      byte[][] bounds) {
    this.nullShare = nullShare;
    this.distinctCount = distinctCount;
    this.averageWidth = averageWidth;
    this.common = common;
    this.commonShares = commonShares;
    this.bounds = bounds;
    commonShare = Arrays.stream(commonShares).sum();
  }

  /** Which share of rows has NULL. */
  public double nullShare() {
    return nullShare;
  }

  /** How many different values there are, NULL apart; at least 1. */
  public double distinctCount() {
    return Math.max(1, distinctCount);
  }

  /** How many bytes a value takes, on average. */
  public double averageWidth() {
    return averageWidth;
  }

  /** The most common values, the most common first. */
  public List<byte[]> common() {
    return List.of(common);
  }

  /** Whether some values are known to be more common than others. */
  public boolean isSkewed() {
    return common.length > 0;
  }

  /** Which share of rows has the most common value of this rank. */
  public double commonShare(int rank) {
    return commonShares[rank];
  }

  /** The bounds of the histogram. */
  public List<byte[]> bounds() {
    return List.of(bounds);
  }

  /** The share of rows whose value is neither NULL nor a most common one. */
  public double otherShare() {
    return Math.max(0, 1 - nullShare - commonShare);
  }

  /** The share of rows with some value, on average over all values. */
  public double equalToAny() {
    return (1 - nullShare) / distinctCount();
  }

  /** The share of rows with this value. */
  public double equalTo(byte[] key) {
    int rank = rank(key);
    return rank >= 0 ? commonShares[rank] : equalToOther();
  }

  /** The share of rows with one value that is not among the most common. */
  public double equalToOther() {
    return otherShare() / Math.max(1, distinctCount() - common.length);
  }

  /** The place of a value among the most common ones, or -1. */
  public int rank(byte[] key) {
    for (int i = 0; i < common.length; i++) {
      if (Arrays.equals(common[i], key)) {
        return i;
      }
    }
    return -1;
  }

  /** The share of rows whose value is less, or also those where it is equal. */
  public double below(byte[] key, boolean inclusive) {
    double share = 0;
    for (int i = 0; i < common.length; i++) {
      int order = Arrays.compareUnsigned(common[i], key);
      if (order < 0 || (order == 0 && inclusive)) {
        share += commonShares[i];
      }
    }
    double others = otherShare() * othersBelow(key);
    if (inclusive && bounds.length > 1 && rank(key) < 0) {
      others = Math.min(otherShare(), others + equalToOther());
    }
    return share + others;
  }

  /** The part of the values in the histogram that is less. */
  private double othersBelow(byte[] key) {
    if (bounds.length < 2) {
      return 0.5;
    }
    int found = Arrays.binarySearch(bounds, key, Arrays::compareUnsigned);
    int parts = bounds.length - 1;
    if (found >= 0) {
      int first = found;
      while (first > 0 && Arrays.equals(bounds[first - 1], key)) {
        first--; // A value that fills parts of its own begins with the first of its bounds.
      }
      return (double) first / parts;
    }
    int above = -1 - found;
    if (above == 0) {
      return 0;
    }
    return above > parts
        ? 1
        : (above - 1 + position(bounds[above - 1], key, bounds[above])) / parts;
  }

  /**
   * Where a key lies between two others, from 0 to 1, if the keys between them are spread evenly.
   */
  private static double position(byte[] low, byte[] key, byte[] high) {
    int same = Arrays.mismatch(low, high);
    if (same < 0) {
      return 0.5;
    }
    double from = number(low, same);
    double to = number(high, same);
    double at = number(key, same);
    return to <= from ? 0.5 : Math.max(0, Math.min(1, (at - from) / (to - from)));
  }

  /** Some bytes as digits of a number. */
  private static double number(byte[] key, int from) {
    double number = 0;
    for (int i = from; i < from + 8; i++) {
      number = number * 256 + (i < key.length ? key[i] & 0xFF : 0);
    }
    return number;
  }

  /** Whether estimates by these statistics and by others differ by a factor. */
  boolean differsFrom(ColumnStatistics other) {
    return isMoved(distinctCount(), other.distinctCount())
        || Math.abs(nullShare - other.nullShare) > 0.1
        || hasMovedCommon(other)
        || other.hasMovedCommon(this)
        || hasMovedBounds(other);
  }

  /** Whether one of the most common values is much more common here than there. */
  private boolean hasMovedCommon(ColumnStatistics other) {
    for (int i = 0; i < common.length; i++) {
      if (isMoved(LITTLE + commonShares[i], LITTLE + other.equalTo(common[i]))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the middle of the others' values, or an end, is somewhere else. */
  private boolean hasMovedBounds(ColumnStatistics other) {
    if (bounds.length < 2 || other.bounds.length < 2) {
      return (bounds.length < 2) != (other.bounds.length < 2);
    }
    double middle = othersBelow(other.bounds[other.bounds.length / 2]);
    double end = othersBelow(other.bounds[other.bounds.length - 1]);
    double otherEnd = other.othersBelow(bounds[bounds.length - 1]);
    return middle < 0.25 || middle > 0.75 || end < 0.8 || otherEnd < 0.8;
  }

  private static boolean isMoved(double a, double b) {
    return a > 2 * b || b > 2 * a;
  }
}
