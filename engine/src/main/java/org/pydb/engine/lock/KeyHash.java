package org.pydb.engine.lock;

import org.pydb.engine.bytes.Bytes;

/** Hashes of locked keys. Stateless. */
public final class KeyHash {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private KeyHash() {}

  /** A hash of a tree's id and a key, all of whose bits are good. */
  public static long of(int tree, byte[] key, int from, int to) {
    long hash = tree * MULTIPLIER;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ Bytes.getLong(key, at));
    }
    for (; at < to; at++) {
      hash = mix(hash ^ key[at]);
    }
    return mix(hash ^ to - from);
  }

  private static long mix(long bits) {
    long product = bits * MULTIPLIER;
    return product ^ product >>> 29;
  }
}
