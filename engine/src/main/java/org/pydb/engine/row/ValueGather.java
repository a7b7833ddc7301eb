package org.pydb.engine.row;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Reads columns out of the values of a {@link RowBatch}. The innermost loops are methods of their
 * own, over local variables and one width each, so that the compiler sees nothing else.
 */
final class ValueGather {
  private final RowLayout layout;
  private final RowBatch batch;

  ValueGather(RowLayout layout, RowBatch batch) {
    this.layout = layout;
    this.batch = batch;
  }

  int nullCount(int column) {
    int count = 0;
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.nullAt[column];
      if (at == ValueShape.NONE) { // these rows are older than the column
        count += run.end - run.first;
      } else if (layout.isNullable(column)) {
        count += nullCount(run, at, run.shape.nullMask[column]);
      }
    }
    return count;
  }

  private int nullCount(RowRun run, int at, int mask) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    int count = 0;
    for (int row = run.first; row < end; row++) {
      count += (values[froms[row] + at] & mask) != 0 ? 1 : 0;
    }
    return count;
  }

  void nulls(int column, boolean[] out, int outFrom) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.nullAt[column];
      if (at == ValueShape.NONE) {
        Arrays.fill(out, outFrom + run.first, outFrom + run.end, true);
      } else {
        nulls(run, at, run.shape.nullMask[column], out, outFrom);
      }
    }
  }

  private void nulls(RowRun run, int at, int mask, boolean[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = (values[froms[row] + at] & mask) != 0;
    }
  }

  void longs(int column, long[] out, int outFrom) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.fixedAt[column];
      if (at == ValueShape.NONE) {
        Arrays.fill(out, outFrom + run.first, outFrom + run.end, 0);
        continue;
      }
      switch (layout.width(column)) {
        case 1 -> bytes(run, at, out, outFrom);
        case 2 -> shorts(run, at, out, outFrom);
        case 4 -> ints(run, at, out, outFrom);
        default -> longs(run, at, out, outFrom);
      }
    }
  }

  private void bytes(RowRun run, int at, long[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = values[froms[row] + at];
    }
  }

  private void shorts(RowRun run, int at, long[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = (short) Bytes.getShort(values, froms[row] + at);
    }
  }

  private void ints(RowRun run, int at, long[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = Bytes.getInt(values, froms[row] + at);
    }
  }

  private void longs(RowRun run, int at, long[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = Bytes.getLong(values, froms[row] + at);
    }
  }

  void doubles(int column, double[] out, int outFrom) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.fixedAt[column];
      if (at == ValueShape.NONE) {
        Arrays.fill(out, outFrom + run.first, outFrom + run.end, 0);
      } else if (layout.width(column) == 4) {
        singles(run, at, out, outFrom);
      } else {
        doubles(run, at, out, outFrom);
      }
    }
  }

  private void singles(RowRun run, int at, double[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = RowNumber.getDouble(values, froms[row] + at, 4);
    }
  }

  private void doubles(RowRun run, int at, double[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      out[outFrom + row] = RowNumber.getDouble(values, froms[row] + at, 8);
    }
  }

  boolean unscaledLongs(int column, long[] out, int outFrom) {
    long overflow = 0;
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.fixedAt[column];
      if (at == ValueShape.NONE) {
        Arrays.fill(out, outFrom + run.first, outFrom + run.end, 0);
      } else {
        overflow |= unscaledLongs(run, at, out, outFrom);
      }
    }
    return overflow == 0;
  }

  /** Not zero if a high half is more than the sign of its low half. */
  private long unscaledLongs(RowRun run, int at, long[] out, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int end = run.end;
    long overflow = 0;
    for (int row = run.first; row < end; row++) {
      long low = Bytes.getLong(values, froms[row] + at + 8);
      overflow |= Bytes.getLong(values, froms[row] + at) ^ low >> 63;
      out[outFrom + row] = low;
    }
    return overflow;
  }

  void decimals(int column, @Nullable BigDecimal[] out, int outFrom) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.nullAt[column];
      int mask = run.shape.nullMask[column];
      for (int row = run.first; row < run.end; row++) {
        boolean isNull =
            at == ValueShape.NONE || (run.values[batch.valueFroms[row] + at] & mask) != 0;
        out[outFrom + row] = isNull ? null : decimal(run, row, column);
      }
    }
  }

  private BigDecimal decimal(RowRun run, int row, int column) {
    ColumnType type = layout.type(column);
    int from = batch.valueFroms[row];
    if (type.kind() != ColumnKind.NUMERIC) {
      return ScaledDecimal.getWide(run.values, from + run.shape.fixedAt[column], type.scale());
    }
    int number = run.shape.variable[column];
    int start = run.shape.variableStart(run.values, from, batch.valueTos[row], number);
    int length = run.shape.variableLength(run.values, from, batch.valueTos[row], number);
    return RowNumeric.get(run.values, start, length);
  }

  void bytes(int column, byte[][] arrays, int[] starts, int[] lengths, int outFrom) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      Arrays.fill(arrays, outFrom + run.first, outFrom + run.end, run.values);
      if (run.shape.nullAt[column] == ValueShape.NONE) {
        Arrays.fill(starts, outFrom + run.first, outFrom + run.end, 0);
        Arrays.fill(lengths, outFrom + run.first, outFrom + run.end, 0);
      } else if (layout.width(column) != 0) {
        fixedBytes(run, column, starts, lengths, outFrom);
      } else {
        variableBytes(run, run.shape.variable[column], starts, lengths, outFrom);
      }
    }
  }

  private void fixedBytes(RowRun run, int column, int[] starts, int[] lengths, int outFrom) {
    int at = run.shape.fixedAt[column];
    Arrays.fill(lengths, outFrom + run.first, outFrom + run.end, layout.width(column));
    for (int row = run.first; row < run.end; row++) {
      starts[outFrom + row] = batch.valueFroms[row] + at;
    }
  }

  private void variableBytes(RowRun run, int number, int[] starts, int[] lengths, int outFrom) {
    ValueShape shape = run.shape;
    int wrong =
        shape.isBetweenNarrowEnds(number)
            ? betweenNarrowEnds(run, number, starts, lengths, outFrom)
            : anyVariable(run, number, starts, lengths, outFrom);
    if (wrong < 0) {
      for (int row = run.first; row < run.end; row++) {
        shape.variableLength(run.values, batch.valueFroms[row], batch.valueTos[row], number);
      }
    }
  }

  /** The common case, whose two ends are loaded as one. */
  private int betweenNarrowEnds(RowRun run, int number, int[] starts, int[] lengths, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int[] tos = batch.valueTos;
    int endsAt = run.shape.narrowEndAt(number - 1);
    int variableAt = run.shape.variableAt;
    int to = run.end;
    int wrong = 0;
    for (int row = run.first; row < to; row++) {
      int ends = Bytes.getInt(values, froms[row] + endsAt);
      int start = froms[row] + variableAt + (ends >>> 16);
      int end = froms[row] + variableAt + (ends & 0xFFFF);
      starts[outFrom + row] = start;
      lengths[outFrom + row] = end - start;
      wrong |= (end - start) | (tos[row] - end);
    }
    return wrong;
  }

  private int anyVariable(RowRun run, int number, int[] starts, int[] lengths, int outFrom) {
    byte[] values = run.values;
    ValueShape shape = run.shape;
    int[] froms = batch.valueFroms;
    int[] tos = batch.valueTos;
    int to = run.end;
    int wrong = 0;
    for (int row = run.first; row < to; row++) {
      int start = shape.variableStart(values, froms[row], tos[row], number);
      int end = shape.variableEnd(values, froms[row], tos[row], number);
      starts[outFrom + row] = start;
      lengths[outFrom + row] = end - start;
      wrong |= end - start;
    }
    return wrong;
  }
}
