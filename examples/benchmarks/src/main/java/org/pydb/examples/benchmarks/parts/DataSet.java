package org.pydb.examples.benchmarks.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a store as they should be: whatever is read is checked against them. The same for
 * each store, since chance has a seed. Not thread-safe.
 *
 * <p>Keys are {@code key-000000000042}. Values are hexadecimal digits without a pattern, which a
 * compressor can pack into about half; the key and the number of its last write tell them.
 */
final class DataSet {
  static final int KEY_BYTES = 16;
  static final int VALUE_BYTES = 100;
  static final int ENTRY_BYTES = KEY_BYTES + VALUE_BYTES;

  private static final long SEED = 7;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);
  private static final int DIGITS_A_LONG = Long.BYTES * 2;
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final Random random = new Random(SEED);

  /** Entry by place in the order in which they are loaded; also by its rank in popularity. */
  private final int[] order;

  /** How often each entry was written; 0 if it is not there. */
  private final int[] writes;

  /** By rank: how much of all use goes to entries up to that one. */
  private final double[] useUpTo;

  DataSet(int count) {
    order = new int[count];
    writes = new int[count];
    useUpTo = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
      sum += 1.0 / (i + 1);
      useUpTo[i] = sum;
    }
  }

  /** How many entries there are when all are loaded. */
  int count() {
    return order.length;
  }

  /** The entry that is loaded as the {@code i}-th one. */
  int loaded(int i) {
    return order[i];
  }

  /** Any entry, each as likely as the others. */
  int uniform() {
    return random.nextInt(order.length);
  }

  /** Any entry, by Zipf's law: the second most popular one comes half as often as the first. */
  int zipf() {
    int last = order.length - 1;
    int at = Arrays.binarySearch(useUpTo, random.nextDouble() * useUpTo[last]);
    return order[Math.min(last, at < 0 ? -at - 1 : at)];
  }

  static byte[] key(int entry) {
    byte[] key = "key-000000000000".getBytes(US_ASCII);
    int rest = entry;
    for (int at = key.length - 1; rest > 0; at--) {
      key[at] += (byte) (rest % 10);
      rest /= 10;
    }
    return key;
  }

  /** A new value, which is the one to be found from now on. */
  byte[] write(int entry) {
    writes[entry]++;
    return value(entry);
  }

  /** The entry shall be found no more. */
  void delete(int entry) {
    writes[entry] = 0;
  }

  /** How many should be there. */
  int liveCount() {
    return (int) Arrays.stream(writes).filter(count -> count > 0).count();
  }

  /** Checks what was read. */
  void check(int entry, byte @Nullable [] found) {
    byte[] expected = writes[entry] == 0 ? null : value(entry);
    if (!Arrays.equals(expected, found)) {
      throw new AssertionError(
          "entry "
              + entry
              + ", written "
              + writes[entry]
              + " times: read "
              + (found == null ? "nothing" : new String(found, US_ASCII)));
    }
  }

  private byte[] value(int entry) {
    byte[] value = new byte[VALUE_BYTES];
    long state = entry * 1_000_003L + writes[entry];
    long bits = 0;
    for (int i = 0; i < VALUE_BYTES; i++) {
      if (i % DIGITS_A_LONG == 0) {
        state += STEP;
        bits = mixed(state);
      }
      value[i] = DIGITS[(int) bits & 0xF];
      bits >>>= 4;
    }
    return value;
  }

  /** A good hash of 64 bits: two rounds of multiplication and shift. */
  private static long mixed(long state) {
    long bits = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
