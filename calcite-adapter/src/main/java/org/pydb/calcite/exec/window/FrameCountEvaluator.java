package org.pydb.calcite.exec.window;

import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** How many rows the frame has. */
final class FrameCountEvaluator extends WindowEvaluator {
  private final FrameRows frame;

  FrameCountEvaluator(WindowCall call, WindowRows rows) {
    frame = new FrameRows(rows, call.frame());
  }

  @Override
  void begin() {
    frame.clear();
  }

  @Override
  void compute(int from, int count, Vector result) {
    long[] counts = ((LongVector) result).values();
    for (int i = 0; i < count; i++) {
      frame.find(from + i);
      counts[i] = frame.size();
    }
  }
}
