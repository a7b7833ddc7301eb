package org.pydb.calcite.exec.aggregate;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** Another result of sums that an accumulator keeps already: the average beside the sum, say. */
final class SharedSum extends Accumulator {
  private final LongSumAccumulator owner;
  private final DecimalResult form;
  private final ColumnType type;

  SharedSum(LongSumAccumulator owner, DecimalResult form, ColumnType type) {
    this.owner = owner;
    this.form = form;
    this.type = type;
  }

  @Override
  public int bytesPerGroup() {
    return 0;
  }

  @Override
  protected void grow(int newCapacity) {}

  @Override
  public void add(@Nullable Vector argument, int[] rows, int[] groups, int count) {}

  @Override
  public void merge(Accumulator other, int[] groups, int count) {}

  @Override
  public void write(int from, int to, Vector result) {
    owner.write(form, type, from, to, result);
  }
}
