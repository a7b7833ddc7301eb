package org.pydb.engine.vfs.layer;

import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/**
 * Compresses files, or encrypts them, or both. Thread-safe.
 *
 * <p>A file is encrypted if there is a key when it is made. What cannot be authenticated when it is
 * read is a {@link org.pydb.engine.error.CorruptionException}; a wrong, missing or unwanted key is
 * a {@link org.pydb.engine.error.KeyException} when the file is opened.
 *
 * <p>What a crash leaves is what was synced last, whole: nothing of what was written since. Closing
 * a file syncs it.
 */
public final class PlacedVfs extends LayerVfs {
  private final boolean compressed;
  private final PlacedKeys keys;

  /**
   * A layer on the files of another Vfs.
   *
   * @param compressed whether files that are made are compressed; those that are there stay as they
   *     are
   * @param keySource gives the key of encrypted files; {@link KeySource#NONE} if there are none
   */
  public PlacedVfs(Vfs inner, boolean compressed, KeySource keySource) {
    super(inner);
    this.compressed = compressed;
    keys = new PlacedKeys(keySource, inner.clock()::random);
  }

  @Override
  VfsFile openBody(String name, OpenMode mode) {
    return PlacedFile.open(inner(), name, mode, compressed, keys);
  }
}
