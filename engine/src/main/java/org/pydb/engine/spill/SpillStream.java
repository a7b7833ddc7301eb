package org.pydb.engine.spill;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.pydb.engine.crypto.MessageCipher;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.vfs.VfsFile;

/**
 * A sequence of blocks in a {@link SpillSpace}: appended, then read by number, as often as wanted.
 * Not thread-safe.
 *
 * <pre>
 *   block    0           1                   2
 *        ├────────┼───────────────────┼─────────────┤      one after the other, without gaps,
 *   ├───────────────┤  ├──────────────┤  ├──────────────┤  in extents that lie anywhere
 *     extent 7           extent 3          extent 12
 * </pre>
 *
 * <p>The file holds nothing but the blocks' bytes. Where a block ends and its checksum, which takes
 * in the numbers of stream and block, are kept in memory: so a block that was lost, torn or written
 * elsewhere is found when it is read. Of an encrypted block its seal is kept there, too.
 */
public final class SpillStream implements AutoCloseable {
  private final SpillSpace space;
  private final long number;
  private final CRC32C crc = new CRC32C();

  private int[] extents = {};
  private int extentCount;

  // Of each block: where it ends, and its checksum.
  private long[] ends = {};
  private int[] checksums = {};

  /** Of each block its seal, if blocks are encrypted. */
  private byte[] seals = {};

  private int blockCount;

  private boolean closed;

  SpillStream(SpillSpace space, long number) {
    this.space = space;
    this.number = number;
  }

  /** How many blocks there are. */
  public int blockCount() {
    return blockCount;
  }

  /** The bytes of all blocks. */
  public long byteCount() {
    return start(blockCount);
  }

  /** The bytes of a block. */
  public int length(int block) {
    return Math.toIntExact(ends[block] - start(block));
  }

  private long start(int block) {
    return block == 0 ? 0 : ends[block - 1];
  }

  /**
   * Writes the next block. If that fails the stream is as it was.
   *
   * @throws org.pydb.engine.error.DiskFullException if there is no room
   */
  public void append(byte[] bytes, int from, int count) {
    assert !closed;
    if (blockCount == ends.length) {
      int capacity = Math.max(8, 2 * blockCount);
      ends = Arrays.copyOf(ends, capacity);
      checksums = Arrays.copyOf(checksums, capacity);
    }
    int checksum = checksum(blockCount, bytes, from, count);
    MessageCipher cipher = space.cipher();
    if (cipher == null) {
      write(bytes, from, count);
    } else {
      byte[] sealed = new byte[count];
      if (seals.length < sealAt(ends.length)) {
        seals = Arrays.copyOf(seals, sealAt(ends.length));
      }
      cipher.seal(sealed, 0, 0, bytes, from, count, sealed, 0, seals, sealAt(blockCount));
      write(sealed, 0, count);
    }
    ends[blockCount] = byteCount() + count;
    checksums[blockCount] = checksum;
    blockCount++;
  }

  private void write(byte[] bytes, int from, int count) {
    long start = byteCount();
    takeExtents(start + count);
    VfsFile file = space.file();
    for (int done = 0; done < count; ) {
      int length = untilExtentEnd(start + done, count - done);
      file.write(place(start + done), bytes, from + done, length);
      done += length;
    }
  }

  private static int sealAt(int block) {
    return block * MessageCipher.SEAL_SIZE;
  }

  private void takeExtents(long size) {
    while ((long) extentCount * SpillSpace.EXTENT < size) {
      if (extentCount == extents.length) {
        extents = Arrays.copyOf(extents, Math.max(4, 2 * extentCount));
      }
      extents[extentCount] = space.take();
      extentCount++;
    }
  }

  /**
   * Reads a block: its {@link #length} bytes, to {@code target} from {@code to} on.
   *
   * @throws CorruptionException if it is not what was written
   */
  public void read(int block, byte[] target, int to) {
    assert !closed;
    long start = start(block);
    int count = length(block);
    VfsFile file = space.file();
    int read = 0;
    while (read < count) {
      int length = untilExtentEnd(start + read, count - read);
      if (file.read(place(start + read), target, to + read, length) < length) {
        throw damaged(block, "it ends early");
      }
      read += length;
    }
    MessageCipher cipher = space.cipher();
    if (cipher != null
        && !cipher.open(target, 0, 0, target, to, count, target, to, seals, sealAt(block))) {
      throw damaged(block, "it was changed");
    }
    if (checksum(block, target, to, count) != checksums[block]) {
      throw damaged(block, "its checksum is wrong");
    }
  }

  private CorruptionException damaged(int block, String how) {
    return new CorruptionException(
        "the temporary file "
            + space.describe()
            + " is damaged: expected a block of "
            + length(block)
            + " bytes at "
            + place(start(block))
            + ", and "
            + how
            + ". The database is not affected; run the statement again, and look at the disk");
  }

  /** Where a byte of the stream lies in the file. */
  private long place(long position) {
    long extent = extents[(int) (position / SpillSpace.EXTENT)];
    return extent * SpillSpace.EXTENT + position % SpillSpace.EXTENT;
  }

  private static int untilExtentEnd(long position, int count) {
    return (int) Math.min(count, SpillSpace.EXTENT - position % SpillSpace.EXTENT);
  }

  private int checksum(int block, byte[] bytes, int from, int count) {
    crc.reset();
    crc.update(bytes, from, count);
    // Different blocks with equal bytes must not stand for each other.
    return (int) crc.getValue() ^ Long.hashCode(number * 0x9E3779B97F4A7C15L + block);
  }

  /** Gives its room back. Closing again has no effect. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      space.giveBack(extents, extentCount);
      extents = new int[0];
      extentCount = 0;
    }
  }
}
