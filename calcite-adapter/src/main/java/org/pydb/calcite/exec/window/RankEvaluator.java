package org.pydb.calcite.exec.window;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** Functions that look at places only: numbers, ranks and tiles. */
final class RankEvaluator extends WindowEvaluator {
  private final WindowCall call;
  private final WindowRows rows;

  RankEvaluator(WindowCall call, WindowRows rows) {
    this.call = call;
    this.rows = rows;
  }

  @Override
  void begin() {}

  @Override
  void compute(int from, int count, Vector result) {
    if (result instanceof DoubleVector doubles) {
      for (int i = 0; i < count; i++) {
        doubles.values()[i] = share(from + i);
      }
    } else if (call.function() == WindowFunction.NTILE) {
      for (int i = 0; i < count; i++) {
        tile(from + i, i, (LongVector) result);
      }
    } else {
      long[] values = ((LongVector) result).values();
      for (int i = 0; i < count; i++) {
        values[i] = rank(from + i);
      }
    }
  }

  private long rank(int row) {
    int first = rows.partitionStart(row);
    return switch (call.function()) {
      case ROW_NUMBER -> row - first + 1L;
      case RANK -> rows.peerStart(row) - first + 1L;
      default -> rows.group(row) - rows.group(first) + 1L;
    };
  }

  private double share(int row) {
    int first = rows.partitionStart(row);
    int size = rows.partitionEnd(row) - first;
    if (call.function() == WindowFunction.CUME_DIST) {
      return (double) (rows.peerEnd(row) - first) / size;
    }
    return size == 1 ? 0 : (double) (rows.peerStart(row) - first) / (size - 1);
  }

  /**
   * The tile of a row, from 1: of 10 rows in 4 tiles the first two have three rows, the others two.
   * The partition's first row says how many tiles there are.
   */
  private void tile(int row, int position, LongVector result) {
    int first = rows.partitionStart(row);
    WindowColumn counts = rows.column(call.arguments().get(0));
    if (counts.isNull(first)) {
      result.setNull(position);
      return;
    }
    long tiles = counts.getLong(first);
    if (tiles <= 0) {
      throw new SqlError("22014", "argument of ntile must be greater than zero");
    }
    int size = rows.partitionEnd(row) - first;
    int place = row - first;
    long shortTile = size / tiles;
    long longTiles = size % tiles;
    long inLongTiles = longTiles * (shortTile + 1);
    result.values()[position] =
        place < inLongTiles
            ? place / (shortTile + 1) + 1
            : (place - inLongTiles) / shortTile + longTiles + 1;
  }
}
