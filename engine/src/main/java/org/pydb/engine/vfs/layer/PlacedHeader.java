package org.pydb.engine.vfs.layer;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.crypto.KeyEnvelope;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.vfs.VfsFile;

/**
 * Says where the map of a file's pages is. There are two places for it, at bytes 0 and 4096, which
 * take turns: so one of them is always whole. A sector each.
 *
 * <pre>
 * offset size
 *      0    8  magic: "pydbplac"
 *      8    4  version
 *     12    4  1 if pages are deflated
 *     16   16  id of the file, random
 *     32    8  sequence: the newer of two headers has the higher one
 *     40    8  bytes of the file, as whoever reads it sees it
 *     48    8  place of the map's root
 *     56    4  checksum of the record there
 *     60    4  zero
 *     64   84  of an encrypted file: its {@link KeyEnvelope}
 *    148   32  of an encrypted file: an HMAC of bytes 0 to 147
 *    508    4  CRC32C of bytes 0 to 507
 * </pre>
 *
 * @param compressed whether pages are deflated
 * @param file id of the file
 * @param sequence which of the two headers is the newer one
 * @param size bytes of the file
 * @param root place of the root of the map
 * @param rootCheck checksum of the root
 * @param envelope holds the key of an encrypted file
 */
record PlacedHeader(
    boolean compressed,
    UUID file,
    long sequence,
    long size,
    long root,
    int rootCheck,
    @Nullable KeyEnvelope envelope) {

  /** Bytes of a sector: what the medium writes whole or not at all. */
  static final int SECTOR = 512;

  static final long MAGIC = 0x70796462_706C6163L;

  /** The sectors from here on are for records. */
  static final int FIRST_SECTOR = 16;

  private static final int VERSION = 1;
  private static final int SECOND = 4096;
  private static final int ENVELOPE = 64;
  private static final int PROOF = ENVELOPE + KeyEnvelope.SIZE;
  private static final int PROOF_SIZE = 32;
  private static final int CRC = SECTOR - 4;

  /** Writes the header to the place whose turn it is. */
  void write(VfsFile target, @Nullable FileKeys keys) {
    byte[] sector = new byte[SECTOR];
    Bytes.putLong(sector, 0, MAGIC);
    Bytes.putInt(sector, 8, VERSION);
    Bytes.putInt(sector, 12, compressed ? 1 : 0);
    Bytes.putLong(sector, 16, file.getMostSignificantBits());
    Bytes.putLong(sector, 24, file.getLeastSignificantBits());
    Bytes.putLong(sector, 32, sequence);
    Bytes.putLong(sector, 40, size);
    Bytes.putLong(sector, 48, root);
    Bytes.putInt(sector, 56, rootCheck);
    if (envelope != null && keys != null) {
      envelope.put(sector, ENVELOPE);
      System.arraycopy(keys.proof(sector, 0, PROOF), 0, sector, PROOF, PROOF_SIZE);
    }
    Bytes.putInt(sector, CRC, Crc32c.of(sector, 0, CRC));
    target.write(sequence % 2 == 0 ? 0 : SECOND, sector, 0, SECTOR);
  }

  /** Whether the proof in the file is that of the key. */
  boolean isProved(VfsFile source, FileKeys keys) {
    byte[] sector = new byte[SECTOR];
    source.read(sequence % 2 == 0 ? 0 : SECOND, sector, 0, SECTOR);
    return Arrays.equals(
        keys.proof(sector, 0, PROOF), Arrays.copyOfRange(sector, PROOF, PROOF + PROOF_SIZE));
  }

  /**
   * Reads the newer header that is whole.
   *
   * @param where the file, for messages
   * @return null if nothing was ever synced there, so that there is none
   * @throws CorruptionException if there are no whole ones
   */
  static @Nullable PlacedHeader read(VfsFile source, String where) {
    PlacedHeader newest = null;
    boolean damaged = false;
    for (int at : new int[] {0, SECOND}) {
      byte[] sector = new byte[SECTOR];
      source.read(at, sector, 0, SECTOR);
      if (isWhole(sector)) {
        PlacedHeader found = get(sector, where);
        newest = newest == null || found.sequence > newest.sequence ? found : newest;
      } else {
        damaged |= !Bytes.isZero(sector, 0, SECTOR);
      }
    }
    if (newest == null && damaged) {
      throw new CorruptionException(
          where + ", bytes 0 and 4096: found no whole header, expected one at least");
    }
    return newest;
  }

  /** Whether a file begins as one with such headers does, whole or not. */
  static boolean isThere(VfsFile source) {
    byte[] magic = new byte[8];
    boolean found = false;
    for (int at : new int[] {0, SECOND}) {
      found |= source.read(at, magic, 0, 8) == 8 && Bytes.getLong(magic, 0) == MAGIC;
    }
    return found;
  }

  private static boolean isWhole(byte[] sector) {
    return Bytes.getLong(sector, 0) == MAGIC
        && Bytes.getInt(sector, CRC) == Crc32c.of(sector, 0, CRC);
  }

  private static PlacedHeader get(byte[] sector, String where) {
    if (Bytes.getInt(sector, 8) != VERSION) {
      throw new FormatTooNewException(
          where + ": is compressed or encrypted by a newer pydb. Upgrade pydb to open it.");
    }
    return new PlacedHeader(
        Bytes.getInt(sector, 12) == 1,
        new UUID(Bytes.getLong(sector, 16), Bytes.getLong(sector, 24)),
        Bytes.getLong(sector, 32),
        Bytes.getLong(sector, 40),
        Bytes.getLong(sector, 48),
        Bytes.getInt(sector, 56),
        KeyEnvelope.get(sector, ENVELOPE));
  }
}
