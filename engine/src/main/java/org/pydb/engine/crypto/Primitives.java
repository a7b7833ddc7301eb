package org.pydb.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.pydb.engine.bytes.Bytes;

/** The algorithms, as Java's providers have them. Stateless. */
final class Primitives {

  /** Bytes of a key, whatever it is for. */
  static final int KEY_SIZE = 32;

  /** Bytes of the tag that proves a message whole. */
  static final int TAG_SIZE = 16;

  /** Bytes of what GCM calls the initialization vector. */
  static final int IV_SIZE = 12;

  private static final String MAC = "HmacSHA256";

  private Primitives() {}

  /** A cipher for AES-256-GCM. */
  static Cipher gcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw lacking("AES/GCM/NoPadding", e);
    }
  }

  /** Gets a cipher ready for one message. */
  static void begin(Cipher gcm, int mode, byte[] key, byte[] iv) {
    try {
      gcm.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_SIZE, iv));
    } catch (GeneralSecurityException e) {
      throw lacking("AES-256-GCM", e);
    }
  }

  /** An HMAC-SHA256 of this key. */
  static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw lacking(MAC, e);
    }
  }

  /** Derives a key from a passphrase. */
  static byte[] pbkdf2(char[] passphrase, byte[] salt, int rounds) {
    String name = "PBKDF2WithHmacSHA256";
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, rounds, 8 * KEY_SIZE);
    try {
      return SecretKeyFactory.getInstance(name).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw lacking(name, e);
    } finally {
      spec.clearPassword();
    }
  }

  /** So many bytes of chance. */
  static byte[] random(LongSupplier chance, int count) {
    byte[] bytes = new byte[(count + 7) / 8 * 8];
    for (int at = 0; at < bytes.length; at += 8) {
      Bytes.putLong(bytes, at, chance.getAsLong());
    }
    return Arrays.copyOf(bytes, count);
  }

  private static IllegalStateException lacking(String what, GeneralSecurityException cause) {
    return new IllegalStateException(
        "this Java does not do " + what + ", which encrypted databases need", cause);
  }
}
