package org.pydb.calcite.exec.window;

import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** How many values of a frame are not NULL. */
final class FrameCount extends FrameSum {
  private final PresentValues present;

  FrameCount(WindowCall call, WindowRows rows) {
    present = new PresentValues(rows, call.arguments().get(0));
  }

  @Override
  void begin() {
    present.begin();
  }

  @Override
  void write(FrameRows frame, Vector result, int position) {
    long count = 0;
    for (int range = 0; range < frame.rangeCount(); range++) {
      count += present.count(frame.start(range), frame.end(range));
    }
    ((LongVector) result).set(position, count);
  }
}
