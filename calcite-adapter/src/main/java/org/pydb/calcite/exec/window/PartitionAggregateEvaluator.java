package org.pydb.calcite.exec.window;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/** An aggregate over all rows of the partition: computed once for each. */
final class PartitionAggregateEvaluator extends WindowEvaluator {
  private final WindowRows rows;
  private final FedAggregate aggregate;
  private final Vector value;
  private int partition;

  PartitionAggregateEvaluator(WindowCall call, WindowRows rows, List<ColumnType> types) {
    this.rows = rows;
    aggregate = new FedAggregate(call, rows, types);
    value = Vector.of(call.type());
  }

  @Override
  void begin() {
    partition = -1;
  }

  @Override
  void compute(int from, int count, Vector result) {
    for (int i = 0; i < count; i++) {
      int first = rows.partitionStart(from + i);
      if (first != partition) {
        partition = first;
        aggregate.begin();
        for (int row = first; row < rows.partitionEnd(first); row += Batch.ROWS_MAX) {
          aggregate.add(row, Math.min(row + Batch.ROWS_MAX, rows.partitionEnd(first)));
        }
        aggregate.write(value);
      }
      result.repeat(value, 0, i, i + 1);
    }
  }
}
