package org.pydb.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;

/**
 * Reads columns out of the keys of a {@link RowBatch}, whose beginnings may stand apart as the
 * prefix of their page.
 *
 * <p>A number that stands at the same offset in every key is put together from the bits that the
 * prefix holds, the same for a whole run, and those that follow in each key. For everything else
 * the keys are put together first.
 */
final class KeyGather {
  private final RowLayout layout;
  private final RowBatch batch;
  private final KeyDecoder decoder;

  /** All keys of the batch in one piece each, or nothing if none was asked for. */
  private final ByteBuilder wholeKeys = new ByteBuilder(0);

  private int[] wholeKeyEnds = {};
  private boolean assembled;

  /** Byte strings that do not stand in keys as they are. */
  private final ByteBuilder decoded = new ByteBuilder(0);

  KeyGather(RowLayout layout, RowBatch batch) {
    this.layout = layout;
    this.batch = batch;
    decoder = new KeyDecoder(layout.keyFormat());
  }

  void clear() {
    assembled = false;
    wholeKeys.clear();
    decoded.clear();
  }

  void longs(int column, long[] out, int outFrom) {
    int part = layout.keyPart(column);
    int start = layout.keyFormat().fixedStart(part);
    if (start >= 0) {
      for (int i = 0; i < batch.runCount(); i++) {
        longs(batch.run(i), start, layout.width(column), out, outFrom);
      }
    } else {
      for (int row = 0; row < batch.size(); row++) {
        out[outFrom + row] = key(row).getLong(part);
      }
    }
  }

  private void longs(RowRun run, int start, int width, long[] out, int outFrom) {
    int shared = Math.min(width, Math.max(0, run.prefixLength - start));
    int rest = width - shared;
    long head = bits(run.prefix, run.prefixFrom + start, shared) << (8 * rest);
    int at = Math.max(0, start - run.prefixLength);
    byte[] keys = run.keys;
    int[] froms = batch.keyFroms;
    for (int row = run.first; row < run.end; row++) {
      out[outFrom + row] = OrderedNumber.toLong(head | bits(keys, froms[row] + at, rest), width);
    }
  }

  private static long bits(byte[] bytes, int at, int count) {
    if (count == Long.BYTES) {
      return Bytes.getLong(bytes, at);
    }
    long bits = 0;
    for (int i = at; i < at + count; i++) {
      bits = bits << 8 | (bytes[i] & 0xFF);
    }
    return bits;
  }

  boolean unscaledLongs(int column, long[] out, int outFrom) {
    int part = layout.keyPart(column);
    boolean fit = true;
    for (int row = 0; row < batch.size() && fit; row++) {
      BigInteger unscaled = key(row).getDecimal(part).unscaledValue();
      fit = unscaled.bitLength() < Long.SIZE;
      out[outFrom + row] = unscaled.longValue();
    }
    return fit;
  }

  void decimals(int column, @Nullable BigDecimal[] out, int outFrom) {
    int part = layout.keyPart(column);
    for (int row = 0; row < batch.size(); row++) {
      out[outFrom + row] = key(row).getDecimal(part);
    }
  }

  void bytes(int column, byte[][] arrays, int[] starts, int[] lengths, int outFrom) {
    int part = layout.keyPart(column);
    for (int row = 0; row < batch.size(); row++) {
      KeyDecoder key = key(row);
      byte[] array = key.array(part);
      int start = key.start(part);
      int length = key.length(part);
      if (array != wholeKeys.array()) { // the decoder's own, gone with the next key
        decoded.put(array, start, length);
        array = decoded.array();
        start = decoded.length() - length;
      }
      arrays[outFrom + row] = array;
      starts[outFrom + row] = start;
      lengths[outFrom + row] = length;
    }
  }

  private KeyDecoder key(int row) {
    assemble();
    decoder.position(wholeKeys.array(), row == 0 ? 0 : wholeKeyEnds[row - 1], wholeKeyEnds[row]);
    return decoder;
  }

  private void assemble() {
    if (!assembled) {
      if (wholeKeyEnds.length < batch.size()) {
        wholeKeyEnds = new int[batch.capacity()];
      }
      for (int i = 0; i < batch.runCount(); i++) {
        RowRun run = batch.run(i);
        for (int row = run.first; row < run.end; row++) {
          int length = batch.keyTos[row] - batch.keyFroms[row];
          wholeKeys.put(run.prefix, run.prefixFrom, run.prefixLength);
          wholeKeys.put(run.keys, batch.keyFroms[row], length);
          wholeKeyEnds[row] = wholeKeys.length();
        }
      }
      assembled = true;
    }
  }
}
