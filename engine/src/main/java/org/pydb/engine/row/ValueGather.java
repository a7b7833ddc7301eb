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

  int nulls(int column, long[] nulls, int outFrom) {
    NullBits.clear(nulls, outFrom, batch.size());
    int count = 0;
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      int at = run.shape.nullAt[column];
      if (at == ValueShape.NONE) { // these rows are older than the column
        NullBits.set(nulls, outFrom + run.first, run.end - run.first);
        count += run.end - run.first;
      } else if (layout.isNullable(column)) {
        count += nulls(run, at, run.shape.nullMask[column], nulls, outFrom);
      }
    }
    return count;
  }

  private int nulls(RowRun run, int at, byte mask, long[] nulls, int outFrom) {
    byte[] values = run.values;
    int[] froms = batch.valueFroms;
    int count = 0;
    for (int row = run.first; row < run.end; row++) {
      if ((values[froms[row] + at] & mask) != 0) {
        NullBits.set(nulls, outFrom + row);
        count++;
      }
    }
    return count;
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

  void decimals(int column, @Nullable BigDecimal[] out, int outFrom, long[] nulls) {
    for (int i = 0; i < batch.runCount(); i++) {
      RowRun run = batch.run(i);
      for (int row = run.first; row < run.end; row++) {
        out[outFrom + row] =
            NullBits.isSet(nulls, outFrom + row) ? null : decimal(run, row, column);
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
    byte[] values = run.values;
    ValueShape shape = run.shape;
    int[] froms = batch.valueFroms;
    int[] tos = batch.valueTos;
    int end = run.end;
    for (int row = run.first; row < end; row++) {
      starts[outFrom + row] = shape.variableStart(values, froms[row], tos[row], number);
      lengths[outFrom + row] = shape.variableLength(values, froms[row], tos[row], number);
    }
  }
}
