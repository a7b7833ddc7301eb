package org.pydb.engine.wal;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.MessageCipher;

/** Reads one frame after the other, wherever it is told to. Not thread-safe. */
final class FrameReader {

  /** Where a frame's header stands in its buffer: behind room for the seed. */
  private static final int HEADER = FrameLayout.SEED_ROOM;

  private final SegmentMap map;
  private final @Nullable MessageCipher cipher;
  private final CRC32C crc = new CRC32C();
  private final byte[] header = new byte[HEADER + FrameLayout.HEADER_SIZE];
  private byte[] body = new byte[4096];
  private long position;
  private int storedChecksum;

  FrameReader(SegmentMap map, @Nullable MessageCipher cipher) {
    this.map = map;
    this.cipher = cipher;
  }

  /**
   * Reads what may be a frame.
   *
   * @return whether there is one; only then all the other methods have a meaning
   */
  boolean read(long at) {
    return readHead(at) && readBody();
  }

  /**
   * Reads what may be the head of a frame, whatever became of the rest.
   *
   * @return whether there is one; only then the other methods have a meaning, but for the body
   */
  boolean readHead(long at) {
    position = at;
    if (map.read(at, header, HEADER, FrameLayout.HEADER_SIZE) < FrameLayout.HEADER_SIZE) {
      return false;
    }
    int length = length();
    int lengthMax = FrameLayout.sealedLength(WriteAheadLog.FRAME_BODY_MAX, cipher);
    if (length < 0 || length > lengthMax || synced() < 0 || synced() > at) {
      return false; // told sooner than by a checksum: a search for frames looks at every place
    }
    storedChecksum = FrameLayout.storedChecksum(header, HEADER);
    FrameLayout.putSeed(header, HEADER, map.incarnation(at), at);
    return FrameLayout.isHeadWhole(crc, header, HEADER);
  }

  /** Reads the body of the frame whose head was read last. */
  boolean readBody() {
    int paddedSize = FrameLayout.paddedSize(length());
    if (paddedSize > body.length) {
      body = new byte[Math.max(paddedSize, 2 * body.length)];
    }
    return map.read(position + FrameLayout.HEADER_SIZE, body, 0, paddedSize) == paddedSize
        && storedChecksum == FrameLayout.checksum(crc, header, HEADER, body, paddedSize);
  }

  long number() {
    return FrameLayout.number(header, HEADER);
  }

  long synced() {
    return FrameLayout.synced(header, HEADER);
  }

  int segments() {
    return FrameLayout.segments(header, HEADER);
  }

  int kind() {
    return FrameLayout.kind(header, HEADER);
  }

  private int length() {
    return FrameLayout.length(header, HEADER);
  }

  /**
   * Decrypts the body of the frame that was read last, if the log is encrypted.
   *
   * @return whether it is as it was written
   */
  boolean open() {
    return cipher == null || FrameLayout.open(cipher, header, HEADER, body, length());
  }

  /** Holds the body from 0 to {@link #bodyLength}, once it is open, until the next read. */
  byte[] body() {
    return body;
  }

  /** The length of the body that the owner wrote. */
  int bodyLength() {
    return cipher == null ? length() : length() - MessageCipher.SEAL_SIZE;
  }

  /** The position behind the frame. */
  long end() {
    return position + FrameLayout.size(length());
  }
}
