package org.pydb.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.pydb.engine.bytes.Bytes;

/**
 * Seals messages, each with a key of its own: what was sealed cannot be read, nor changed without
 * being noticed. Thread-safe.
 *
 * <h2>Why a key for each message</h2>
 *
 * GCM breaks if one key meets one nonce twice. A counter would have to survive crashes, copies of
 * files and of whole machines; 96 random bits allow only 2^32 messages before chance is not
 * negligible, which are 32 TB of pages. So each message gets 128 random bits, from which its key is
 * derived, and all keys are used once, with a nonce of zeros. Nothing is counted or remembered.
 * After 2^48 messages (two exabytes of pages) the probability that any two had the same key is
 * 2^-33.
 *
 * <pre>
 * seal
 *      0   16  random: the message's key is HMAC-SHA256(key, random)
 *     16   16  GCM's tag of the message and what is associated with it
 * </pre>
 */
public final class MessageCipher {

  /** Bytes of a seal. */
  public static final int SEAL_SIZE = 32;

  private static final int RANDOM_SIZE = 16;
  private static final byte[] ZERO_IV = new byte[Primitives.IV_SIZE];

  /** Buffers larger than this are not kept. */
  private static final int BUFFER_KEPT_MAX = 128 * 1024;

  /** What one thread needs to work; none of it is thread-safe. */
  private static final class Bench {
    final Cipher gcm = Primitives.gcm();
    final Mac mac;
    final byte[] random = new byte[RANDOM_SIZE];
    byte[] buffer = {};

    Bench(byte[] key) {
      mac = Primitives.mac(key);
    }

    byte[] buffer(int size) {
      if (size <= buffer.length) {
        return buffer;
      }
      byte[] larger = new byte[size];
      if (size <= BUFFER_KEPT_MAX) {
        buffer = larger;
      }
      return larger;
    }
  }

  private final byte[] key;
  private final LongSupplier chance;

  /** Benches that nobody works at: as many as there were threads at a time. */
  private final Queue<Bench> benches = new ConcurrentLinkedQueue<>();

  /**
   * A cipher with this key.
   *
   * @param chance gives 64 random bits that nobody can guess
   */
  MessageCipher(byte[] key, LongSupplier chance) {
    this.key = key.clone();
    this.chance = chance;
  }

  /** A cipher with a key that nobody else has, and that is gone with it. */
  public static MessageCipher ephemeral(LongSupplier chance) {
    return new MessageCipher(Primitives.random(chance, Primitives.KEY_SIZE), chance);
  }

  /**
   * Seals a message. It may be overwritten by the sealed one, which is as long.
   *
   * @param associated an array with bytes from {@code associatedFrom} on that are not sealed, but
   *     which must be the same when the message is opened
   * @param seal receives {@link #SEAL_SIZE} bytes from {@code sealAt} on
   */
  public void seal(
      byte[] associated,
      int associatedFrom,
      int associatedCount,
      byte[] message,
      int from,
      int count,
      byte[] target,
      int to,
      byte[] seal,
      int sealAt) {
    Bench bench = take();
    try {
      Bytes.putLong(seal, sealAt, chance.getAsLong());
      Bytes.putLong(seal, sealAt + 8, chance.getAsLong());
      begin(bench, Cipher.ENCRYPT_MODE, seal, sealAt);
      bench.gcm.updateAAD(associated, associatedFrom, associatedCount);
      byte[] sealed = bench.buffer(count + Primitives.TAG_SIZE);
      bench.gcm.doFinal(message, from, count, sealed, 0);
      System.arraycopy(sealed, 0, target, to, count);
      System.arraycopy(sealed, count, seal, sealAt + RANDOM_SIZE, Primitives.TAG_SIZE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to seal " + count + " bytes", e);
    }
    benches.add(bench);
  }

  /**
   * Opens a sealed message. It may be overwritten by the message, which is as long.
   *
   * @return whether it is, with what is associated, as it was sealed with this key; if not, nothing
   *     is known about the target
   */
  public boolean open(
      byte[] associated,
      int associatedFrom,
      int associatedCount,
      byte[] sealed,
      int from,
      int count,
      byte[] target,
      int to,
      byte[] seal,
      int sealAt) {
    Bench bench = take();
    try {
      begin(bench, Cipher.DECRYPT_MODE, seal, sealAt);
      bench.gcm.updateAAD(associated, associatedFrom, associatedCount);
      byte[] whole = bench.buffer(count + Primitives.TAG_SIZE);
      System.arraycopy(sealed, from, whole, 0, count);
      System.arraycopy(seal, sealAt + RANDOM_SIZE, whole, count, Primitives.TAG_SIZE);
      bench.gcm.doFinal(whole, 0, count + Primitives.TAG_SIZE, target, to);
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to open " + count + " bytes", e);
    }
    benches.add(bench);
    return true;
  }

  private void begin(Bench bench, int mode, byte[] seal, int sealAt) {
    System.arraycopy(seal, sealAt, bench.random, 0, RANDOM_SIZE);
    Primitives.begin(bench.gcm, mode, bench.mac.doFinal(bench.random), ZERO_IV);
  }

  private Bench take() {
    Bench bench = benches.poll();
    return bench == null ? new Bench(key) : bench;
  }
}
