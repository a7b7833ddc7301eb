package org.pydb.calcite.exec.window;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * An aggregate over frames that begin with the partition and end further and further on: each row
 * is added once.
 */
final class GrowingAggregateEvaluator extends WindowEvaluator {
  private final WindowRows rows;
  private final FrameRows frame;
  private final FedAggregate aggregate;
  private final Vector value;
  private int partition;
  private int end;

  GrowingAggregateEvaluator(WindowCall call, WindowRows rows, List<ColumnType> types) {
    this.rows = rows;
    frame = new FrameRows(rows, call.frame());
    aggregate = new FedAggregate(call, rows, types);
    value = Vector.of(call.type());
  }

  @Override
  void begin() {
    frame.clear();
    partition = -1;
  }

  @Override
  void compute(int from, int count, Vector result) {
    for (int i = 0; i < count; i++) {
      int row = from + i;
      boolean isNew = rows.partitionStart(row) != partition;
      if (isNew) {
        partition = rows.partitionStart(row);
        end = partition;
        aggregate.begin();
      }
      frame.find(row);
      int newEnd = frame.rangeCount() == 0 ? partition : frame.end(0);
      if (isNew || newEnd > end) {
        grow(newEnd);
      }
      result.repeat(value, 0, i, i + 1);
    }
  }

  private void grow(int newEnd) {
    while (end < newEnd) {
      int next = Math.min(newEnd, end + Batch.ROWS_MAX);
      aggregate.add(end, next);
      end = next;
    }
    aggregate.write(value);
  }
}
