package org.pydb.calcite.exec.window;

import java.util.List;
import org.pydb.calcite.exec.aggregate.AggregateFunction;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Computes a function over a window. Rows are asked for from the first to the last of each load of
 * {@link WindowRows}. Not thread-safe.
 */
abstract class WindowEvaluator {

  /** The evaluator of a call over these rows, whose columns have these types. */
  static WindowEvaluator of(WindowCall call, WindowRows rows, List<ColumnType> types) {
    return switch (call.function()) {
      case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE ->
          new RankEvaluator(call, rows);
      case LAG, LEAD -> new ShiftEvaluator(call, rows);
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValueEvaluator(call, rows);
      case AGGREGATE -> aggregate(call, rows, types);
    };
  }

  private static WindowEvaluator aggregate(
      WindowCall call, WindowRows rows, List<ColumnType> types) {
    if (call.frame().isWhole()) {
      return new PartitionAggregateEvaluator(call, rows, types);
    }
    if (call.frame().isGrowing()) {
      return new GrowingAggregateEvaluator(call, rows, types);
    }
    AggregateFunction function = call.aggregate();
    if (function == AggregateFunction.COUNT_ROWS) {
      return new FrameCountEvaluator(call, rows);
    }
    if (function != null && (function.takesRows() || isOfIntervals(call, types))) {
      return new GatheringEvaluator(call, rows, types);
    }
    return new FrameAggregateEvaluator(call, rows, types);
  }

  /** Of three numbers each, which no sum of a frame's parts holds. */
  private static boolean isOfIntervals(WindowCall call, List<ColumnType> types) {
    return !call.arguments().isEmpty()
        && types.get(call.arguments().get(0)).kind() == ColumnKind.INTERVAL;
  }

  /** Called when new rows have been loaded. */
  abstract void begin();

  /**
   * Computes the values of some rows.
   *
   * @param result takes them at the positions from 0 on; it was reset
   */
  abstract void compute(int from, int count, Vector result);
}
