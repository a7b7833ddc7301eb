package org.pydb.engine.vfs.layer;

import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeyEnvelope;
import org.pydb.engine.crypto.KeySource;

/**
 * The keys of files that one owner's key opens. Each has a data key of its own; but what takes some
 * tenths of a second, to derive a key from a passphrase, is done once for all of them. Thread-safe.
 */
final class PlacedKeys {
  private final KeySource source;
  private final LongSupplier chance;

  /** Those of some file. */
  private volatile @Nullable FileKeys known;

  /**
   * Of the files of a place.
   *
   * @param source gives the owner's key
   * @param chance gives 64 random bits that nobody can guess
   */
  PlacedKeys(KeySource source, LongSupplier chance) {
    this.source = source;
    this.chance = chance;
  }

  /** Keys for a new file; null if it shall be plain. */
  @Nullable FileKeys create(UUID file) {
    FileKeys other = known;
    FileKeys keys = other == null ? FileKeys.create(source, file, chance) : other.forCopy(file);
    known = keys;
    return keys;
  }

  /**
   * The keys of a file that is there; null if it is plain.
   *
   * @throws org.pydb.engine.error.KeyException if the key is wrong, missing, or one too many
   */
  @Nullable FileKeys open(@Nullable KeyEnvelope envelope, UUID file, String where) {
    FileKeys other = known;
    FileKeys keys = other == null || envelope == null ? null : other.forFile(envelope, file);
    if (keys == null) {
      keys = FileKeys.open(envelope, source, file, chance, where);
    }
    known = keys == null ? other : keys;
    return keys;
  }
}
