package org.pydb.calcite.exec.spill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.pydb.calcite.exec.vector.Batch;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.DecimalVector;
import org.pydb.calcite.exec.vector.DoubleVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Batches as bytes, column by column. Not thread-safe.
 *
 * <pre>
 *   batch     rows (int) │ column 0 │ column 1 │ …
 *   column    length of the rest (int) │ flags (byte) │ a bit a row: is it NULL? │ values
 *                                         1: has the NULLs
 *                                         2: has values that are no longs
 *   values
 *     longs      {@link PackedLongs}
 *     doubles    8 bytes each
 *     bytes      lengths, as PackedLongs │ the bytes of all values, one after the other
 *     decimals   scale (int) │ unscaled, as PackedLongs │ those that are no longs:
 *                count (int) │ row (int), scale (int), length (int), unscaled bytes │ …
 * </pre>
 *
 * <p>Where a value is NULL, zero is written. Values that are bytes are not copied when they are
 * read: they are slices of the block.
 */
final class BatchCodec {
  private static final int NULLS = 1;
  private static final int BIGS = 2;

  private final ByteOutput output = new ByteOutput();
  private long[] longs = {};

  /** Writes the first columns of some rows of a batch. The bytes are valid until the next call. */
  ByteOutput encode(Batch batch, int width, int[] rows, int from, int count) {
    output.clear();
    output.putInt(count);
    if (longs.length < count) {
      longs = new long[Math.max(count, Math.min(Batch.ROWS_MAX, 2 * count))];
    }
    for (int i = 0; i < width; i++) {
      encode(batch.column(i), rows, from, count);
    }
    return output;
  }

  private void encode(Vector vector, int[] rows, int from, int count) {
    int lengthAt = output.allocate(Integer.BYTES);
    boolean bigs = vector instanceof DecimalVector decimals && decimals.hasBigs();
    output.putByte((vector.hasNulls() ? NULLS : 0) | (bigs ? BIGS : 0));
    if (vector.hasNulls()) {
      encodeNulls(vector.nulls(), rows, from, count);
    }
    if (vector instanceof LongVector values) {
      encodeLongs(values.values(), vector, rows, from, count);
    } else if (vector instanceof DoubleVector doubles) {
      encodeDoubles(doubles, rows, from, count);
    } else if (vector instanceof BytesVector bytes) {
      encodeBytes(bytes, rows, from, count);
    } else {
      encodeDecimals((DecimalVector) vector, rows, from, count);
    }
    ByteOutput.INT.set(output.bytes(), lengthAt, output.size() - lengthAt - Integer.BYTES);
  }

  private void encodeNulls(boolean[] nulls, int[] rows, int from, int count) {
    int at = output.allocate((count + 7) / 8);
    byte[] to = output.bytes();
    Arrays.fill(to, at, output.size(), (byte) 0);
    for (int k = 0; k < count; k++) {
      if (nulls[rows[from + k]]) {
        to[at + k / 8] |= (byte) (1 << k % 8);
      }
    }
  }

  private void encodeLongs(long[] values, Vector vector, int[] rows, int from, int count) {
    for (int k = 0; k < count; k++) {
      longs[k] = values[rows[from + k]];
    }
    if (vector.hasNulls()) {
      boolean[] nulls = vector.nulls();
      for (int k = 0; k < count; k++) {
        longs[k] = nulls[rows[from + k]] ? 0 : longs[k];
      }
    }
    PackedLongs.write(longs, count, output);
  }

  private void encodeDoubles(DoubleVector doubles, int[] rows, int from, int count) {
    double[] values = doubles.values();
    int at = output.allocate(Double.BYTES * count);
    for (int k = 0; k < count; k++) {
      // Not doubleToLongBits: a value comes back as the bits that it had.
      long bits = Double.doubleToRawLongBits(values[rows[from + k]]);
      ByteOutput.LONG.set(output.bytes(), at + Double.BYTES * k, bits);
    }
  }

  private void encodeBytes(BytesVector bytes, int[] rows, int from, int count) {
    for (int k = 0; k < count; k++) {
      int row = rows[from + k];
      longs[k] = bytes.isNull(row) ? 0 : bytes.length(row);
    }
    PackedLongs.write(longs, count, output);
    for (int k = 0; k < count; k++) {
      int row = rows[from + k];
      if (longs[k] > 0) {
        output.putBytes(bytes.array(row), bytes.start(row), bytes.length(row));
      }
    }
  }

