package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Computes one aggregate for many groups, which are numbered from 0. Not thread-safe.
 *
 * <p>Life: {@link #ensureGroups} before rows of new groups, {@link #add} for each batch, {@link
 * #write} for the results. State stands in arrays by group. How many rows a group has is in the
 * {@link GroupCounts} that the accumulator was made with.
 */
public abstract class Accumulator {
  private int capacity;

  /** Makes room for groups below {@code count}; new ones are empty. Doubles its arrays. */
  public final void ensureGroups(int count) {
    if (count > capacity) {
      capacity = Math.max(count, Math.min(2 * capacity, Integer.MAX_VALUE - 8));
      grow(capacity);
    }
  }

  /** How many groups there is room for. */
  final int capacity() {
    return capacity;
  }

  /**
   * An accumulator that gives another result of what this one adds up, and needs no rows of its
   * own.
   *
   * @return null if this one does not add up what is needed
   */
  public @Nullable Accumulator sharing(AggregateFunction function, ColumnType result) {
    return null;
  }

  /** Bytes of state that a group takes, about. */
  public abstract int bytesPerGroup();

  /** Bytes of state beyond {@link #bytesPerGroup} that values have brought, about. */
  public long extraBytes() {
    return 0;
  }

  /** Makes room for groups below {@code newCapacity}. */
  protected abstract void grow(int newCapacity);

  /**
   * Adds rows.
   *
   * @param argument the argument's values by position; null if the function takes none
   * @param rows the positions
   * @param groups the groups, by {@code k}: row {@code rows[k]} belongs to {@code groups[k]}
   */
  public abstract void add(@Nullable Vector argument, int[] rows, int[] groups, int count);

  /**
   * Adds what another accumulator of the same aggregate has added up, which ends there; for those
   * aggregates that {@link Accumulators#mergesExactly}. Its rows must have been added to the {@link
   * GroupCounts} as well.
   *
   * @param groups which group here each of its groups is
   * @param count how many groups it has
   */
  public void merge(Accumulator other, int[] groups, int count) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot be merged");
  }

  /** Writes the results of the groups {@code from <= group < to} to the positions from 0 on. */
  public abstract void write(int from, int to, Vector result);

  /** The argument of a function that takes one. */
  static Vector present(@Nullable Vector argument) {
    if (argument == null) {
      throw new IllegalArgumentException("the function needs an argument");
    }
    return argument;
  }
}
