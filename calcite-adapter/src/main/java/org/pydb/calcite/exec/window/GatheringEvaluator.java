package org.pydb.calcite.exec.window;

import java.util.List;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * An aggregate that takes whole rows, over frames that move: each row of each frame is added. What
 * it gives is mostly as long as its frame, so nothing could be much faster.
 */
final class GatheringEvaluator extends WindowEvaluator {
  private final FrameRows frame;
  private final FedAggregate aggregate;
  private final Vector value;

  GatheringEvaluator(WindowCall call, WindowRows rows, List<ColumnType> types) {
    frame = new FrameRows(rows, call.frame());
    aggregate = new FedAggregate(call, rows, types);
    value = Vector.of(call.type());
  }

  @Override
  void begin() {
    frame.clear();
  }

  @Override
  void compute(int from, int count, Vector result) {
    for (int i = 0; i < count; i++) {
      frame.find(from + i);
      aggregate.begin();
      for (int range = 0; range < frame.rangeCount(); range++) {
        int end = frame.end(range);
        for (int row = frame.start(range); row < end; row += Batch.ROWS_MAX) {
          aggregate.add(row, Math.min(row + Batch.ROWS_MAX, end));
        }
      }
      aggregate.write(value);
      result.repeat(value, 0, i, i + 1);
    }
  }
}
