package org.pydb.engine.kv.lsm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.SaltedCrc;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/**
 * Writes a sorted run from front to back. {@link Run} reads it.
 *
 * <pre>
 *   blocks, each with a CRC32C behind it     footer, 64 bytes
 *     data: see {@link Block}                   0  "pydbrun\n"
 *     …                                         8  format version, 2 bytes
 *     filter: bits of {@link BloomFilter}      16  number of the file, 8 bytes
 *     index: for each block of data            24  salt, 8 bytes
 *       length of its last key, varint         32  position of the filter, 8 bytes
 *       key                                    40  length of the filter, 4 bytes
 *       position, varint                       44  length of the index, 4 bytes
 *       length, varint                         60  CRC32C of bytes 0 to 59
 * </pre>
 *
 * The checksums are of the salt, the position and the bytes ({@link SaltedCrc}).
 */
final class RunWriter implements AutoCloseable {

  /** The kind of runs in the manifest. */
  static final char KIND = 'R';

  static final byte[] MAGIC = "pydbrun\n".getBytes(US_ASCII);
  static final int VERSION = 1;
  static final int FOOTER_SIZE = 64;
  static final int FOOTER_CRC_AT = FOOTER_SIZE - Integer.BYTES;

  private static final int BLOCK_BYTES = 4 << 10;

  /** So much is written at once. */
  private static final int WRITE_BYTES = 256 << 10;

  private final long number;
  private final long salt;
  private final VfsFile file;
  private ByteBuilder block = new ByteBuilder(2 * BLOCK_BYTES);
  private final ByteBuilder index = new ByteBuilder(1024);
  private final ByteBuilder pending = new ByteBuilder(WRITE_BYTES);
  private long[] hashes = new long[64];
  private int count;
  private long position;
  private byte @Nullable [] lower;
  private byte[] upper = Bytes.EMPTY;

  RunWriter(Vfs vfs, String name, long number) {
    this.number = number;
    salt = vfs.clock().random();
    vfs.delete(name);
    file = vfs.open(name, OpenMode.CREATE);
  }

  /** Adds an entry; its key is greater than those before. */
  void add(byte[] key, byte @Nullable [] value) {
    assert lower == null || Arrays.compareUnsigned(upper, key) < 0;
    Block.put(block, upper, key, value);
    if (lower == null) {
      lower = key;
    }
    upper = key;
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = BloomFilter.hash(key);
    if (block.length() >= BLOCK_BYTES) {
      endBlock();
    }
  }

  /** The bytes so far. */
  long length() {
    return position + pending.length() + block.length();
  }

  private void endBlock() {
    index.putVarint(upper.length).put(upper);
    index.putVarint(position + pending.length()).putVarint(block.length());
    append(block.array(), block.length());
    if (block.length() > WRITE_BYTES) {
      block = new ByteBuilder(2 * BLOCK_BYTES); // It held a large value.
    }
    block.clear();
  }

  private void append(byte[] bytes, int length) {
    int crc = SaltedCrc.of(salt, position + pending.length(), bytes, 0, length);
    if (length >= WRITE_BYTES) {
      if (pending.length() > 0) {
        write();
      }
      // What is large is not copied.
      file.write(position, bytes, 0, length);
      position += length;
      pending.putInt(crc);
    } else {
      pending.put(bytes, 0, length).putInt(crc);
    }
    if (pending.length() >= WRITE_BYTES) {
      write();
    }
  }

  private void write() {
    file.write(position, pending.array(), 0, pending.length());
    position += pending.length();
    pending.clear();
  }

  /** Writes the rest and syncs the file. Its name is not durable yet. */
  FileEntry finish(int level) {
    if (block.length() > 0) {
      endBlock();
    }
    byte[] bits = BloomFilter.of(hashes, count).bits();
    byte[] footer = new byte[FOOTER_SIZE];
    System.arraycopy(MAGIC, 0, footer, 0, MAGIC.length);
    Bytes.putShort(footer, 8, VERSION);
    Bytes.putLong(footer, 16, number);
    Bytes.putLong(footer, 24, salt);
    Bytes.putLong(footer, 32, position + pending.length());
    Bytes.putInt(footer, 40, bits.length);
    Bytes.putInt(footer, 44, index.length());
    append(bits, bits.length);
    append(index.array(), index.length());
    long at = position + pending.length();
    Bytes.putInt(footer, FOOTER_CRC_AT, SaltedCrc.of(salt, at, footer, 0, FOOTER_CRC_AT));
    pending.put(footer);
    write();
    file.sync();
    byte[] least = lower == null ? Bytes.EMPTY : lower;
    return new FileEntry(number, KIND, level, number, true, position, least, upper);
  }

  @Override
  public void close() {
    file.close();
  }
}
