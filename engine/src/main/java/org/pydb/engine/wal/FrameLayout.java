package org.pydb.engine.wal;

import java.util.zip.CRC32C;
import org.pydb.engine.bytes.Bytes;

/**
 * The bytes of a frame.
 *
 * <pre>
 * offset size
 *      0    4  CRC32C, see below
 *      4    4  length of the body
 *      8    8  number of the frame: one more than that of the frame before, for ever
 *     16    8  synced: the log was synced up to this position when the frame was written
 *     24    1  kind: the owner's, as is the body
 *     25    3  zero
 *     28    4  segments: so many the file had, and keeps
 *     32       body, and zeros up to a multiple of 8 bytes
 * </pre>
 *
 * <p>The checksum covers 16 bytes that are not stored and then everything behind the checksum:
 *
 * <pre>
 *      0    8  incarnation of the segment in which the frame begins
 *      8    8  position at which it begins
 * </pre>
 *
 * <p>So a frame is one only where it was written, and only in the life of the log for which it was
 * written: what an earlier use of the segment left behind, or what a crash left behind the end,
 * passes for nothing.
 */
final class FrameLayout {

  /** Bytes before the body. */
  static final int HEADER_SIZE = 32;

  /** Frames begin at multiples of this. */
  static final int ALIGNMENT = 8;

  /** Room that {@link #checksum} needs before a frame, to put there what is not stored. */
  static final int SEED_ROOM = 12;

  private static final int CRC_SIZE = 4;

  private static final int LENGTH = 4;
  private static final int NUMBER = 8;
  private static final int SYNCED = 16;
  private static final int KIND = 24;
  private static final int SEGMENTS = 28;

  private FrameLayout() {}

  /** Bytes of a body with its padding. */
  static int paddedSize(int bodyLength) {
    return (bodyLength + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Bytes of a frame. */
  static int size(int bodyLength) {
    return HEADER_SIZE + paddedSize(bodyLength);
  }

  /** Writes everything before the body but the checksum. */
  static void putHeader(
      byte[] target, int at, int length, long number, long synced, int kind, int segments) {
    Bytes.putInt(target, at + LENGTH, length);
    Bytes.putLong(target, at + NUMBER, number);
    Bytes.putLong(target, at + SYNCED, synced);
    Bytes.putInt(target, at + KIND, kind << 24);
    Bytes.putInt(target, at + SEGMENTS, segments);
  }

  /** Writes the checksum: the last step before a frame goes out. */
  static void putChecksum(byte[] target, int at, int checksum) {
    Bytes.putInt(target, at, checksum);
  }

  static int storedChecksum(byte[] source, int at) {
    return Bytes.getInt(source, at);
  }

  static int length(byte[] source, int at) {
    return Bytes.getInt(source, at + LENGTH);
  }

  static long number(byte[] source, int at) {
    return Bytes.getLong(source, at + NUMBER);
  }

  static long synced(byte[] source, int at) {
    return Bytes.getLong(source, at + SYNCED);
  }

  static int kind(byte[] source, int at) {
    return Bytes.getByte(source, at + KIND);
  }

  static boolean isReservedZero(byte[] source, int at) {
    return Bytes.isZero(source, at + KIND + 1, at + SEGMENTS);
  }

  static int segments(byte[] source, int at) {
    return Bytes.getInt(source, at + SEGMENTS);
  }

  /**
   * The checksum of a frame. What is not stored goes where the checksum will stand and into the
   * {@link #SEED_ROOM} before it, so that it and the header are summed up in one step; whatever
   * stood there is lost.
   *
   * @param header holds the header at {@code at}
   * @param body holds the padded body at {@code bodyAt}
   */
  static int checksum(
      CRC32C crc,
      byte[] header,
      int at,
      byte[] body,
      int bodyAt,
      int paddedSize,
      int incarnation,
      long position) {
    int from = at - SEED_ROOM;
    Bytes.putLong(header, from, incarnation);
    Bytes.putLong(header, from + 8, position);
    crc.reset();
    if (header == body && bodyAt == at + HEADER_SIZE) {
      crc.update(header, from, SEED_ROOM + HEADER_SIZE + paddedSize);
    } else {
      crc.update(header, from, SEED_ROOM + HEADER_SIZE);
      crc.update(body, bodyAt, paddedSize);
    }
    return (int) crc.getValue();
  }

  static {
    assert SEED_ROOM + CRC_SIZE == 16;
  }
}
