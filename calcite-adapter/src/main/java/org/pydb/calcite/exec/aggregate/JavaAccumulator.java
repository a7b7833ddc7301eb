package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.java.JavaValues;
import org.pydb.calcite.exec.vector.Vector;

/** Has a collector of an application compute a value of the arguments that are not NULL. */
final class JavaAccumulator extends Accumulator {

  /** What a collector keeps is not to be seen; this is what small ones take, about. */
  private static final int BYTES_PER_GROUP = 64;

  private final JavaFunction.Aggregate function;

  /** What the collector keeps for a group; null as long as nothing came. */
  private @Nullable Object[] states = {};

  JavaAccumulator(JavaFunction.Aggregate function) {
    this.function = function;
  }

  @Override
  public int bytesPerGroup() {
    return BYTES_PER_GROUP;
  }

  @Override
  protected void grow(int newCapacity) {
    states = Arrays.copyOf(states, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    Vector values = present(argument);
    for (int k = 0; k < count; k++) {
      Object value = JavaValues.get(function.parameter(), values, rows[k]);
      if (value != null) {
        add(groups[k], value);
      }
    }
  }

  private void add(int group, Object value) {
    try {
      Object state = states[group];
      if (state == null) {
        state = function.collector().supplier().get();
        states[group] = state;
      }
      function.collector().accumulator().accept(state, value);
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    for (int group = from; group < to; group++) {
      Object state = states[group];
      Object value = state == null ? null : finished(state);
      JavaValues.set(function.result(), result, group - from, value);
    }
  }

  private @Nullable Object finished(Object state) {
    try {
      Object value = function.collector().finisher().apply(state);
      return value == null ? null : function.result().javaClass().cast(value);
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  private SqlError failure(RuntimeException cause) {
    return new SqlError(
        "38000", "aggregate function " + function.signature() + " failed: " + cause, cause);
  }
}
