package org.pydb.engine.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.page.PageType;

/**
 * The set of used pages as a checkpoint stores it: map pages of one bit a page, found through a
 * chain of directory pages. Map pages that did not change since the last checkpoint stay where they
 * are.
 *
 * <pre>
 * map page i, after the page header
 *     64  8128  bits of pages 65024 × i and up: bit n of word w stands for page 65024 × i + 64 w + n,
 *               1 if it is used
 * directory page, after the page header (count: entries on this page)
 *     64    12  pointer to the next directory page, or zero
 *     76        pointers to map pages, 12 bytes each, at most 676; a zero pointer for a map page
 *               without a used page
 * </pre>
 *
 * <p>Used by the checkpointer's thread alone.
 */
public final class FreeMap {

  /** Pages that one map page speaks of. */
  public static final int PAGES_PER_MAP = PageLayout.CONTENT_SIZE * 8;

  private static final int WORDS_PER_MAP = PAGES_PER_MAP / 64;
  private static final int ENTRIES = PageLayout.CONTENT + PageLayout.POINTER_SIZE;
  private static final int ENTRIES_MAX = (PageLayout.PAGE_SIZE - ENTRIES) / PageLayout.POINTER_SIZE;

  private final PageFile file;
  private PageBitmap stored = new PageBitmap();
  private List<PagePointer> maps = new ArrayList<>();
  private List<PagePointer> directory = new ArrayList<>();

  /** The empty map of a new file. */
  public FreeMap(PageFile file) {
    this.file = file;
  }

  /** Reads the map that a checkpoint stored. */
  public static FreeMap read(PageFile file, PagePointer first) {
    FreeMap map = new FreeMap(file);
    for (PagePointer next = first; !next.isNone(); ) {
      byte[] page = file.read(next.number(), next.generation(), PageType.FREE_MAP_DIRECTORY);
      int count = PageLayout.count(page);
      if (count > ENTRIES_MAX || map.directory.contains(next)) {
        throw file.corrupt(next.number(), "a directory of " + count + " entries", "a sound one");
      }
      map.directory.add(next);
      for (int i = 0; i < count; i++) {
        map.readMap(PagePointer.get(page, ENTRIES + i * PageLayout.POINTER_SIZE));
      }
      next = PagePointer.get(page, PageLayout.CONTENT);
    }
    return map;
  }

  private void readMap(PagePointer pointer) {
    int base = maps.size() * WORDS_PER_MAP;
    maps.add(pointer);
    if (!pointer.isNone()) {
      byte[] page = file.read(pointer.number(), pointer.generation(), PageType.FREE_MAP);
      for (int w = 0; w < WORDS_PER_MAP; w++) {
        stored.setWord(base + w, Bytes.getLong(page, PageLayout.CONTENT + 8 * w));
      }
    }
  }

  /** A map of the same contents, to write the next checkpoint's. */
  public FreeMap copy() {
    FreeMap copy = new FreeMap(file);
    copy.stored = stored.copy();
    copy.maps = new ArrayList<>(maps);
    copy.directory = new ArrayList<>(directory);
    return copy;
  }

  /** A copy of the set that was last read or written. */
  public PageBitmap used() {
    return stored.copy();
  }

  /** The pages that the map itself stands on, which are in the set. */
  public List<PagePointer> pages() {
    List<PagePointer> pages = new ArrayList<>(directory);
    maps.stream().filter(p -> !p.isNone()).forEach(pages::add);
    return pages;
  }

  /** Where the directory begins. */
  public PagePointer first() {
    return directory.isEmpty() ? PagePointer.NONE : directory.get(0);
  }

  /**
   * Writes the pages of the map that have changed, to new places. Not synced.
   *
   * @param used the set to store; this adds and removes the map's own pages
   * @param generation of the pages to write
   * @param allocator gives a free page
   * @return the pages of the map that are not used any more
   */
  public List<PageRef> write(PageBitmap used, long generation, LongSupplier allocator) {
    List<PageRef> replaced = new ArrayList<>();
    for (PagePointer old : directory) {
      replace(used, old, replaced);
    }
    List<PagePointer> newMaps = new ArrayList<>(maps);
    List<PagePointer> newDirectory = new ArrayList<>();
    boolean[] moved = {};
    boolean settled = false;
    while (!settled) { // New places set bits, which may change further map pages.
      settled = true;
      int count = (int) ((used.end() + PAGES_PER_MAP - 1) / PAGES_PER_MAP);
      while (newMaps.size() < count) {
        newMaps.add(PagePointer.NONE);
      }
      moved = Arrays.copyOf(moved, newMaps.size());
      for (int i = 0; i < newMaps.size(); i++) {
        if (!moved[i] && differs(used, i)) {
          moved[i] = true;
          settled = false;
          replace(used, newMaps.get(i), replaced);
          newMaps.set(i, take(used, generation, allocator));
        }
      }
      while (newDirectory.size() * ENTRIES_MAX < newMaps.size()) {
        settled = false;
        newDirectory.add(take(used, generation, allocator));
      }
    }
    for (int i = 0; i < newMaps.size(); i++) {
      if (moved[i]) {
        writeMap(used, i, newMaps.get(i));
      }
    }
    writeDirectory(newDirectory, newMaps);
    stored = used.copy();
    maps = newMaps;
    directory = newDirectory;
    return replaced;
  }

  private static void replace(PageBitmap used, PagePointer old, List<PageRef> replaced) {
    if (!old.isNone()) {
      used.remove(old.number());
      replaced.add(new PageRef(old.number(), old.generation()));
    }
  }

  private static PagePointer take(PageBitmap used, long generation, LongSupplier allocator) {
    long number = allocator.getAsLong();
    used.add(number);
    return new PagePointer(number, generation);
  }

  private boolean differs(PageBitmap used, int map) {
    for (int w = map * WORDS_PER_MAP; w < (map + 1) * WORDS_PER_MAP; w++) {
      if (used.word(w) != stored.word(w)) {
        return true;
      }
    }
    return false;
  }

  private void writeMap(PageBitmap used, int map, PagePointer at) {
    byte[] page = new byte[PageLayout.PAGE_SIZE];
    PageLayout.putHeader(page, 0, PageType.FREE_MAP, 0, 0, at.generation(), 0);
    for (int w = 0; w < WORDS_PER_MAP; w++) {
      Bytes.putLong(page, PageLayout.CONTENT + 8 * w, used.word(map * WORDS_PER_MAP + w));
    }
    file.write(at.number(), page, 1);
  }

  private void writeDirectory(List<PagePointer> pages, List<PagePointer> entries) {
    for (int p = 0; p < pages.size(); p++) {
      byte[] page = new byte[PageLayout.PAGE_SIZE];
      int from = p * ENTRIES_MAX;
      int count = Math.min(ENTRIES_MAX, entries.size() - from);
      PagePointer at = pages.get(p);
      PageLayout.putHeader(page, 0, PageType.FREE_MAP_DIRECTORY, 0, count, at.generation(), 0);
      (p + 1 < pages.size() ? pages.get(p + 1) : PagePointer.NONE).put(page, PageLayout.CONTENT);
      for (int i = 0; i < count; i++) {
        entries.get(from + i).put(page, ENTRIES + i * PageLayout.POINTER_SIZE);
      }
      file.write(at.number(), page, 1);
    }
  }
}
