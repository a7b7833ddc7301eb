package org.pydb.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;

/**
 * The data key of a file, wrapped so that only the owner's key brings it out, and how to derive
 * that. Stands in the file, in clear. Immutable.
 *
 * <pre>
 * offset size
 *      0    1  cipher: 1 for AES-256-GCM as {@link MessageCipher} uses it
 *      1    1  derivation: 1 for the owner's key as it is, 2 for PBKDF2 with HMAC-SHA256
 *      2    2  zero
 *      4    4  rounds of the derivation, 0 if there is none
 *      8   16  salt of the derivation
 *     24   12  nonce of the wrapping
 *     36   32  the data key, encrypted with AES-256-GCM; bytes 0 to 23 and the file's id are
 *              associated
 *     68   16  tag of the wrapping
 * </pre>
 */
public final class KeyEnvelope {

  /** Bytes of an envelope. */
  public static final int SIZE = 84;

  /** The rounds for a new passphrase: what OWASP asked for in 2023. */
  static final int ROUNDS = 600_000;

  /** More than this no file may ask for. */
  private static final int ROUNDS_MAX = 100_000_000;

  private static final int CIPHER = 0;
  private static final int DERIVATION = 1;
  private static final int ROUNDS_AT = 4;
  private static final int SALT = 8;
  private static final int SALT_SIZE = 16;
  private static final int NONCE = SALT + SALT_SIZE;
  private static final int WRAPPED = NONCE + Primitives.IV_SIZE;
  private static final int WRAPPED_SIZE = Primitives.KEY_SIZE + Primitives.TAG_SIZE;

  private static final int AES_GCM = 1;
  private static final int AS_IT_IS = 1;
  private static final int PBKDF2 = 2;

  private final byte[] bytes;

  private KeyEnvelope(byte[] bytes) {
    this.bytes = bytes;
  }

  /** How the key of a new file is derived, without what is in the envelope. */
  static KeyEnvelope empty(OwnerKey owner, LongSupplier chance) {
    byte[] bytes = new byte[SIZE];
    bytes[CIPHER] = AES_GCM;
    bytes[DERIVATION] = (byte) (owner.isRaw() ? AS_IT_IS : PBKDF2);
    Bytes.putInt(bytes, ROUNDS_AT, owner.isRaw() ? 0 : ROUNDS);
    System.arraycopy(Primitives.random(chance, SALT_SIZE), 0, bytes, SALT, SALT_SIZE);
    return new KeyEnvelope(bytes);
  }

  /** The same derivation, with a data key inside. */
  KeyEnvelope with(byte[] dataKey, byte[] wrappingKey, UUID fileId, LongSupplier chance) {
    byte[] copy = bytes.clone();
    byte[] nonce = Primitives.random(chance, Primitives.IV_SIZE);
    System.arraycopy(nonce, 0, copy, NONCE, nonce.length);
    try {
      Cipher gcm = begin(Cipher.ENCRYPT_MODE, copy, wrappingKey, fileId);
      gcm.doFinal(dataKey, 0, dataKey.length, copy, WRAPPED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to wrap a key", e);
    }
    return new KeyEnvelope(copy);
  }

  /** Whether the owner's key gives the same wrapping key for another envelope. */
  boolean isDerivedLike(KeyEnvelope other) {
    return Arrays.equals(bytes, 0, NONCE, other.bytes, 0, NONCE);
  }

  /** What comes out with a wrapping key; null if it is not the right one. */
  byte @Nullable [] open(byte[] wrappingKey, UUID fileId) {
    try {
      return begin(Cipher.DECRYPT_MODE, bytes, wrappingKey, fileId)
          .doFinal(bytes, WRAPPED, WRAPPED_SIZE);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to unwrap a key", e);
    }
  }

  private static Cipher begin(int mode, byte[] bytes, byte[] wrappingKey, UUID fileId) {
    Cipher gcm = Primitives.gcm();
    Primitives.begin(gcm, mode, wrappingKey, Arrays.copyOfRange(bytes, NONCE, WRAPPED));
    gcm.updateAAD(bytes, 0, NONCE);
    byte[] id = new byte[16];
    Bytes.putLong(id, 0, fileId.getMostSignificantBits());
    Bytes.putLong(id, 8, fileId.getLeastSignificantBits());
    gcm.updateAAD(id);
    return gcm;
  }

  /** The key that unwraps the data key, of what the owner gave; null if that cannot be it. */
  byte @Nullable [] wrappingKey(OwnerKey owner) {
    return bytes[DERIVATION] == AS_IT_IS
        ? owner.raw()
        : owner.derived(Arrays.copyOfRange(bytes, SALT, NONCE), Bytes.getInt(bytes, ROUNDS_AT));
  }

  /** Writes the envelope. */
  public void put(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, SIZE);
  }

  /** Reads an envelope; null if there is none, which zeros mean. */
  public static @Nullable KeyEnvelope get(byte[] source, int at) {
    return Bytes.isZero(source, at, at + SIZE)
        ? null
        : new KeyEnvelope(Arrays.copyOfRange(source, at, at + SIZE));
  }

  /** Whether this version knows what it says. */
  public boolean isKnown() {
    int rounds = Bytes.getInt(bytes, ROUNDS_AT);
    boolean derives = bytes[DERIVATION] == PBKDF2 && rounds > 0 && rounds <= ROUNDS_MAX;
    boolean isAsItIs = bytes[DERIVATION] == AS_IT_IS && rounds == 0;
    return bytes[CIPHER] == AES_GCM && (derives || isAsItIs) && Bytes.isZero(bytes, 2, ROUNDS_AT);
  }
}
