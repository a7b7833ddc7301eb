package org.pydb.engine.vfs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.vfs.VfsFile;

/**
 * The first sector of a segment. Data begins at byte {@link #SIZE}, so that no page of 8 KB lies in
 * two segments.
 *
 * <pre>
 * offset size
 *      0    8  magic: "pydbsegm"
 *      8    4  version
 *     12    4  zero
 *     16    8  bytes of a segment, this header's {@link #SIZE} included
 *     24   16  id of the file, random; all of its segments have it
 *     40    8  number of this segment, from 0
 *     48    8  how many segments the file has; in the first only
 *     56    1  bytes of the other name
 *     57  255  the name that the file had, or was to get, when it was last renamed
 *    508    4  CRC32C of bytes 0 to 507
 * </pre>
 *
 * @param segmentSize bytes of a segment
 * @param file id of the file
 * @param number of the segment
 * @param count of segments, in the first
 * @param otherName where segments may be while the file is renamed; empty if nowhere else
 */
record SegmentHeader(long segmentSize, UUID file, long number, long count, String otherName) {

  /** Where data begins. */
  static final int SIZE = 8192;

  static final long MAGIC = 0x70796462_7365676DL;

  private static final int SECTOR = 512;
  private static final int VERSION = 1;
  private static final int NAME = 57;
  private static final int NAME_MAX = 255;
  private static final int CRC = SECTOR - 4;

  SegmentHeader withCount(long newCount) {
    return new SegmentHeader(segmentSize, file, number, newCount, otherName);
  }

  SegmentHeader withOtherName(String name) {
    return new SegmentHeader(segmentSize, file, number, count, name);
  }

  /** The header of another segment of the file. */
  SegmentHeader of(long otherNumber) {
    return new SegmentHeader(segmentSize, file, otherNumber, 0, "");
  }

  /** Whether a name can be written down. */
  static boolean fits(String name) {
    return name.getBytes(UTF_8).length <= NAME_MAX;
  }

  void write(VfsFile target) {
    byte[] sector = new byte[SECTOR];
    Bytes.putLong(sector, 0, MAGIC);
    Bytes.putInt(sector, 8, VERSION);
    Bytes.putLong(sector, 16, segmentSize);
    Bytes.putLong(sector, 24, file.getMostSignificantBits());
    Bytes.putLong(sector, 32, file.getLeastSignificantBits());
    Bytes.putLong(sector, 40, number);
    Bytes.putLong(sector, 48, count);
    byte[] name = otherName.getBytes(UTF_8);
    sector[NAME - 1] = (byte) name.length;
    System.arraycopy(name, 0, sector, NAME, name.length);
    Bytes.putInt(sector, CRC, Crc32c.of(sector, 0, CRC));
    target.write(0, sector, 0, SECTOR);
  }

  /**
   * Reads a header.
   *
   * @param where the segment, for messages
   * @return null if nothing was ever synced there, so that there is none
   * @throws CorruptionException if it is damaged
   */
  static @Nullable SegmentHeader read(VfsFile source, String where) {
    byte[] sector = new byte[SECTOR];
    int length = source.read(0, sector, 0, SECTOR);
    if (Bytes.isZero(sector, 0, SECTOR)) {
      return null;
    }
    if (length < SECTOR || Bytes.getLong(sector, 0) != MAGIC) {
      throw new CorruptionException(where + ": found other bytes, expected a segment's header");
    }
    if (Bytes.getInt(sector, CRC) != Crc32c.of(sector, 0, CRC)) {
      throw new CorruptionException(
          where + ", byte 0: found a damaged segment header, expected the checksum of its bytes");
    }
    if (Bytes.getInt(sector, 8) != VERSION) {
      throw new FormatTooNewException(
          where + ": has segments of a newer kind. Upgrade pydb to open it.");
    }
    return new SegmentHeader(
        Bytes.getLong(sector, 16),
        new UUID(Bytes.getLong(sector, 24), Bytes.getLong(sector, 32)),
        Bytes.getLong(sector, 40),
        Bytes.getLong(sector, 48),
        new String(sector, NAME, sector[NAME - 1] & 0xff, UTF_8));
  }
}
