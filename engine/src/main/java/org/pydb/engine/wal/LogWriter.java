package org.pydb.engine.wal;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.vfs.VfsFile;

/**
 * Lays frames, one behind the other, into segments. For one thread at a time; {@link #end} is for
 * all.
 *
 * <p>A frame goes out in one write for each segment that it touches. The buffer has room before the
 * frame, so that the header of a segment that the frame enters stands directly before the part of
 * the frame that goes there, over bytes that are written already:
 *
 * <pre>
 *   buffer   ........ffffffffffffffffffff        a frame that crosses into a new segment
 *   write 1          ffffffff                    to the end of the old segment
 *   write 2          HHHHHHHHffffffffffff        header and rest, to the new one
 * </pre>
 */
final class LogWriter {

  /** Where a frame begins in the buffer: behind room for a segment's header. */
  private static final int FRAME = SegmentHeader.SIZE;

  private static final int BODY = FRAME + FrameLayout.HEADER_SIZE;

  private static final int BUFFER_SIZE = 4096;

  /** The largest buffer that is kept from one frame to the next. */
  private static final int BUFFER_KEPT_MAX = 1 << 20;

  private final VfsFile file;
  private final SegmentTable table;
  private final LogIdentity identity;
  private final @Nullable MessageCipher cipher;
  private final int segmentSize;
  private final int payloadSize;

  private final CRC32C crc = new CRC32C();
  private byte[] buffer = new byte[BUFFER_SIZE];

  private long firstSequence;
  private int firstSlot;

  /** The position behind the segment that is being written. */
  private long segmentEnd;

  /** What to add to a position in that segment to get its place in the file. */
  private long toFile;

  /** The position behind the last frame. */
  private volatile long end;

  LogWriter(
      VfsFile file, SegmentTable table, LogIdentity identity, @Nullable MessageCipher cipher) {
    this.file = file;
    this.table = table;
    this.identity = identity;
    this.cipher = cipher;
    this.segmentSize = identity.segmentSize();
    this.payloadSize = SegmentHeader.payloadSize(segmentSize);
  }

  /** The position behind the last frame. */
  long end() {
    return end;
  }

  /** The position behind the segment that is being written. */
  long segmentEnd() {
    return segmentEnd;
  }

  /** How many slots must be free for so many bytes of frames. */
  int slotsFor(long bytes) {
    long beyond = Math.max(0, end + bytes - segmentEnd);
    return Math.toIntExact((beyond + payloadSize - 1) / payloadSize);
  }

  /** Enters the first segment. A slot must be free. */
  void begin(long sequence) {
    firstSequence = sequence;
    firstSlot = enter(sequence);
    end = sequence * payloadSize;
  }

  /**
   * Writes the header of the first segment.
   *
   * @param previousEnd where the log before it ends, or {@link SegmentHeader#NOT_OPEN}
   * @param synced up to where the log is known to be synced
   */
  void putFirstHeader(long previousEnd, long synced) {
    byte[] header = new byte[SegmentHeader.SIZE];
    putHeader(header, 0, firstSequence, previousEnd, synced);
    file.write((long) firstSlot * segmentSize, header, 0, header.length);
  }

  /**
   * Writes a frame at the end. The slots that it needs must be free.
   *
   * @param synced up to where the log is known to be synced
   */
  void append(long number, int kind, byte[] body, int from, int length, long synced) {
    int sealedLength = FrameLayout.sealedLength(length, cipher);
    int paddedSize = FrameLayout.paddedSize(sealedLength);
    byte[] bytes = bufferFor(BODY + paddedSize);
    Arrays.fill(bytes, BODY + sealedLength, BODY + paddedSize, (byte) 0);
    int size = FrameLayout.HEADER_SIZE + paddedSize;
    FrameLayout.putHeader(bytes, FRAME, sealedLength, number, synced, table.slotCount(), kind);
    if (cipher == null) {
      System.arraycopy(body, from, bytes, BODY, length);
    } else {
      FrameLayout.putSealed(cipher, body, from, length, bytes, FRAME, identity.incarnation(), end);
    }
    FrameLayout.putChecksums(crc, bytes, FRAME, size, identity.incarnation(), end);
    write(bytes, size, synced);
  }

  private void write(byte[] bytes, int size, long synced) {
    long position = end;
    int done = 0;
    while (done < size) {
      int headerSize = 0;
      if (position == segmentEnd) {
        long sequence = position / payloadSize;
        enter(sequence);
        headerSize = SegmentHeader.SIZE;
        putHeader(bytes, FRAME + done - headerSize, sequence, position, synced);
      }
      int count = (int) Math.min(size - done, segmentEnd - position);
      file.write(
          position + toFile - headerSize, bytes, FRAME + done - headerSize, headerSize + count);
      done += count;
      position += count;
    }
    end = position;
  }

  /** Makes a free slot the place of a segment. */
  private int enter(long sequence) {
    long start = sequence * payloadSize;
    int slot = table.enter(start, start + payloadSize);
    segmentEnd = start + payloadSize;
    toFile = (long) slot * segmentSize + SegmentHeader.SIZE - start;
    return slot;
  }

  private void putHeader(byte[] target, int at, long sequence, long previousEnd, long synced) {
    identity.header(sequence, previousEnd, synced).put(target, at);
  }

  private byte[] bufferFor(int size) {
    if (size <= buffer.length) {
      return buffer;
    }
    byte[] larger = new byte[Math.max(size, 2 * buffer.length)];
    if (larger.length <= BUFFER_KEPT_MAX) {
      buffer = larger;
    }
    return larger;
  }
}
