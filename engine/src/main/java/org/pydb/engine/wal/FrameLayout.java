package org.pydb.engine.wal;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.crypto.MessageCipher;

/**
 * The bytes of a frame.
 *
 * <pre>
 * offset size
 *      0    4  CRC32C of the seed and bytes 4 to the end
 *      4    4  length of the body
 *      8    8  number of the frame: one more than that of the frame before, for ever
 *     16    8  synced: the log was synced up to this position when the frame was written
 *     24    4  segments: so many the file had, and keeps
 *     28    1  kind: the owner's, as is the body
 *     29    3  lower 24 bits of the CRC32C of the seed and bytes 4 to 28
 *     32       body, and zeros up to a multiple of 8 bytes; in the log of an encrypted database the
 *              body is a seal of {@link MessageCipher} and what the owner's is encrypted to, with
 *              which the seed and bytes 4 to 28 are associated
 * </pre>
 *
 * <p>The seed is not stored. So a frame is one only where it was written, and only in the life of
 * the log for which it was written: what an earlier use of the segment left behind, or what a crash
 * left behind the end, passes for nothing.
 *
 * <pre>
 *      0    8  incarnation of the segment in which the frame begins
 *      8    8  position at which it begins
 * </pre>
 *
 * <p>The head has a checksum of its own, so that it tells something even where the rest is lost.
 */
final class FrameLayout {

  /** Bytes before the body. */
  static final int HEADER_SIZE = 32;

  /** Frames begin at multiples of this. */
  static final int ALIGNMENT = 8;

  /**
   * Room that {@link #putSeed} needs before a frame: the seed is longer by this than the checksum,
   * whose place it takes while checksums are computed.
   */
  static final int SEED_ROOM = 12;

  private static final int LENGTH = 4;
  private static final int NUMBER = 8;
  private static final int SYNCED = 16;
  private static final int SEGMENTS = 24;
  private static final int KIND = 28;
  private static final int HEAD_CHECKSUM = 29;
  private static final int HEAD_CHECKSUM_MASK = 0xFF_FFFF;

  private FrameLayout() {}

  /** Bytes of a body with its padding. */
  static int paddedSize(int bodyLength) {
    return (bodyLength + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Bytes of a frame. */
  static int size(int bodyLength) {
    return HEADER_SIZE + paddedSize(bodyLength);
  }

  /** The length of what stands in the file for a body of this length. */
  static int sealedLength(int length, @Nullable MessageCipher cipher) {
    return cipher == null ? length : length + MessageCipher.SEAL_SIZE;
  }

  /**
   * Writes a body sealed behind its header, which must be written but for the checksums. The {@link
   * #SEED_ROOM} before the header is overwritten.
   */
  static void putSealed(
      MessageCipher cipher,
      byte[] body,
      int from,
      int length,
      byte[] frame,
      int at,
      int incarnation,
      long position) {
    putSeed(frame, at, incarnation, position);
    int seal = at + HEADER_SIZE;
    cipher.seal(
        frame,
        at - SEED_ROOM,
        SEED_ROOM + HEAD_CHECKSUM,
        body,
        from,
        length,
        frame,
        seal + MessageCipher.SEAL_SIZE,
        frame,
        seal);
  }

  /** Puts the owner's body in the place of a sealed one; the seed must have been put. */
  static boolean open(MessageCipher cipher, byte[] header, int at, byte[] body, int sealedLength) {
    int length = sealedLength - MessageCipher.SEAL_SIZE;
    return length >= 0
        && cipher.open(
            header,
            at - SEED_ROOM,
            SEED_ROOM + HEAD_CHECKSUM,
            body,
            MessageCipher.SEAL_SIZE,
            length,
            body,
            0,
            body,
            0);
  }

  /** Writes everything before the body but the checksums. */
  static void putHeader(
      byte[] target, int at, int length, long number, long synced, int segments, int kind) {
    Bytes.putInt(target, at + LENGTH, length);
    Bytes.putLong(target, at + NUMBER, number);
    Bytes.putLong(target, at + SYNCED, synced);
    Bytes.putInt(target, at + SEGMENTS, segments);
    Bytes.putInt(target, at + KIND, kind << 24);
  }

  /**
   * Writes the checksums: the last step before a frame goes out. The {@link #SEED_ROOM} before it
   * is overwritten.
   */
  static void putChecksums(
      CRC32C crc, byte[] frame, int at, int size, int incarnation, long position) {
    putSeed(frame, at, incarnation, position);
    int kind = kind(frame, at);
    Bytes.putInt(frame, at + KIND, kind << 24 | headChecksum(crc, frame, at));
    crc.reset();
    crc.update(frame, at - SEED_ROOM, SEED_ROOM + size);
    Bytes.putInt(frame, at, (int) crc.getValue());
  }

  /** Puts the seed where the checksum stands, and before it; now checksums can be computed. */
  static void putSeed(byte[] frame, int at, int incarnation, long position) {
    Bytes.putLong(frame, at - SEED_ROOM, incarnation);
    Bytes.putLong(frame, at - SEED_ROOM + 8, position);
  }

  /** Whether the head is whole; the seed must have been put. */
  static boolean isHeadWhole(CRC32C crc, byte[] header, int at) {
    int stored = Bytes.getInt(header, at + KIND) & HEAD_CHECKSUM_MASK;
    return stored == headChecksum(crc, header, at);
  }

  /** The checksum of head and body, which may be in different arrays; the seed must be put. */
  static int checksum(CRC32C crc, byte[] header, int at, byte[] body, int paddedSize) {
    crc.reset();
    crc.update(header, at - SEED_ROOM, SEED_ROOM + HEADER_SIZE);
    crc.update(body, 0, paddedSize);
    return (int) crc.getValue();
  }

  private static int headChecksum(CRC32C crc, byte[] header, int at) {
    crc.reset();
    crc.update(header, at - SEED_ROOM, SEED_ROOM + HEAD_CHECKSUM);
    return (int) crc.getValue() & HEAD_CHECKSUM_MASK;
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

  static int segments(byte[] source, int at) {
    return Bytes.getInt(source, at + SEGMENTS);
  }

  static int kind(byte[] source, int at) {
    return Bytes.getByte(source, at + KIND);
  }
}
