package org.pydb.engine.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.KeyException;

/**
 * The keys of one encrypted database. Thread-safe.
 *
 * <p>Its data key is random, so what is sealed for one file opens in no other, also where both have
 * the same owner's key; and another owner's key does not change it. Of the owner's key nothing is
 * kept but what is derived from it.
 */
public final class FileKeys {
  private final UUID fileId;
  private final byte[] dataKey;
  private final byte[] wrappingKey;
  private final KeyEnvelope envelope;
  private final LongSupplier chance;
  private final MessageCipher pages;
  private final MessageCipher log;
  private final byte[] metaKey;

  /** Tells the owner's key again, without keeping it. */
  private final byte[] fingerprintKey;

  private final byte[] fingerprint;

  private FileKeys(
      UUID fileId,
      byte[] dataKey,
      byte[] wrappingKey,
      KeyEnvelope envelope,
      byte[] fingerprintKey,
      byte[] fingerprint,
      LongSupplier chance) {
    this.fileId = fileId;
    this.dataKey = dataKey;
    this.wrappingKey = wrappingKey;
    this.envelope = envelope;
    this.fingerprintKey = fingerprintKey;
    this.fingerprint = fingerprint;
    this.chance = chance;
    pages = new MessageCipher(derived("pydb pages"), chance);
    log = new MessageCipher(derived("pydb log"), chance);
    metaKey = derived("pydb meta");
  }

  private byte[] derived(String purpose) {
    Mac mac = Primitives.mac(dataKey);
    mac.update(purpose.getBytes(US_ASCII));
    byte[] id = new byte[16];
    Bytes.putLong(id, 0, fileId.getMostSignificantBits());
    Bytes.putLong(id, 8, fileId.getLeastSignificantBits());
    return mac.doFinal(id);
  }

  /**
   * Keys for a new file.
   *
   * @param chance gives 64 random bits that nobody can guess
   * @return null if the source has no key, so that the file shall be plain
   */
  public static @Nullable FileKeys create(KeySource source, UUID fileId, LongSupplier chance) {
    try (OwnerKey owner = OwnerKey.of(source)) {
      if (owner == null) {
        return null;
      }
      if (owner.isEmpty()) {
        throw new KeyException(
            KeyException.Kind.UNWANTED, "the key is empty: give one, or leave it out");
      }
      KeyEnvelope empty = KeyEnvelope.empty(owner, chance);
      byte[] wrappingKey = empty.wrappingKey(owner);
      assert wrappingKey != null;
      byte[] fingerprintKey = Primitives.random(chance, Primitives.KEY_SIZE);
      return wrapped(
          empty, wrappingKey, fingerprintKey, owner.fingerprint(fingerprintKey), fileId, chance);
    }
  }

  /** Keys for a copy of the file, which the same owner's key opens. */
  public FileKeys forCopy(UUID copyId) {
    return wrapped(envelope, wrappingKey, fingerprintKey, fingerprint, copyId, chance);
  }

  private static FileKeys wrapped(
      KeyEnvelope derivation,
      byte[] wrappingKey,
      byte[] fingerprintKey,
      byte[] fingerprint,
      UUID fileId,
      LongSupplier chance) {
    byte[] dataKey = Primitives.random(chance, Primitives.KEY_SIZE);
    KeyEnvelope envelope = derivation.with(dataKey, wrappingKey, fileId, chance);
    return new FileKeys(
        fileId, dataKey, wrappingKey, envelope, fingerprintKey, fingerprint, chance);
  }

  /**
   * The keys of another file that the same owner's key opens, without asking for it again, nor
   * deriving anything from it.
   *
   * @param other the envelope in that file
   * @return null if another key is needed, or another derivation
   */
  public @Nullable FileKeys forFile(KeyEnvelope other, UUID otherId) {
    byte[] otherDataKey = envelope.isDerivedLike(other) ? other.open(wrappingKey, otherId) : null;
    return otherDataKey == null
        ? null
        : new FileKeys(
            otherId, otherDataKey, wrappingKey, other, fingerprintKey, fingerprint, chance);
  }

  /**
   * The keys of a file.
   *
   * @param envelope the one in the file, or null if it has none
   * @param where the file, for messages
   * @return null if the file is plain, and the source has no key
   * @throws KeyException if the key is wrong, missing, or one too many
   */
  public static @Nullable FileKeys open(
      @Nullable KeyEnvelope envelope,
      KeySource source,
      UUID fileId,
      LongSupplier chance,
      String where) {
    if (envelope != null && !envelope.isKnown()) {
      throw new FormatTooNewException(
          where + ": is encrypted in a way that this pydb does not know. Upgrade pydb to open it.");
    }
    try (OwnerKey owner = OwnerKey.of(source)) {
      if (!isWanted(owner, envelope != null, where)) {
        return null;
      }
      assert owner != null && envelope != null;
      byte[] wrappingKey = envelope.wrappingKey(owner);
      byte[] dataKey = wrappingKey == null ? null : envelope.open(wrappingKey, fileId);
      if (wrappingKey == null || dataKey == null) {
        throw wrong(where);
      }
      byte[] fingerprintKey = Primitives.random(chance, Primitives.KEY_SIZE);
      return new FileKeys(
          fileId,
          dataKey,
          wrappingKey,
          envelope,
          fingerprintKey,
          owner.fingerprint(fingerprintKey),
          chance);
    }
  }

  /**
   * Checks that a source gives the key with which a file was opened.
   *
   * @param opened what the file was opened with; null if it is plain
   * @param where the file, for messages
   * @throws KeyException if the key is wrong, missing, or one too many
   */
  public static void check(@Nullable FileKeys opened, KeySource source, String where) {
    try (OwnerKey owner = OwnerKey.of(source)) {
      if (!isWanted(owner, opened != null, where)) {
        return;
      }
      assert owner != null && opened != null;
      if (!MessageDigest.isEqual(opened.fingerprint, owner.fingerprint(opened.fingerprintKey))) {
        throw wrong(where);
      }
    }
  }

  /** Whether there is a key and must be one; false if there is none and must be none. */
  private static boolean isWanted(@Nullable OwnerKey owner, boolean encrypted, String where) {
    if (owner != null && !encrypted) {
      throw new KeyException(
          KeyException.Kind.UNWANTED,
          where
              + ": is not encrypted, and a key was given. Open it without one; VACUUM INTO makes an"
              + " encrypted copy.");
    }
    if (owner == null && encrypted) {
      throw new KeyException(
          KeyException.Kind.MISSING,
          where + ": is encrypted. Give its key with the property encryption_key.");
    }
    return encrypted;
  }

  private static KeyException wrong(String where) {
    return new KeyException(
        KeyException.Kind.WRONG,
        where + ": the key is not the one that this database is encrypted with.");
  }

  /** Seals pages. */
  public MessageCipher pages() {
    return pages;
  }

  /** Seals frames of the log. */
  public MessageCipher log() {
    return log;
  }

  /** The key of files beside this one that are sealed as a whole. */
  public KeySource forFilesBeside() {
    byte[] key = derived("pydb stores");
    return () -> HexFormat.of().formatHex(key).toCharArray();
  }

  /** What stands in the file. */
  public KeyEnvelope envelope() {
    return envelope;
  }

  /**
   * Proves bytes that need not be hidden: 32 bytes that nobody has without the key, and always the
   * same ones.
   */
  public byte[] proof(byte[] bytes, int from, int count) {
    Mac mac = Primitives.mac(metaKey);
    mac.update(bytes, from, count);
    return mac.doFinal();
  }
}
