package org.pydb.engine.page;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.bytes.Crc32c;
import org.pydb.engine.crypto.FileKeys;

/**
 * The header that begins every page but the file's first.
 *
 * <pre>
 * offset size
 *      0    4  CRC32C of bytes 4 to 8191
 *      4    1  type, see {@link PageType}
 *      5    1  level: 0 in leaves, the height above them in interior nodes
 *      6    2  count: cells of a node, bytes of an overflow page, entries of a directory
 *      8    8  number of this page; its place in the file is number × 8192
 *     16    8  generation: the commit batch that made the page
 *     24    4  tree to which the page belongs, 0 if none
 *     28    2  offset of the lowest cell (nodes)
 *     30    2  length of the common prefix (nodes)
 *     32   32  the seal of an encrypted page, see {@link PageSeal}; zero in a plain file
 *     64       content, in an encrypted file as the seal says
 * </pre>
 *
 * <p>A page that is read from another place than it was written to shows by its number; a write
 * that never reached the disk shows by its generation, which the pointer to the page repeats. The
 * checksum is that of the bytes as they lie in the file: it needs no key.
 */
public final class PageLayout {

  /** Bytes of a page. */
  public static final int PAGE_SIZE = 8192;

  /** Where the content begins. */
  public static final int CONTENT = 64;

  /** Bytes of content. */
  public static final int CONTENT_SIZE = PAGE_SIZE - CONTENT;

  /** Bytes of a pointer to a page: its number and its generation, 48 bits each. */
  public static final int POINTER_SIZE = 12;

  /** The page numbers and generations that fit a pointer are below this. */
  public static final long POINTER_LIMIT = 1L << 48;

  static final int CRC = 0;
  static final int TYPE = 4;
  static final int LEVEL = 5;
  static final int COUNT = 6;
  static final int NUMBER = 8;
  static final int GENERATION = 16;
  static final int TREE = 24;
  static final int HEAP_START = 28;
  static final int PREFIX_LENGTH = 30;
  static final int SEAL = 32;

  private PageLayout() {}

  /** Writes the header except checksum, number, and what only nodes have. */
  public static void putHeader(
      byte[] page, int at, PageType type, int level, int count, long generation, int tree) {
    page[at + TYPE] = (byte) type.code();
    page[at + LEVEL] = (byte) level;
    Bytes.putShort(page, at + COUNT, count);
    Bytes.putLong(page, at + GENERATION, generation);
    Bytes.putInt(page, at + TREE, tree);
  }

  /** Writes what only nodes have. */
  public static void putNodeHeader(byte[] page, int at, int heapStart, int prefixLength) {
    Bytes.putShort(page, at + HEAP_START, heapStart);
    Bytes.putShort(page, at + PREFIX_LENGTH, prefixLength);
  }

  /** Writes number and checksum, and seals an encrypted page: the last step before it goes out. */
  static void seal(byte[] page, int at, long number, @Nullable FileKeys keys) {
    Bytes.putLong(page, at + NUMBER, number);
    if (keys != null) {
      PageSeal.seal(keys, page, at);
    }
    Bytes.putInt(page, at + CRC, checksum(page, at));
  }

  /** The checksum that the page should carry. */
  public static int checksum(byte[] page, int at) {
    return Crc32c.of(page, at + TYPE, PAGE_SIZE - TYPE);
  }

  /** The checksum that the page carries. */
  public static int storedChecksum(byte[] page, int at) {
    return Bytes.getInt(page, at + CRC);
  }

  /** The code of the page's type. */
  public static int typeCode(byte[] page) {
    return Bytes.getByte(page, TYPE);
  }

  /** The page's level. */
  public static int level(byte[] page) {
    return Bytes.getByte(page, LEVEL);
  }

  /** The page's count. */
  public static int count(byte[] page) {
    return Bytes.getShort(page, COUNT);
  }

  /** The number that the page says it has. */
  public static long number(byte[] page) {
    return Bytes.getLong(page, NUMBER);
  }

  /** The batch that made the page. */
  public static long generation(byte[] page) {
    return Bytes.getLong(page, GENERATION);
  }

  /** The tree to which the page belongs. */
  public static int tree(byte[] page) {
    return Bytes.getInt(page, TREE);
  }

  /** The offset of the lowest cell of a node. */
  public static int heapStart(byte[] page) {
    return Bytes.getShort(page, HEAP_START);
  }

  /** The length of the prefix that all keys of a node share. */
  public static int prefixLength(byte[] page) {
    return Bytes.getShort(page, PREFIX_LENGTH);
  }
}
