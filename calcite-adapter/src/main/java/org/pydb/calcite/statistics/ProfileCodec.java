package org.pydb.calcite.statistics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;

/**
 * A profile as bytes. Stateless.
 *
 * <pre>
 * profile   = version (1) row count, sampled, micros: varints
 *             n columns: varint ordinal, column
 *             n trees:   varint tree id, n shares
 * column    = share of NULL, distinct count, width: doubles
 *             n common values: bytes, share         n bounds: bytes
 * n         = varint, then as many
 * bytes     = varint length, bytes
 * share     = double: 8 bytes
 * </pre>
 *
 * <p>What another version wrote, or what does not end, counts as unknown: nothing but speed depends
 * on it, and the next analysis replaces it.
 */
public final class ProfileCodec {
  private static final int VERSION = 1;

  private ProfileCodec() {}

  /** Writes a profile. */
  public static byte[] encode(TableProfile profile) {
    ByteBuilder out = new ByteBuilder(4096);
    out.putByte(VERSION);
    out.putVarint(profile.rowCount()).putVarint(profile.sampled()).putVarint(profile.micros());
    out.putVarint(profile.columns().size());
    new TreeMap<>(profile.columns())
        .forEach((ordinal, column) -> write(out.putVarint(ordinal), column));
    out.putVarint(profile.prefixes().size());
    new TreeMap<>(profile.prefixes())
        .forEach(
            (tree, counts) -> {
              out.putVarint(tree).putVarint(counts.length);
              for (double count : counts) {
                putDouble(out, count);
              }
            });
    return out.toArray();
  }

  private static void write(ByteBuilder out, ColumnStatistics column) {
    putDouble(out, column.nullShare());
    putDouble(out, column.distinctCount());
    putDouble(out, column.averageWidth());
    out.putVarint(column.common().size());
    for (int i = 0; i < column.common().size(); i++) {
      putBytes(out, column.common().get(i));
      putDouble(out, column.commonShare(i));
    }
    out.putVarint(column.bounds().size());
    column.bounds().forEach(bound -> putBytes(out, bound));
  }

  private static void putDouble(ByteBuilder out, double value) {
    out.putLong(Double.doubleToLongBits(value));
  }

  private static void putBytes(ByteBuilder out, byte[] bytes) {
    out.putVarint(bytes.length).put(bytes);
  }

  /** Reads a profile; null if it is of another version, or damaged. */
  public static @Nullable TableProfile decode(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      return null;
    }
    try {
      return new Reader(bytes).profile();
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      return null;
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at = 1;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    TableProfile profile() {
      long rowCount = varint();
      long sampled = varint();
      long micros = varint();
      Map<Integer, ColumnStatistics> columns = new LinkedHashMap<>();
      for (int left = count(); left > 0; left--) {
        columns.put((int) varint(), column());
      }
      Map<Integer, double[]> prefixes = new LinkedHashMap<>();
      for (int left = count(); left > 0; left--) {
        int tree = (int) varint();
        double[] counts = new double[count()];
        for (int i = 0; i < counts.length; i++) {
          counts[i] = number();
        }
        prefixes.put(tree, counts);
      }
      return new TableProfile(rowCount, sampled, micros, columns, prefixes);
    }

    private ColumnStatistics column() {
      double nullShare = number();
      double distinctCount = number();
      double averageWidth = number();
      byte[][] common = new byte[count()][];
      double[] shares = new double[common.length];
      for (int i = 0; i < common.length; i++) {
        common[i] = run();
        shares[i] = number();
      }
      byte[][] bounds = new byte[count()][];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = run();
      }
      return new ColumnStatistics(nullShare, distinctCount, averageWidth, common, shares, bounds);
    }

    private double number() {
      at += Long.BYTES;
      return Double.longBitsToDouble(Bytes.getLong(bytes, at - Long.BYTES));
    }

    private byte[] run() {
      int length = count();
      at += length;
      byte[] run = new byte[length];
      System.arraycopy(bytes, at - length, run, 0, length);
      return run;
    }

    /** A number of things, of which each takes a byte at least. */
    private int count() {
      long count = varint();
      if (count > bytes.length - at) {
        throw new IndexOutOfBoundsException("of " + count + " things");
      }
      return (int) count;
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        byte b = bytes[at++];
        value |= (long) (b & 0x7F) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new IndexOutOfBoundsException("a number does not end");
    }
  }
}
