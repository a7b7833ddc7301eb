package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.pydb.calcite.exec.vector.Vector;

/** How many arguments of each group are not NULL: its rows, less the NULLs that came. */
final class NullCounts {
  private final GroupCounts rows;
  private long[] nulls = {};

  NullCounts(GroupCounts rows) {
    this.rows = rows;
  }

  void grow(int capacity) {
    if (nulls.length > 0) {
      nulls = Arrays.copyOf(nulls, capacity);
    }
  }

  /** Counts the NULLs among some rows; costs nothing if there can be none. */
  void add(Vector argument, int[] positions, int[] groups, int count, int capacity) {
    if (!argument.hasNulls()) {
      return;
    }
    if (nulls.length == 0) {
      nulls = new long[capacity];
    }
    boolean[] isNull = argument.nulls();
    for (int k = 0; k < count; k++) {
      nulls[groups[k]] += isNull[positions[k]] ? 1 : 0;
    }
  }

  /** Adds the NULLs that were counted elsewhere: of group g there to those of groups[g] here. */
  void merge(NullCounts from, int[] groups, int count, int capacity) {
    if (from.nulls.length == 0) {
      return;
    }
    if (nulls.length == 0) {
      nulls = new long[capacity];
    }
    for (int g = 0; g < count; g++) {
      nulls[groups[g]] += from.nulls[g];
    }
  }

  /** The arguments of a group that are not NULL. */
  long present(int group) {
    return nulls.length == 0 ? rows.get(group) : rows.get(group) - nulls[group];
  }
}
