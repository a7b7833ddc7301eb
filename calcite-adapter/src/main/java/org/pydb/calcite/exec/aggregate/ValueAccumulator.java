package org.pydb.calcite.exec.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Keeps one argument of each group: the least, the greatest, the first or the only one. */
final class ValueAccumulator extends Accumulator {

  /** Which argument is kept. */
  enum Choice {
    LEAST,
    GREATEST,
    FIRST,
    ONLY
  }

  private final Choice choice;

  /** The values by group; bytes are copied, since arguments do not outlive their batch. */
  private final Vector values;

  private boolean[] seen = {};

  /** The bytes of all values that are runs of bytes. */
  private long valueBytes;

  ValueAccumulator(Choice choice, ColumnType type) {
    this.choice = choice;
    values = Vector.of(type);
  }

  @Override
  public int bytesPerGroup() {
    return values instanceof BytesVector ? 64 : 2 * Long.BYTES;
  }

  @Override
  public long extraBytes() {
    return valueBytes;
  }

  @Override
  protected void grow(int newCapacity) {
    values.ensureCapacity(newCapacity);
    seen = Arrays.copyOf(seen, newCapacity);
  }

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {
    Vector vector = present(argument);
    boolean countsNulls = choice == Choice.ONLY;
    for (int k = 0; k < count; k++) {
      if (countsNulls || !vector.isNull(rows[k])) {
        addValue(vector, rows[k], groups[k]);
      }
    }
  }

  private void addValue(Vector vector, int row, int group) {
    if (!seen[group]) {
      seen[group] = true;
      keep(vector, row, group, false);
      return;
    }
    switch (choice) {
      case FIRST -> {}
      case ONLY ->
          throw new SqlError(
              "21000", "more than one row returned by a subquery used as an expression");
      case LEAST -> keepIf(vector.compare(row, values, group) < 0, vector, row, group);
      case GREATEST -> keepIf(vector.compare(row, values, group) > 0, vector, row, group);
    }
  }

  private void keepIf(boolean better, Vector vector, int row, int group) {
    if (better) {
      keep(vector, row, group, true);
    }
  }

  private void keep(Vector vector, int row, int group, boolean replaces) {
    if (vector.isNull(row)) {
      values.setNull(group);
    } else if (vector instanceof BytesVector bytes) {
      BytesVector held = (BytesVector) values;
      valueBytes += bytes.length(row) - (replaces ? held.length(group) : 0);
      held.append(group, bytes.array(row), bytes.start(row), bytes.length(row));
    } else {
      values.repeat(vector, row, group, group + 1);
    }
  }

  @Override
  public void merge(Accumulator other, int[] groups, int count) {
    ValueAccumulator from = (ValueAccumulator) other;
    for (int g = 0; g < count; g++) {
      if (from.seen[g]) {
        addValue(from.values, g, groups[g]);
      }
    }
  }

  @Override
  public void write(int from, int to, Vector result) {
    int[] groups = new int[to - from];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = from + i;
    }
    result.gather(values, groups, groups.length, 0);
    for (int i = 0; i < groups.length; i++) {
      if (!seen[from + i]) {
        result.setNull(i);
      }
    }
  }
}