  private void encodeDecimals(DecimalVector decimals, int[] rows, int from, int count) {
    output.putInt(decimals.scale());
    long[] values = decimals.values();
    int bigCount = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[from + k];
      boolean isBig = decimals.isBig(row);
      longs[k] = isBig || decimals.isNull(row) ? 0 : values[row];
      bigCount += isBig && !decimals.isNull(row) ? 1 : 0;
    }
    PackedLongs.write(longs, count, output);
    if (decimals.hasBigs()) {
      output.putInt(bigCount);
      for (int k = 0; k < count; k++) {
        int row = rows[from + k];
        if (decimals.isBig(row) && !decimals.isNull(row)) {
          BigDecimal value = decimals.get(row);
          byte[] unscaled = value.unscaledValue().toByteArray();
          output.putInt(k);
          output.putInt(value.scale());
          output.putInt(unscaled.length);
          output.putBytes(unscaled, 0, unscaled.length);
        }
      }
    }
  }

  /** Fills a batch with what was written, from position 0; slices of bytes lie in {@code from}. */
  void decode(byte[] from, Batch batch) {
    int count = (int) ByteOutput.INT.get(from, 0);
    int at = Integer.BYTES;
    if (longs.length < count) {
      longs = new long[count];
    }
    for (int i = 0; i < batch.columnCount(); i++) {
      int length = (int) ByteOutput.INT.get(from, at);
      decode(from, at + Integer.BYTES, batch.column(i), count);
      at += Integer.BYTES + length;
    }
    batch.selectAll(count);
  }

  private void decode(byte[] from, int start, Vector vector, int count) {
    vector.reset(count);
    int flags = from[start];
    int at = start + 1;
    int nullsAt = at;
    if ((flags & NULLS) != 0) {
      at += (count + 7) / 8;
    }
    if (vector instanceof LongVector values) {
      PackedLongs.read(from, at, values.values(), count);
    } else if (vector instanceof DoubleVector doubles) {
      for (int k = 0; k < count; k++) {
        long bits = (long) ByteOutput.LONG.get(from, at + Double.BYTES * k);
        doubles.values()[k] = Double.longBitsToDouble(bits);
      }
    } else if (vector instanceof BytesVector bytes) {
      decodeBytes(from, at, bytes, count);
    } else {
      decodeDecimals(from, at, (DecimalVector) vector, count, (flags & BIGS) != 0);
    }
    if ((flags & NULLS) != 0) {
      decodeNulls(from, nullsAt, vector, count);
    }
  }

  private static void decodeNulls(byte[] from, int at, Vector vector, int count) {
    boolean[] nulls = vector.startNulls();
    for (int k = 0; k < count; k++) {
      nulls[k] = (from[at + k / 8] >> k % 8 & 1) != 0;
    }
  }

  private void decodeBytes(byte[] from, int start, BytesVector bytes, int count) {
    int at = PackedLongs.read(from, start, longs, count);
    byte[][] arrays = bytes.arrays();
    int[] starts = bytes.starts();
    int[] lengths = bytes.lengths();
    for (int k = 0; k < count; k++) {
      arrays[k] = from;
      starts[k] = at;
      lengths[k] = (int) longs[k];
      at += lengths[k];
    }
  }

  private static void decodeDecimals(
      byte[] from, int start, DecimalVector decimals, int count, boolean bigs) {
    int scale = (int) ByteOutput.INT.get(from, start);
    assert scale == decimals.scale() : "another scale";
    int at = PackedLongs.read(from, start + Integer.BYTES, decimals.values(), count);
    if (bigs) {
      int bigCount = (int) ByteOutput.INT.get(from, at);
      at += Integer.BYTES;
      for (int i = 0; i < bigCount; i++) {
        int row = (int) ByteOutput.INT.get(from, at);
        int bigScale = (int) ByteOutput.INT.get(from, at + 4);
        int length = (int) ByteOutput.INT.get(from, at + 8);
        at += 12;
        decimals.set(row, new BigDecimal(new BigInteger(from, at, length), bigScale));
        at += length;
      }
    }
  }
}
