package org.pydb.calcite.exec.window;

import java.util.List;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * An aggregate over frames that move. A few rows are fed to the aggregate itself; of more, a {@link
 * FrameSum} knows what any range of them adds up to, so that long frames cost little more than
 * short ones.
 */
final class FrameAggregateEvaluator extends WindowEvaluator {
  private static final int FED_MAX = 16;

  private final FrameRows frame;
  private final FedAggregate aggregate;
  private final FrameSum sum;
  private final Vector value;
  private boolean isSummed;

  FrameAggregateEvaluator(WindowCall call, WindowRows rows, List<ColumnType> types) {
    frame = new FrameRows(rows, call.frame());
    aggregate = new FedAggregate(call, rows, types);
    sum = FrameSum.of(call, rows, types);
    value = Vector.of(call.type());
  }

  @Override
  void begin() {
    frame.clear();
    isSummed = false;
  }

  @Override
  void compute(int from, int count, Vector result) {
    for (int i = 0; i < count; i++) {
      frame.find(from + i);
      if (frame.size() <= FED_MAX) {
        feed();
        result.repeat(value, 0, i, i + 1);
      } else {
        if (!isSummed) {
          sum.begin();
          isSummed = true;
        }
        sum.write(frame, result, i);
      }
    }
  }

  private void feed() {
    aggregate.begin();
    for (int range = 0; range < frame.rangeCount(); range++) {
      aggregate.add(frame.start(range), frame.end(range));
    }
    aggregate.write(value);
  }
}
