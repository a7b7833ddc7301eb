package org.pydb.engine.salvage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.node.EditToken;
import org.pydb.engine.node.Node;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.FileHeader;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageFile;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.page.PagePointer;
import org.pydb.engine.page.PageType;
import org.pydb.engine.space.FreeMap;
import org.pydb.engine.space.PageBitmap;

/**
 * A data file of which any page may be damaged: the newest meta that is whole, the map of what it
 * uses, and all leaves of all trees, found by reading every page. For what is damaged there is a
 * finding. Not thread-safe.
 */
final class DamagedFile {
  private static final EditToken FROZEN = new EditToken();
  private static final int PROGRESS_PAGES = 1024;
  private static final String NEWEST_LEAVES =
      " The newest state cannot be told from older ones: rows are taken from leaves, the newest"
          + " first. Rows that were deleted and tables that were dropped may have come back, and the"
          + " log could not be applied.";

  static {
    FROZEN.freeze();
  }

  private final PageFile pages;
  private final List<String> findings = new ArrayList<>();
  private final Map<Integer, List<PagePointer>> leaves = new HashMap<>();
  private final boolean hasDamagedMeta;
  private @Nullable Meta meta;
  private @Nullable PageBitmap used;

  /** Whether pages newer than the meta may be what is wanted. */
  private boolean stale;

  /**
   * Reads a file once, from its beginning to its end.
   *
   * @throws NotADatabaseException if nothing in it is ours
   * @throws org.pydb.engine.error.FormatTooNewException if a newer version wrote it
   */
  DamagedFile(PageFile pages, SalvageProgress progress) {
    this.pages = pages;
    NotADatabaseException foreign = readHeader();
    Meta a = Meta.readOrNull(pages, Meta.PAGE_A);
    Meta b = Meta.readOrNull(pages, Meta.PAGE_B);
    hasDamagedMeta = a == null || b == null;
    meta = newest(a, b);
    used = readUsed();
    readLeaves(progress);
    if (foreign != null && meta == null && leaves.isEmpty()) {
      throw foreign;
    }
  }

  private @Nullable NotADatabaseException readHeader() {
    try {
      FileHeader.read(pages);
      return null;
    } catch (CorruptionException e) {
      findings.add(e.getMessage() + ". It is not needed.");
      return null;
    } catch (NotADatabaseException e) {
      findings.add(pages.description() + ", page 0: found no file header. It is not needed.");
      return e;
    }
  }

  private @Nullable Meta newest(@Nullable Meta a, @Nullable Meta b) {
    if (a == null && b == null) {
      findings.add("Both meta pages (1 and 2) are damaged." + NEWEST_LEAVES);
      return null;
    }
    if (a == null || b == null) {
      findings.add("One of the two meta pages is damaged: page " + (a == null ? 1 : 2) + ".");
    }
    return a == null || (b != null && b.sequence() > a.sequence()) ? b : a;
  }

  private @Nullable PageBitmap readUsed() {
    Meta newest = meta;
    if (newest == null || newest.freeMap().isNone()) {
      return null;
    }
    try {
      return FreeMap.read(pages, newest.freeMap()).used();
    } catch (CorruptionException e) {
      findings.add("The map of free pages is damaged: " + e.getMessage());
      return null;
    }
  }

  private void readLeaves(SalvageProgress progress) {
    long count = pages.pageCount();
    long damaged = 0;
    for (long number = Meta.FIRST_DATA_PAGE; number < count; number++) {
      if (number % PROGRESS_PAGES == 0) {
        progress.at("reading " + pages.description(), number, count);
      }
      try {
        byte[] page = pages.read(number);
        // What a transaction has written and not committed belongs to nobody.
        boolean isTemporary = PageLayout.generation(page) >= PagePointer.TEMPORARY;
        if (PageLayout.typeCode(page) == PageType.LEAF.code() && !isTemporary) {
          leaves
              .computeIfAbsent(PageLayout.tree(page), tree -> new ArrayList<>())
              .add(new PagePointer(number, PageLayout.generation(page)));
        }
      } catch (CorruptionException e) {
        if (used != null && used.contains(number)) {
          damaged++;
        }
      }
    }
    if (damaged > 0) {
      findings.add(damaged + " pages in use are damaged.");
    }
    if (used != null && used.end() > count) {
      findings.add("The file was cut off: it has " + count + " pages of " + used.end() + ".");
    }
  }

  /** The file. */
  PageFile pages() {
    return pages;
  }

  /** What is wrong with the file as a whole. */
  List<String> findings() {
    return findings;
  }

  /** The newest meta that is whole, or null. */
  @Nullable Meta meta() {
    return meta;
  }

  /** Whether one meta page, or both, are damaged: a newer checkpoint may have been on it. */
  boolean hasDamagedMeta() {
    return hasDamagedMeta;
  }

  /** Notes that a newer checkpoint has been durable, of which nothing is known. */
  void setStale() {
    stale = true;
  }

  /** Whether a newer checkpoint has been durable, of which nothing is known. */
  boolean isStale() {
    return stale;
  }

  /** Notes that the meta is of a state too old to begin with: all is taken from the leaves. */
  void forgetMeta() {
    findings.add("The meta page that is whole is not the newest." + NEWEST_LEAVES);
    meta = null;
    used = null;
    stale = true;
  }

  /** Whether leaves that nothing leads to may still be told from those of older states. */
  boolean knowsWhatIsUsed() {
    return used != null && !stale;
  }

  /** The ids of all trees of which there are leaves. */
  Set<Integer> trees() {
    return leaves.keySet();
  }

  /** All leaves of a tree, whatever state of the database they are of. */
  List<PagePointer> allLeaves(int tree) {
    return leaves.getOrDefault(tree, List.of());
  }

  /** The leaves of a tree that may be of the state that is wanted. */
  List<PagePointer> leaves(int tree) {
    Meta newest = meta;
    long newestVersion = newest == null || stale ? Long.MAX_VALUE : newest.version();
    PageBitmap inUse = stale ? null : used;
    return allLeaves(tree).stream()
        .filter(leaf -> leaf.generation() <= newestVersion)
        .filter(leaf -> inUse == null || inUse.contains(leaf.number()))
        .toList();
  }

  /**
   * Reads a node.
   *
   * @throws CorruptionException if it is not the one that the reference means
   */
  Node node(PageRef ref, int tree, int level) {
    Node node = Node.ofPage(pages.read(ref.number(), ref.generation()), pages, FROZEN);
    if (node.tree() != tree || node.level() != level) {
      throw pages.corrupt(
          ref.number(),
          "a node of tree " + node.tree() + ", level " + node.level(),
          "one of tree " + tree + ", level " + level);
    }
    return node;
  }
}
