package org.pydb.engine.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.pydb.engine.bytes.Bytes;

/**
 * The chain of pages that holds a value, or the rest of a key, too large for a node. A chain is
 * written once and never changed, so all versions of a tree share it. Stateless.
 *
 * <pre>
 * overflow page, after the page header (count: bytes on this page)
 *     64   12  pointer to the next page, or zero
 *     76       bytes, at most 8116; every page but the last is full
 * </pre>
 */
public final class OverflowChain {

  /** Bytes that one page of a chain holds. */
  public static final int BYTES_PER_PAGE = PageLayout.CONTENT_SIZE - PageLayout.POINTER_SIZE;

  private static final int DATA = PageLayout.CONTENT + PageLayout.POINTER_SIZE;

  /** Pages that are written by one call when they lie side by side. */
  private static final int RUN_MAX = 32;

  private OverflowChain() {}

  /**
   * Writes a chain. Not synced.
   *
   * @param allocator gives a free page
   * @param numbers the pages taken are added here, before anything is written
   */
  public static PagePointer write(
      PageFile file,
      byte[] bytes,
      int from,
      int length,
      long generation,
      int tree,
      LongSupplier allocator,
      Collection<Long> numbers) {
    assert length > 0;
    int pages = pageCount(length);
    long[] places = new long[pages];
    for (int i = 0; i < pages; i++) {
      places[i] = allocator.getAsLong();
      numbers.add(places[i]);
    }
    byte[] run = new byte[Math.min(pages, RUN_MAX) * PageLayout.PAGE_SIZE];
    for (int i = 0; i < pages; ) {
      int first = i;
      do {
        int at = (i - first) * PageLayout.PAGE_SIZE;
        int done = i * BYTES_PER_PAGE;
        int count = Math.min(BYTES_PER_PAGE, length - done);
        PageLayout.putHeader(run, at, PageType.OVERFLOW, 0, count, generation, tree);
        boolean last = i == pages - 1;
        PagePointer.put(
            run, at + PageLayout.CONTENT, last ? 0 : places[i + 1], last ? 0 : generation);
        System.arraycopy(bytes, from + done, run, at + DATA, count);
        i++;
      } while (i < pages && i - first < RUN_MAX && places[i] == places[i - 1] + 1);
      file.write(places[first], run, i - first);
    }
    return new PagePointer(places[0], generation);
  }

  /** How many pages a chain of so many bytes has. */
  public static int pageCount(int length) {
    return (length + BYTES_PER_PAGE - 1) / BYTES_PER_PAGE;
  }

  /** Reads a chain of so many bytes. */
  public static byte[] read(PageFile file, PagePointer first, int length) {
    byte[] bytes = new byte[length];
    PagePointer next = first;
    for (int done = 0; done < length; ) {
      byte[] page = readLink(file, next, length - done);
      int count = PageLayout.count(page);
      System.arraycopy(page, DATA, bytes, done, count);
      done += count;
      next = PagePointer.get(page, PageLayout.CONTENT);
    }
    return bytes;
  }

  /** Compares a chain of so many bytes with a range, page by page. */
  public static int compare(
      PageFile file, PagePointer first, int length, byte[] other, int from, int to) {
    PagePointer next = first;
    int at = from;
    for (int done = 0; done < length; ) {
      byte[] page = readLink(file, next, length - done);
      int count = PageLayout.count(page);
      int end = Math.min(to, at + count);
      int order = Bytes.compare(page, DATA, DATA + count, other, at, end);
      if (order != 0) {
        return order;
      }
      at = end;
      done += count;
      next = PagePointer.get(page, PageLayout.CONTENT);
    }
    return at < to ? -1 : 0;
  }

  /** The pages of a chain of so many bytes. */
  public static List<PagePointer> pages(PageFile file, PagePointer first, long length) {
    List<PagePointer> pages = new ArrayList<>();
    PagePointer next = first;
    long left = length;
    while (true) {
      pages.add(next);
      left -= BYTES_PER_PAGE;
      if (left <= 0) {
        return pages;
      }
      next = PagePointer.get(readLink(file, next, left), PageLayout.CONTENT);
    }
  }

  /**
   * Copies one page of a chain, to be followed by the page with number {@code nextNumber} if the
   * chain goes on. The copy gets its number and checksum when it is written.
   *
   * @param left how many bytes of the chain are on this page and behind it
   * @param tree the tree to which it must belong
   * @return where the chain goes on in the source
   */
  public static PagePointer copyLink(
      PageFile source,
      PagePointer link,
      long left,
      int tree,
      byte[] target,
      int at,
      long nextNumber) {
    byte[] page = readLink(source, link, left);
    if (PageLayout.count(page) != Math.min(left, BYTES_PER_PAGE) || PageLayout.tree(page) != tree) {
      throw source.corrupt(
          link.number(),
          PageLayout.count(page) + " bytes of a chain of tree " + PageLayout.tree(page),
          Math.min(left, BYTES_PER_PAGE) + " of tree " + tree);
    }
    System.arraycopy(page, 0, target, at, PageLayout.PAGE_SIZE);
    PagePointer next = PagePointer.get(page, PageLayout.CONTENT);
    if (!next.isNone()) {
      PagePointer.put(target, at + PageLayout.CONTENT, nextNumber, next.generation());
    }
    return next;
  }

  private static byte[] readLink(PageFile file, PagePointer at, long left) {
    if (at.isNone()) {
      throw file.corrupt(0, "the end of an overflow chain", left + " more bytes of it");
    }
    byte[] page = file.read(at.number(), at.generation(), PageType.OVERFLOW);
    int count = PageLayout.count(page);
    if (count == 0 || count > BYTES_PER_PAGE) {
      throw file.corrupt(at.number(), count + " bytes", "1 to " + BYTES_PER_PAGE);
    }
    return page;
  }
}
