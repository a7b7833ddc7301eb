package org.pydb.engine.testkit.crash;

import java.util.Arrays;

/**
 * The bytes of a file at one moment. Immutable: a write gives another one, which shares the blocks
 * that it left alone. So the state of a disk is kept by keeping a reference.
 */
final class Blocks {
  private static final int SIZE = 4096;
  private static final byte[] ZEROS = new byte[SIZE];

  static final Blocks EMPTY = new Blocks(new byte[0][], 0);

  private final byte[][] blocks;

  /** Bytes of the last block behind it are zero. */
  private final long size;

  private Blocks(byte[][] blocks, long size) {
    this.blocks = blocks;
    this.size = size;
  }

  static Blocks of(byte[] bytes) {
    return EMPTY.write(0, bytes, 0, bytes.length);
  }

  long size() {
    return size;
  }

  byte[] toArray() {
    byte[] bytes = new byte[Math.toIntExact(size)];
    read(0, bytes, 0, bytes.length);
    return bytes;
  }

  int read(long position, byte[] target, int from, int count) {
    int length = (int) Math.max(0, Math.min(count, size - position));
    for (int done = 0; done < length; ) {
      int offset = (int) ((position + done) % SIZE);
      int n = Math.min(length - done, SIZE - offset);
      System.arraycopy(blocks[index(position + done)], offset, target, from + done, n);
      done += n;
    }
    return length;
  }

  Blocks write(long position, byte[] source, int from, int count) {
    if (count == 0) {
      return this;
    }
    Blocks grown = resize(Math.max(size, position + count));
    byte[][] changed = grown.blocks == blocks ? blocks.clone() : grown.blocks;
    for (int done = 0; done < count; ) {
      int offset = (int) ((position + done) % SIZE);
      int n = Math.min(count - done, SIZE - offset);
      int block = index(position + done);
      changed[block] = replaced(changed[block], offset, source, from + done, n);
      done += n;
    }
    return new Blocks(changed, grown.size);
  }

  private static byte[] replaced(byte[] block, int offset, byte[] source, int from, int count) {
    if (block == ZEROS && isZero(source, from, count)) {
      return ZEROS;
    }
    byte[] bytes = count == SIZE ? new byte[SIZE] : block.clone();
    System.arraycopy(source, from, bytes, offset, count);
    return bytes;
  }

  private static boolean isZero(byte[] bytes, int from, int count) {
    return Arrays.equals(bytes, from, from + count, ZEROS, 0, count);
  }

  /** The same with another size: cut off, or with zeros at its end. */
  Blocks resize(long newSize) {
    if (newSize == size) {
      return this;
    }
    int count = index(newSize + SIZE - 1);
    byte[][] changed = Arrays.copyOf(blocks, count);
    if (count > blocks.length) {
      Arrays.fill(changed, blocks.length, count, ZEROS);
    }
    int used = (int) (newSize % SIZE);
    if (newSize < size && used > 0) {
      changed[count - 1] = Arrays.copyOf(Arrays.copyOf(changed[count - 1], used), SIZE);
    }
    return new Blocks(changed, newSize);
  }

  private static int index(long position) {
    return Math.toIntExact(position / SIZE);
  }
}
