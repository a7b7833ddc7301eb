package org.pydb.engine.kv.lsm;

/**
 * Says of most keys that are not in a run that they are not, and never so of one that is (Bloom,
 * "Space/time trade-offs in hash coding with allowable errors", 1970). Ten bits a key and seven
 * hashes let one in a hundred pass. The hashes are sums of two (Kirsch and Mitzenmacher, "Less
 * hashing, same performance", 2006).
 */
final class BloomFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int HASHES = 7;

  private final byte[] bits;

  /** The filter with these bits. */
  BloomFilter(byte[] bits) {
    this.bits = bits;
  }

  /** The filter of keys with these hashes. */
  static BloomFilter of(long[] hashes, int count) {
    int size = (int) Math.min(1 << 28, Math.max(8, (long) count * BITS_PER_KEY / Byte.SIZE + 1));
    BloomFilter filter = new BloomFilter(new byte[size]);
    for (int i = 0; i < count; i++) {
      for (int n = 0; n < HASHES; n++) {
        long bit = filter.bit(hashes[i], n);
        filter.bits[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
      }
    }
    return filter;
  }

  byte[] bits() {
    return bits;
  }

  boolean mayHold(byte[] key) {
    long hash = hash(key);
    for (int n = 0; n < HASHES; n++) {
      long bit = bit(hash, n);
      if ((bits[(int) (bit >>> 3)] & 1 << (bit & 7)) == 0) {
        return false;
      }
    }
    return true;
  }

  private long bit(long hash, int n) {
    long sum = (hash & 0xFFFF_FFFFL) + n * (hash >>> 32 | 1);
    return Long.remainderUnsigned(sum, (long) bits.length * Byte.SIZE);
  }

  /** Part of the format of runs. */
  static long hash(byte[] key) {
    long hash = 0xCBF2_9CE4_8422_2325L ^ key.length;
    for (byte b : key) {
      hash = (hash ^ b) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 29;
    }
    hash *= 0xBF58_476D_1CE4_E5B9L;
    return hash ^ hash >>> 32;
  }
}
