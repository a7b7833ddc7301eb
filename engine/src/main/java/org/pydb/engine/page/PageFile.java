package org.pydb.engine.page;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.crypto.FileKeys;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.vfs.VfsFile;

/**
 * The data file as an array of pages. Every page is checked when it is read and gets its checksum
 * when it is written; those of an encrypted file are decrypted and encrypted here, and nowhere
 * else. Thread-safe as its file is.
 */
public final class PageFile implements AutoCloseable {
  private static final int PAGE_SIZE = PageLayout.PAGE_SIZE;

  private final VfsFile file;
  private final String description;
  private final @Nullable FileKeys keys;

  /**
   * Pages of this file.
   *
   * @param description where the file is, for messages
   */
  public PageFile(VfsFile file, String description) {
    this(file, description, null);
  }

  private PageFile(VfsFile file, String description, @Nullable FileKeys keys) {
    this.file = file;
    this.description = description;
    this.keys = keys;
  }

  /** The same pages, read and written with keys; null for a plain file. */
  public PageFile with(@Nullable FileKeys newKeys) {
    return newKeys == null && keys == null ? this : new PageFile(file, description, newKeys);
  }

  /** The keys of an encrypted file; null for a plain one. */
  public @Nullable FileKeys keys() {
    return keys;
  }

  /** Where the file is, for messages. */
  public String description() {
    return description;
  }

  /**
   * Reads a page and checks that it is the one asked for.
   *
   * @param generation the generation that the pointer to the page carries
   * @throws CorruptionException if the bytes are not those that were written
   */
  public byte[] read(long number, long generation) {
    return read(number, generation, 0);
  }

  /**
   * Reads a page as {@link #read(long, long)} does, into an array with room behind the page.
   *
   * @param room bytes of the array behind the page
   */
  public byte[] read(long number, long generation, int room) {
    byte[] page = readUnchecked(number, room);
    check(number, page);
    if (PageLayout.generation(page) != generation) {
      throw corrupt(
          number,
          "generation " + PageLayout.generation(page),
          "generation " + generation + ", as the pointer to it says: a write was lost");
    }
    return page;
  }

  /** Reads a page and checks all but its generation. */
  public byte[] read(long number) {
    byte[] page = readUnchecked(number);
    check(number, page);
    return page;
  }

  private void check(long number, byte[] page) {
    int checksum = PageLayout.checksum(page, 0);
    if (PageLayout.storedChecksum(page, 0) != checksum) {
      throw corrupt(
          number,
          String.format("checksum %08x", PageLayout.storedChecksum(page, 0)),
          String.format("%08x, which its bytes add up to", checksum));
    }
    if (PageLayout.number(page) != number) {
      throw corrupt(number, "page number " + PageLayout.number(page), "its own number");
    }
    if (PageType.ofCode(PageLayout.typeCode(page)) == null) {
      throw corrupt(number, "page type " + PageLayout.typeCode(page), "a type from 1 to 6");
    }
    if (keys == null && !PageSeal.isPlain(page)) {
      throw corrupt(number, "an encrypted page", "a plain one, as the file header says");
    }
    if (keys != null && !PageSeal.open(keys, page)) {
      throw corrupt(
          number,
          "bytes that fail authentication",
          "a page that was encrypted with this file's key: it was changed, or is another file's");
    }
  }

  /** Reads a page that must be of this type. */
  public byte[] read(long number, long generation, PageType type) {
    byte[] page = read(number, generation);
    if (PageLayout.typeCode(page) != type.code()) {
      throw corrupt(number, PageType.ofCode(PageLayout.typeCode(page)) + " page", type + " page");
    }
    return page;
  }

  /** Reads the bytes of a page as they are. */
  public byte[] readUnchecked(long number) {
    return readUnchecked(number, 0);
  }

  private byte[] readUnchecked(long number, int room) {
    byte[] page = new byte[PAGE_SIZE + room];
    int count = file.read(number * PAGE_SIZE, page, 0, PAGE_SIZE);
    if (count < PAGE_SIZE) {
      throw corrupt(number, "end of the file after " + count + " bytes", "a whole page");
    }
    return page;
  }

  /**
   * Writes {@code count} page images that lie one behind the other, in one go. They get their
   * numbers and checksums; where the file is encrypted, their contents are overwritten.
   */
  public void write(long firstNumber, byte[] images, int count) {
    for (int i = 0; i < count; i++) {
      PageLayout.seal(images, i * PAGE_SIZE, firstNumber + i, keys);
    }
    file.write(firstNumber * PAGE_SIZE, images, 0, count * PAGE_SIZE);
  }

  /** Writes bytes that are no pages yet. */
  public void fill(long firstNumber, byte[] bytes, int count) {
    file.write(firstNumber * PAGE_SIZE, bytes, 0, count * PAGE_SIZE);
  }

  /** The file itself, for what is not a sealed page. */
  VfsFile file() {
    return file;
  }

  /** Makes all that was written durable. */
  public void sync() {
    file.sync();
  }

  /** The whole pages that the file has room for. */
  public long pageCount() {
    return file.size() / PAGE_SIZE;
  }

  /** Cuts the file behind this many pages. */
  public void truncate(long pageCount) {
    file.truncate(pageCount * PAGE_SIZE);
  }

  /** The complaint about a page. */
  public CorruptionException corrupt(long number, String found, String expected) {
    return new CorruptionException(
        description + ", page " + number + ": found " + found + ", expected " + expected);
  }

  @Override
  public void close() {
    file.close();
  }
}
