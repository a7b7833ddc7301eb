package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;

/**
 * How many rows each group has: of those rows that a set of accumulators is fed with. They share
 * it, and count for themselves only the arguments that are NULL. Not thread-safe.
 */
public final class GroupCounts {
  private long[] counts = {};

  /** Makes room for groups below {@code capacity}. */
  public void ensureGroups(int capacity) {
    if (capacity > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(capacity, 2 * counts.length));
    }
  }

  /** Counts rows: row {@code k} belongs to {@code groups[k]}. */
  public void add(int[] groups, int count) {
    long[] to = counts;
    for (int k = 0; k < count; k++) {
      to[groups[k]]++;
    }
  }

  /** Adds rows that were counted elsewhere: of group g there to those of groups[g] here. */
  public void merge(GroupCounts from, int[] groups, int count) {
    for (int g = 0; g < count; g++) {
      counts[groups[g]] += from.counts[g];
    }
  }

  /** The rows of a group. */
  public long get(int group) {
    return counts[group];
  }
}
