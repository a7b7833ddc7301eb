package org.pydb.engine.wal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.FormatTooOldException;
import org.pydb.engine.error.NotADatabaseException;

/**
 * What begins each segment of the log's file: which part of the log the segment holds.
 *
 * <pre>
 * offset size
 *      0    8  magic "pydb-wal"
 *      8    2  format version
 *     10    2  zero
 *     12    4  segment size, this header included; the same in all segments
 *     16   16  database id
 *     32    8  sequence: numbers the segments in the order of the log
 *     40    8  previous end: the position where the log before this segment ends; 2^63 - 1 while
 *              recovery fills the segment, which is no part of the log yet
 *     48    8  synced: the log was synced up to this position when this header was written
 *     56    4  incarnation: enters the checksum of every frame that begins in the segment
 *     60    4  CRC32C of bytes 0 to 59
 *     64       payload
 * </pre>
 *
 * <p>Magic, version and checksum stand where they stand in every version, so that an old program
 * can tell a new log from a damaged one. A header lies within one sector of the disk: after a crash
 * it is there or not. A place of the file that was never used has zeros for a header.
 *
 * @param segmentSize bytes of a segment, header included
 * @param databaseId the database to which the log belongs
 * @param sequence the segment's number in the order of the log
 * @param previousEnd where the log before this segment ends: at its {@link #start}, unless recovery
 *     cut it off before; or {@link #NOT_OPEN}
 * @param synced up to where the log was known to be synced when the header was written
 * @param incarnation counts the recoveries
 */
public record SegmentHeader(
    int segmentSize,
    UUID databaseId,
    long sequence,
    long previousEnd,
    long synced,
    int incarnation) {

  /** Bytes of a header. */
  public static final int SIZE = 64;

  /** The format that this version writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /** The least segment: one sector, so that headers do not share theirs. */
  public static final int SEGMENT_SIZE_MIN = 512;

  /** The largest segment. */
  public static final int SEGMENT_SIZE_MAX = 1 << 28;

  /** The previous end of a segment that is no part of the log yet. */
  static final long NOT_OPEN = Long.MAX_VALUE;

  private static final long MAGIC = 0x70796462_2d77616cL;

  private static final int VERSION = 8;
  private static final int SEGMENT_SIZE = 12;
  private static final int DATABASE_ID = 16;
  private static final int SEQUENCE = 32;
  private static final int PREVIOUS_END = 40;
  private static final int SYNCED = 48;
  private static final int INCARNATION = 56;
  private static final int CRC = 60;

  /** Bytes of the log that a segment of this size holds. */
  static int payloadSize(int segmentSize) {
    return segmentSize - SIZE;
  }

  /** Whether segments may have this size: whole sectors, so that writes to them stay apart. */
  static boolean isSegmentSize(int size) {
    return size >= SEGMENT_SIZE_MIN && size <= SEGMENT_SIZE_MAX && size % SEGMENT_SIZE_MIN == 0;
  }

  /** The position at which the segment's payload begins. */
  public long start() {
    return sequence * payloadSize(segmentSize);
  }

  /** The position behind the segment's payload. */
  public long end() {
    return start() + payloadSize(segmentSize);
  }

  /** Whether the segment is a part of the log. */
  public boolean isOpen() {
    return previousEnd != NOT_OPEN;
  }

  /** Whether recovery cut the log off before this segment. */
  boolean isJump() {
    return isOpen() && previousEnd != start();
  }

  /** Writes the header. */
  void put(byte[] target, int at) {
    Bytes.putLong(target, at, MAGIC);
    Bytes.putInt(target, at + VERSION, FORMAT_VERSION << 16);
    Bytes.putInt(target, at + SEGMENT_SIZE, segmentSize);
    Bytes.putLong(target, at + DATABASE_ID, databaseId.getMostSignificantBits());
    Bytes.putLong(target, at + DATABASE_ID + 8, databaseId.getLeastSignificantBits());
    Bytes.putLong(target, at + SEQUENCE, sequence);
    Bytes.putLong(target, at + PREVIOUS_END, previousEnd);
    Bytes.putLong(target, at + SYNCED, synced);
    Bytes.putInt(target, at + INCARNATION, incarnation);
    Bytes.putInt(target, at + CRC, Crc32c.of(target, at, CRC));
  }

  /**
   * Reads and judges a header.
   *
   * @param source the bytes; zeros where the file ended
   * @param where the file and the place in it, for messages
   * @return the header, or null if the place was never used
   * @throws NotADatabaseException if this is no log of ours
   * @throws FormatTooNewException if a newer version wrote it
   * @throws FormatTooOldException if an older version wrote it
   * @throws CorruptionException if it is damaged
   */
  static @Nullable SegmentHeader read(byte[] source, String where) {
    if (Bytes.isZero(source, 0, SIZE)) {
      return null;
    }
    if (Bytes.getLong(source, 0) != MAGIC) {
      throw new NotADatabaseException(where + ": no pydb log begins here. It was left untouched.");
    }
    if (Bytes.getInt(source, CRC) != Crc32c.of(source, 0, CRC)) {
      throw new CorruptionException(
          where + ": a damaged segment header, expected the checksum of its bytes");
    }
    judgeVersion(Bytes.getShort(source, VERSION), where);
    int segmentSize = Bytes.getInt(source, SEGMENT_SIZE);
    if (!isSegmentSize(segmentSize)) {
      throw new CorruptionException(
          where + ": an impossible segment size of " + segmentSize + " bytes");
    }
    return new SegmentHeader(
        segmentSize,
        new UUID(Bytes.getLong(source, DATABASE_ID), Bytes.getLong(source, DATABASE_ID + 8)),
        Bytes.getLong(source, SEQUENCE),
        Bytes.getLong(source, PREVIOUS_END),
        Bytes.getLong(source, SYNCED),
        Bytes.getInt(source, INCARNATION));
  }

  private static void judgeVersion(int version, String where) {
    String found = where + ": has log format " + version + ", this pydb reads ";
    if (version > FORMAT_VERSION) {
      throw new FormatTooNewException(
          found + "up to " + FORMAT_VERSION + ". Upgrade pydb to open it.");
    }
    if (version < FORMAT_VERSION) {
      throw new FormatTooOldException(found + "from " + FORMAT_VERSION + ".");
    }
  }
}
