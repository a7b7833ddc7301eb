package org.pydb.calcite.exec.store;

import java.util.List;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Hashes of keys in 64 bits, by which rows are sorted into partitions: equal keys have equal ones,
 * whatever vectors they come in. They have nothing to do with those by which a {@link KeyTable}
 * finds its slots: the keys of one partition must spread over a whole table. Not thread-safe.
 */
public final class KeyHash {
  private static final long SEED = 0x2545F4914F6CDD1DL;
  private static final long MULTIPLIER = 0xFF51AFD7ED558CCDL;
  private static final long FINISHER = 0xC4CEB9FE1A85EC53L;

  private final KeyWords[] columns;
  private long[] hashes = {};

  /** Hashes of keys with columns of these types, which are those of a {@link KeyTable}. */
  public KeyHash(List<ColumnType> types) {
    columns = types.stream().map(KeyWords::new).toArray(KeyWords[]::new);
  }

  /** The hashes of the keys of some rows, by {@code k}: of row {@code rows[k]}. */
  public long[] of(Vector[] vectors, int[] rows, int count) {
    if (hashes.length < count) {
      hashes = new long[Math.max(count, 2 * hashes.length)];
    }
    long[] to = hashes;
    for (int i = 0; i < columns.length; i++) {
      columns[i].fill(vectors[i], rows, count);
      long[] words = columns[i].words();
      for (int k = 0; k < count; k++) {
        long mixed = ((i == 0 ? SEED : to[k]) ^ words[k]) * MULTIPLIER;
        to[k] = mixed ^ mixed >>> 32;
      }
    }
    for (int k = 0; k < count; k++) {
      long mixed = to[k] * FINISHER;
      to[k] = mixed ^ mixed >>> 33;
    }
    return to;
  }
}
