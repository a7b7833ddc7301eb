package org.pydb.engine.wal;

import java.util.zip.CRC32C;

/** Reads one frame after the other, wherever it is told to. Not thread-safe. */
final class FrameReader {

  /** Where a frame's header stands in its buffer: behind what its checksum needs. */
  private static final int HEADER = FrameLayout.SEED_ROOM;

  private final SegmentMap map;
  private final CRC32C crc = new CRC32C();
  private final byte[] header = new byte[HEADER + FrameLayout.HEADER_SIZE];
  private byte[] body = new byte[4096];
  private long position;

  FrameReader(SegmentMap map) {
    this.map = map;
  }

  /**
   * Reads what may be a frame.
   *
   * @param syncedMin a frame that says less of the log was synced is not wanted
   * @return whether there is a frame; only then the other methods have a meaning
   */
  boolean read(long at, long syncedMin) {
    if (!readHead(at) || synced() < syncedMin) {
      return false;
    }
    int paddedSize = FrameLayout.paddedSize(length());
    if (paddedSize > body.length) {
      body = new byte[Math.max(paddedSize, 2 * body.length)];
    }
    if (map.read(at + FrameLayout.HEADER_SIZE, body, 0, paddedSize) < paddedSize) {
      return false;
    }
    int stored = FrameLayout.storedChecksum(header, HEADER);
    int incarnation = map.incarnation(at);
    return stored
        == FrameLayout.checksum(crc, header, HEADER, body, 0, paddedSize, incarnation, at);
  }

  /**
   * Reads what may be the head of a frame, whatever became of the rest. Most places where there is
   * none show it: a search for frames looks at every place.
   */
  boolean readHead(long at) {
    position = at;
    if (map.read(at, header, HEADER, FrameLayout.HEADER_SIZE) < FrameLayout.HEADER_SIZE) {
      return false;
    }
    int length = length();
    return synced() >= 0
        && synced() <= at
        && length >= 0
        && length <= WriteAheadLog.FRAME_BODY_MAX
        && FrameLayout.isReservedZero(header, HEADER);
  }

  long number() {
    return FrameLayout.number(header, HEADER);
  }

  long synced() {
    return FrameLayout.synced(header, HEADER);
  }

  int kind() {
    return FrameLayout.kind(header, HEADER);
  }

  int segments() {
    return FrameLayout.segments(header, HEADER);
  }

  int length() {
    return FrameLayout.length(header, HEADER);
  }

  /** Holds the body from 0 to {@link #length}, until the next read. */
  byte[] body() {
    return body;
  }

  /** The position behind the frame. */
  long end() {
    return position + FrameLayout.size(length());
  }
}
